package dev.fennel.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.metrics.CounterVec;
import dev.fennel.model.Labels;
import dev.fennel.model.MetricFamily;
import dev.fennel.registry.Registry;
import dev.fennel.testsupport.Allocation;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a push of 100,000 series takes: the bodies of its requests are all that is kept until they are sent. */
class ExportMemoryTest {
    private static final int SERIES = 100_000;

    @ParameterizedTest
    @CsvSource({"false, false, 100", "false, true, 10", "true, false, 300", "true, true, 15"})
    void largePushTakesLittleMoreThanTheBodiesOfItsRequests(boolean json, boolean gzip, long mostBytes) {
        Registry registry = Registry.create();
        CounterVec requests = CounterVec.builder("http_requests_total", "Requests.", "method", "path", "code")
                .register(registry);
        for (int i = 0; i < SERIES; i++) {
            requests.withLabelValues("GET", "/item/" + i, "200").add(i);
        }
        List<MetricFamily> families = registry.gather().families();

        List<PointEncoder.Encoded> encoded = encode(json, gzip, families);
        long kept = encoded.stream().mapToLong(request -> request.body.length).sum();
        long allocated = Allocation.bytes(1, () -> encode(json, gzip, families));

        assertThat(encoded).hasSizeBetween(SERIES / 2000, SERIES / 1000);
        assertThat(kept).isLessThan(SERIES * mostBytes);
        assertThat(allocated).isLessThan(SERIES * (mostBytes + 150));
    }

    private static List<PointEncoder.Encoded> encode(boolean json, boolean gzip, List<MetricFamily> families) {
        MessageWriter format = json ? new JsonMessages() : new ProtobufMessages();
        PointEncoder encoder = new PointEncoder(format, gzip, Labels.of("service.name", "s"), true, 2000);
        encoder.encode(families, 1_700_000_000_000L);
        return encoder.end();
    }
}
