package dev.fennel.pushgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.fennel.exposition.EscapingScheme;
import dev.fennel.exposition.Format;
import dev.fennel.testing.GatheredMetrics;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PusherFormatTest {
    private static final Format UTF_8 = Format.TEXT.withEscaping(EscapingScheme.ALLOW_UTF_8);

    static Stream<Format> formats() {
        return Stream.of(EscapingScheme.values())
                .flatMap(escaping -> Stream.of(Format.TEXT, Format.PROTOBUF).map(f -> f.withEscaping(escaping)));
    }

    private static byte[] room(Format format) {
        return GatheredMetrics.from(Gathered.ROOM).encode(format);
    }

    @ParameterizedTest
    @MethodSource("formats")
    void pushesInTheFormatOneAsksFor(Format format) throws IOException {
        try (FakeGateway gateway = FakeGateway.answering(200)) {
            Pusher.to(gateway.url(), "j").gatherer(Gathered.ROOM).format(format).push();
            FakeGateway.Request request = gateway.onlyRequest();
            assertThat(request.headers().get("Content-Type")).containsExactly(format.contentType());
            assertThat(request.headers()).doesNotContainKey("Content-encoding");
            assertThat(request.bytes()).isEqualTo(room(format));
        }
    }

    @Test
    void pushesProtobufUnlessToldOtherwise() throws IOException {
        try (FakeGateway gateway = FakeGateway.answering(200)) {
            Pusher.to(gateway.url(), "j").gatherer(Gathered.ROOM).push();
            assertThat(gateway.onlyRequest().headers().getFirst("Content-Type"))
                    .isEqualTo(Format.PROTOBUF.contentType());
            assertThat(gateway.onlyRequest().bytes()).isEqualTo(room(Format.PROTOBUF));
        }
    }

    @Test
    void compressesWhenAskedTo() throws IOException {
        try (FakeGateway gateway = FakeGateway.answering(200)) {
            Pusher pusher =
                    Pusher.to(gateway.url(), "j").gatherer(Gathered.ROOM).gzip();
            pusher.push();
            pusher.add();
            pusher.delete();
            for (FakeGateway.Request request : gateway.requests().subList(0, 2)) {
                assertThat(request.headers().get("Content-Encoding")).containsExactly("gzip");
                assertThat(new GZIPInputStream(new ByteArrayInputStream(request.bytes())).readAllBytes())
                        .isEqualTo(room(Format.PROTOBUF));
            }
            assertThat(gateway.requests().get(2).headers()).doesNotContainKey("Content-encoding");
        }
    }

    @Test
    void openMetricsIsRefused() {
        Pusher pusher = Pusher.to("localhost", "j");
        for (Format format : List.of(Format.OPENMETRICS, Format.OPENMETRICS.withCreatedSamples())) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> pusher.format(format))
                    .withMessage("format \"" + format + "\": expected the text or the protobuf format,"
                            + " a gateway reads no other");
        }
        assertThatNullPointerException().isThrownBy(() -> pusher.format(null));
    }

    @Test
    void formatThatCannotHaveAGroupingLabelIsRefused() {
        Pusher pusher = Pusher.to("localhost", "j").format(UTF_8).grouping("db.name", "x");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pusher.format(Format.TEXT))
                .withMessageStartingWith("grouping label \"db.name\": expected");
        Pusher escaped = Pusher.to("localhost", "j").grouping("U__a", "x");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> escaped.format(UTF_8))
                .withMessageStartingWith("grouping label \"U__a\": expected");
    }
}
