package dev.fennel.examples.adapters;

import static dev.fennel.testing.MetricAssertions.assertThatMetrics;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.metrics.CounterVec;
import java.net.Socket;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What only servlets do. {@link AdapterTest} has what the adapters have in common. */
@Timeout(60)
class ServletMetricsTest {
    @ParameterizedTest
    @EnumSource(names = {"TOMCAT", "JETTY"})
    void theSizeOfTextIsThatOfItsBytes(Framework framework, @TempDir Path folder) throws Exception {
        try (Trial trial = new Trial(framework, folder)) {
            trial.expect("GET", "/text", 200, "\u20ac\u00e9\ud83d\ude00\u00e9");
            trial.awaitRequests(1);

            assertThatMetrics(trial.registry)
                    .named("http_server_response_size_bytes")
                    .hasObservationSum(3 + 2 + 4 + 2);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TOMCAT", "JETTY"})
    void aWriterSaysThatTheClientIsGone(Framework framework, @TempDir Path folder) throws Exception {
        try (Trial trial = new Trial(framework, folder)) {
            try (Socket socket = trial.connect("GET /lines HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
                assertThat(socket.getInputStream().readNBytes(100_000)).hasSize(100_000);
                Trial.reset(socket);
            }
            trial.awaitRequests(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TOMCAT", "JETTY"})
    void anAsynchronousRequestThatNobodyCompletesFailsByTimeout(Framework framework, @TempDir Path folder)
            throws Exception {
        try (Trial trial = new Trial(framework, folder)) {
            CounterVec requests = CounterVec.builder("requests_total", "Requests.", "code", "reason", "route")
                    .register(trial.registry);
            trial.restart(new Measuring.ByReason(requests));

            assertThat(trial.send("GET", "/late").statusCode()).isEqualTo(500);

            trial.await("requests_total{code=\"500\",reason=\"timeout\",route=\"/late\"} 1");
        }
    }
}
