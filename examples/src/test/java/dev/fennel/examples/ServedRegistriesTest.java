package dev.fennel.examples;

import static dev.fennel.testing.MetricAssertions.assertThatMetrics;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.testing.GatheredMetrics;
import dev.fennel.testsupport.FreePort;
import dev.fennel.testsupport.RealServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

/** The examples that differ in what they serve, and where. */
class ServedRegistriesTest {
    @Test
    void twoRegistriesAreOnOnePage() {
        try (RealServer program = Example.serve(TwoRegistries.class)) {
            GatheredMetrics page = GatheredMetrics.scrape(program.uri("/metrics"));
            assertThatMetrics(page).contains("""
                    cache_entries{cache="pages"} 5
                    cache_entries{cache="users"} 3
                    cache_requests_total{cache="pages"} 1
                    cache_requests_total{cache="users"} 1
                    """);
            assertThatMetrics(page).named("jvm_threads_current").isNotEmpty();
            assertThatMetrics(page)
                    .named("promhttp_metric_handler_requests_total")
                    .isNotEmpty();
        }
    }

    @Test
    void metricsAreServedBesideTheApplicationAndNotByIt() throws Exception {
        int appPort = FreePort.find();
        try (RealServer program = Example.serve(MetricsBeside.class, "-Dapp-port=" + appPort)) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + appPort + "/metrics"))
                    .build();
            Example.await(program, metrics -> program.output().startsWith("Metrics are at "));
            assertThat(HttpClient.newHttpClient()
                            .send(request, BodyHandlers.ofString())
                            .body())
                    .isEqualTo("Hello!\n");

            Example.await(program, metrics -> metrics.contains("\ngreeter_greetings_total 1\n"));
        }
    }
}
