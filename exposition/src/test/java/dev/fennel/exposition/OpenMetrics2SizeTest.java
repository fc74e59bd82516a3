package dev.fennel.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.metrics.Histogram;
import dev.fennel.metrics.HistogramVec;
import dev.fennel.registry.Registry;
import org.junit.jupiter.api.Test;

/** How long a page of OpenMetrics 2.0 is. */
class OpenMetrics2SizeTest {
    @Test
    void classicHistogramsTakeASixthOfTheBytes() {
        Registry registry = Registry.create();
        HistogramVec latency = HistogramVec.builder(
                        "http_server_request_duration_seconds", "Latency.", "method", "path", "status")
                .register(registry);
        for (int i = 0; i < 7_000; i++) {
            Histogram histogram = latency.withLabelValues("GET", "/api/v1/customers/" + i, "200");
            for (int j = 0; j < i % 50; j++) {
                histogram.observe(j * j / 250.0);
            }
        }
        int first = length(Format.OPENMETRICS, registry);
        int second = length(Format.OPENMETRICS_2_0, registry);

        assertThat(first / (double) second).isGreaterThan(5.5);
    }

    private static int length(Format format, Registry registry) {
        Encoder encoder = format.newEncoder();
        encoder.encodeAll(registry.gather().families());
        encoder.finish();
        return encoder.size();
    }
}
