package dev.fennel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.httpserver.MetricsServer;
import dev.fennel.metrics.Counter;
import dev.fennel.model.Labels;
import dev.fennel.registry.Registry;
import dev.fennel.testsupport.Age;
import dev.fennel.testsupport.BothAges;
import dev.fennel.testsupport.Json;
import dev.fennel.testsupport.Prometheus;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

/** A real Prometheus server gets OpenMetrics, which it requests, and so stores exemplars. */
@BothAges
class ExemplarsInPrometheusTest {
    @Parameter
    Age age;

    @TempDir
    Path folder;

    @Test
    void theServerHasTheExemplarOfACounter() {
        Registry registry = Registry.create();
        Counter jobs = Counter.builder("jobs_total", "Jobs done.").register(registry);
        jobs.addWithExemplar(3, Labels.of("trace_id", "4bf92f35"));
        try (MetricsServer server = MetricsServer.builder()
                        .host("127.0.0.1")
                        .registry(registry)
                        .start();
                Prometheus prometheus =
                        Prometheus.start(age, config(server), folder, "--enable-feature=exemplar-storage")) {
            prometheus.await("jobs_total == 3", samples -> samples.size() == 1);
            prometheus.await("promhttp_metric_handler_requests_total{code=\"200\"} > 0", samples -> !samples.isEmpty());

            long now = System.currentTimeMillis() / 1000;
            Map<String, Object> answer = prometheus.api(
                    "/api/v1/query_exemplars?query=jobs_total&start=" + (now - 600) + "&end=" + (now + 600));
            List<Map<String, Object>> series = Json.objects(answer.get("data"));
            assertThat(series).hasSize(1);
            Map<String, Object> exemplar =
                    Json.objects(series.get(0).get("exemplars")).get(0);
            assertThat(Json.strings(exemplar.get("labels"))).isEqualTo(Map.of("trace_id", "4bf92f35"));
            assertThat(exemplar).containsEntry("value", "3");
        }
    }

    private static String config(MetricsServer server) {
        return String.format(Locale.ROOT, """
                scrape_configs:
                  - job_name: jobs
                    scrape_interval: 3s
                    static_configs:
                      - targets: ["127.0.0.1:%d"]
                """, server.port());
    }
}
