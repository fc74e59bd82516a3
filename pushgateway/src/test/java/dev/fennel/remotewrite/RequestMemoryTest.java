package dev.fennel.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.exposition.EscapingScheme;
import dev.fennel.metrics.CounterVec;
import dev.fennel.model.Labels;
import dev.fennel.model.MetricFamily;
import dev.fennel.registry.Registry;
import dev.fennel.remotewrite.RemoteWrite.Version;
import dev.fennel.testsupport.Allocation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a push of 100,000 series takes: its compressed requests are all that is kept until they are sent. */
class RequestMemoryTest {
    private static final int SERIES = 100_000;

    @ParameterizedTest
    @EnumSource(Version.class)
    void largePushTakesLittleMoreThanItsCompressedRequests(Version version) {
        Registry registry = Registry.create();
        CounterVec requests = CounterVec.builder("http_requests_total", "Requests.", "method", "path", "code")
                .register(registry);
        for (int i = 0; i < SERIES; i++) {
            requests.withLabelValues("GET", "/item/" + i, "200").add(i);
        }
        List<MetricFamily> families = registry.gather().families();

        List<EncodedRequest> encoded = encode(version, families);
        long kept = encoded.stream().mapToLong(request -> request.body.length).sum();
        long allocated = Allocation.bytes(1, () -> encode(version, families));

        assertThat(encoded).hasSize(SERIES / 2000);
        assertThat(kept).isLessThan(SERIES * 20L);
        assertThat(allocated).isLessThan(SERIES * 200L);
    }

    private static List<EncodedRequest> encode(Version version, List<MetricFamily> families) {
        RequestEncoder encoder =
                new RequestEncoder(version, EscapingScheme.ALLOW_UTF_8, Labels.of("job", "j"), true, Map.of(), 2000);
        encoder.encode(families, 1_700_000_000_000L);
        return encoder.end();
    }
}
