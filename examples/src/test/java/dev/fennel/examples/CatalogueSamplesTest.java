package dev.fennel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.exposition.catalogue.Catalogue;
import dev.fennel.httpserver.MetricsServer;
import dev.fennel.metrics.Gauge;
import dev.fennel.model.Labels;
import dev.fennel.registry.Gatherer;
import dev.fennel.registry.Gatherers;
import dev.fennel.registry.Registry;
import dev.fennel.testing.GatheredMetrics;
import org.junit.jupiter.api.Test;

/** The samples of catalogues, changes, common labels and settings from the environment. */
class CatalogueSamplesTest {
    private final Registry registry = Registry.create();

    @Test
    void aPageIsComparedWithTheCatalogue() {
        Gauge.builder("queue_depth", "Jobs waiting.").register(registry);
        String page = """
                # Metrics

                | name | type | unit | labels | help |
                | --- | --- | --- | --- | --- |
                | `queue_depth` | gauge |  |  | Jobs waiting. |
                """;

        assertThat(Catalogue.of(registry).markdown("Metrics")).isEqualTo(page);
    }

    @Test
    void changesAreListed() {
        GatheredMetrics old = GatheredMetrics.parse("""
                # TYPE jobs_total counter
                jobs_total{queue="mail"} 1
                # TYPE queue_length gauge
                queue_length 1
                # TYPE runs_total counter
                runs_total{queue="mail"} 1
                """);
        GatheredMetrics now = GatheredMetrics.parse("""
                # TYPE jobs_total counter
                jobs_total{queue="mail",zone="eu"} 1
                # TYPE queue_depth gauge
                queue_depth 1
                # TYPE runs_total counter
                runs_total{queue="sms"} 1
                """);

        assertThat(String.join("\n", now.changesSince(old, false))).isEqualTo("""
                ! jobs_total: labels queue, zone, was queue
                + gauge queue_depth
                - gauge queue_length
                - runs_total{queue="mail"}
                + runs_total{queue="sms"}""");
        assertThat(now.named("queue_depth").changesSince(now, true)).isEmpty();
    }

    @Test
    void labelsAreAddedToAllMetrics() {
        Gauge.builder("queue_depth", "Jobs waiting.").register(registry);

        Gatherer labelled = Gatherers.withLabels(registry, Labels.of("env", "prod", "zone", "eu"));

        assertThat(labelled.gather().families().get(0).metrics().get(0).labels())
                .isEqualTo(Labels.of("env", "prod", "zone", "eu"));
    }

    @Test
    void aServerIsSetUpFromTheEnvironment() {
        System.setProperty("fennel.host", "127.0.0.1");
        try {
            MetricsServer server = MetricsServer.fromEnvironment().start();
            server.close();
            assertThat(server.uri()).hasHost("127.0.0.1");
        } finally {
            System.clearProperty("fennel.host");
        }
    }

    @Test
    void aServerAddsLabels() {
        int port = 0;
        MetricsServer server = MetricsServer.builder()
                .port(port)
                .labels(Labels.of("env", "prod"))
                .start();
        server.close();
        assertThat(server.port()).isPositive();
    }
}
