package dev.fennel.examples;

import static dev.fennel.testing.MetricAssertions.assertThatMetrics;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.testing.GatheredMetrics;
import dev.fennel.testsupport.FreePort;
import dev.fennel.testsupport.RealServer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProberTest {
    private RealServer program;

    @BeforeEach
    void start() {
        program = Example.serve(Prober.class);
    }

    @AfterEach
    void stop() {
        program.close();
    }

    @Test
    void eachRequestHasTheMetricsOfItsTargetOnly() {
        String itself = "/probe?target=127.0.0.1:" + program.uri().getPort();
        String nobody = "/probe?target=127.0.0.1:" + FreePort.find();
        for (int i = 0; i < 2; i++) {
            assertProbe(itself, 1);
            assertProbe(nobody, 0);
        }
        assertThatMetrics(program.uri("/metrics")).named("probe_success").isEmpty();
    }

    private void assertProbe(String path, int success) {
        GatheredMetrics page = GatheredMetrics.scrape(program.uri(path));
        assertThatMetrics(page)
                .hasNames("probe_success", "probe_duration_seconds")
                .contains("probe_success " + success);
        assertThat(page.named("probe_duration_seconds").value()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?target=", "?target=localhost", "?target=localhost:70000", "?target=a%20b:80"})
    void whoNamesNoTargetLearnsHow(String query) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(program.uri("/probe" + query)).build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo("expected /probe?target=HOST:PORT\n");
    }
}
