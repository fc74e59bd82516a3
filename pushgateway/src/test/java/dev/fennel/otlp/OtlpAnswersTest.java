package dev.fennel.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.fennel.metrics.GaugeVec;
import dev.fennel.registry.Registry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that are odd, or no messages of the protocol at all. */
class OtlpAnswersTest {
    private final Registry registry = Registry.create();
    private final GaugeVec depth =
            GaugeVec.builder("queue.depth", "Jobs.", "queue").register(registry);

    private OtlpPush to(FakeCollector collector) {
        return OtlpPush.to(collector.url(), "shop").gatherer(registry);
    }

    private void measure(int series) {
        for (int i = 0; i < series; i++) {
            depth.withLabelValues("q" + i).set(i);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Application/JSON", "application/json;charset=utf-8", "APPLICATION/JSON; Charset=\"UTF-8\""})
    void typeOfAnAnswerMayBeWrittenInAnyCase(String type) throws IOException {
        byte[] answer = "{ \"partialSuccess\" : { \"errorMessage\" : \"old\", \"rejectedDataPoints\" : 1 } }"
                .getBytes(StandardCharsets.UTF_8);
        try (FakeCollector collector = new FakeCollector().then(200, type, answer)) {
            measure(3);
            assertThatExceptionOfType(OtlpException.class)
                    .isThrownBy(() -> to(collector).push())
                    .withMessageContaining("1 rejected")
                    .withMessageEndingWith(": old");
        }
        byte[] status = DecodedExport.encoded("Status", "code: 3 message: \"bad\"");
        String protobuf = type.replaceAll("(?i)json", "X-Protobuf");
        try (FakeCollector collector = new FakeCollector().then(400, protobuf, status)) {
            measure(1);
            assertThatExceptionOfType(OtlpException.class)
                    .isThrownBy(() -> to(collector).push())
                    .withMessageEndingWith("got 400: bad");
        }
    }

    /** What a receiver says that has accepted a request never makes a failure of it by its form alone. */
    @Test
    void answersThatAreNoMessagesAreRead() throws IOException {
        List<byte[]> answers = List.of(
                new byte[] {0x0A},
                new byte[] {0x0A, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x7F, 0x08},
                new byte[] {0x0A, 0x02, 0x08, (byte) 0xFF},
                new byte[] {0x0A, 0x0B, 0x08, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0x01}, // rejected: -1
                new byte[] {(byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 0x01},
                "{\"partialSuccess\":{\"rejectedDataPoints\":\"-5\",".getBytes(StandardCharsets.UTF_8),
                "{\"partialSuccess\":{\"errorMessage\":\"say \\\"rejectedDataPoints\\\":5 \\\\\"}}"
                        .getBytes(StandardCharsets.UTF_8),
                ("{\"errorMessage\":\"" + "\\\"".repeat(5000)).getBytes(StandardCharsets.UTF_8),
                "null".getBytes(StandardCharsets.UTF_8));
        for (String type : new String[] {"application/x-protobuf", "application/json", "text/html", ";"}) {
            for (byte[] answer : answers) {
                try (FakeCollector collector = new FakeCollector().then(200, type, answer)) {
                    measure(2);
                    assertThat(to(collector).push().acceptedPoints()).isEqualTo(2);
                }
            }
        }
    }

    @Test
    void rejectionOfMorePointsThanWereSentIsOneOfAll() throws IOException {
        byte[] answer = DecodedExport.encoded(
                "ExportMetricsServiceResponse", "partial_success { rejected_data_points: 9223372036854775807 }");
        try (FakeCollector collector = new FakeCollector().then(200, "application/x-protobuf", answer)) {
            measure(4);
            assertThatExceptionOfType(OtlpException.class)
                    .isThrownBy(() -> to(collector).pointsPerRequest(2).push())
                    .satisfies(e -> assertThat(e.result()).isEqualTo(new OtlpResult(2, 1, 4, 2, 2, "")));
        }
    }
}
