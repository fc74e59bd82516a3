package dev.fennel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.exposition.Format;
import dev.fennel.registry.Registry;
import dev.fennel.remotewrite.RemoteWrite;
import dev.fennel.testsupport.Json;
import dev.fennel.testsupport.Prometheus;
import dev.fennel.testsupport.Prometheus.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a real VictoriaMetrics stores of {@link DottedMetrics}. It asks for text without escaping, and so gets no native
 * histograms. It stores no exemplars, but their lines are no obstacle.
 */
class VictoriaMetricsTest {
    @TempDir
    Path folder;

    private final Registry registry = DottedMetrics.registry();

    @Test
    void theServerHasTheValuesThatWereMeasured() throws IOException {
        try (FormatEndpoint text = FormatEndpoint.of(registry, Format.TEXT);
                FormatEndpoint openMetrics = FormatEndpoint.of(registry, Format.OPENMETRICS);
                Prometheus server =
                        Prometheus.startVictoriaMetrics("""
                        scrape_configs:
                          - job_name: text
                            scrape_interval: 3s
                            static_configs: [{targets: ["%s"]}]
                          - job_name: openmetrics
                            scrape_interval: 3s
                            static_configs: [{targets: ["%s"]}]
                        """.formatted(text.target(), openMetrics.target()), folder)) {
            server.await("up", up -> {
                server.flush();
                return up.size() == 2 && up.stream().allMatch(sample -> sample.value() == 1);
            });
            assertThat(stored(server, "text")).isEqualTo(expected("1"));
            assertThat(stored(server, "openmetrics")).isEqualTo(expected("1.0"));
            assertThat((List<?>) server.api("/api/v1/query_exemplars?query=http_requests_total")
                            .get("data"))
                    .isEmpty();
        }
    }

    /** It does not know version 2.0 of remote writes, and gets version 1.0, in which native histograms are classic. */
    @Test
    void theServerHasTheValuesThatWerePushed() throws IOException {
        try (Prometheus server = Prometheus.startVictoriaMetrics("scrape_configs: []", folder)) {
            RemoteWrite push =
                    RemoteWrite.to(server.uri() + "/api/v1/write", "pushed").gatherer(registry);
            assertThat(push.push().histograms()).isZero();
            awaitSome(server, "queue_depth");
            assertThat(stored(server, "pushed")).isEqualTo(expected("1.0"));
            assertThat(Json.object(server.api("/api/v1/metadata").get("data")))
                    .containsKeys("http_requests_total", "queue_depth", "latency_seconds", "size_bytes");

            push.nativeHistograms(true).push();
            assertThat(awaitSome(server, "native_seconds_bucket{vmrange!=\"\"}"))
                    .hasSize(3);
        }
    }

    /** A query sees a sample when the second in which it was pushed is over. */
    private static List<Sample> awaitSome(Prometheus server, String promql) {
        return server.await(promql, samples -> {
            server.flush();
            return !samples.isEmpty();
        });
    }

    private static Map<String, Double> expected(String one) {
        Map<String, Double> expected = DottedMetrics.series("_", "gr__e", one);
        expected.putAll(DottedMetrics.classicView("_"));
        return expected;
    }

    private static Map<String, Double> stored(Prometheus server, String job) {
        Map<String, Double> stored = new TreeMap<>();
        for (Sample sample : server.query("{job=\"" + job + "\",__name__!~\"up|scrape_.+\"}")) {
            Map<String, String> labels = new TreeMap<>(sample.labels());
            labels.keySet().removeAll(List.of("job", "instance"));
            stored.put(labels.remove("__name__") + labels.toString(), sample.value());
        }
        return stored;
    }
}
