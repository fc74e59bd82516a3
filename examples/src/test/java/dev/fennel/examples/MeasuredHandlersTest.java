package dev.fennel.examples;

import static dev.fennel.testing.MetricAssertions.assertThatMetrics;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.testing.GatheredMetrics;
import dev.fennel.testsupport.RealServer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

/** The examples in which several handlers share their metrics. */
class MeasuredHandlersTest {
    private static String post(RealServer program, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(program.uri(path))
                .POST(BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }

    @Test
    void eachHandlerHasItsOwnSeries() throws Exception {
        try (RealServer program = Example.serve(PerHandler.class)) {
            assertThat(post(program, "/push", "")).isEqualTo("Pushed\n");
            assertThat(program.get("/push")).isEqualTo("Pushed\n");
            assertThat(program.get("/pull")).isEqualTo("Pulled\n");

            // A request is counted last, after it was answered.
            String page = Example.await(program, metrics -> count(metrics, "shop_requests_total") == 3);
            assertThatMetrics(GatheredMetrics.parse(page)).contains("""
                    shop_requests_total{code="200",handler="pull",method="get"} 1
                    shop_requests_total{code="200",handler="push",method="get"} 1
                    shop_requests_total{code="200",handler="push",method="post"} 1
                    shop_requests_in_flight 0
                    """);
            assertThatMetrics(GatheredMetrics.parse(page))
                    .named("shop_request_duration_seconds")
                    .withLabels("handler", "push")
                    .hasObservationCount(2);
        }
    }

    @Test
    void aFilterMeasuresAllRoutesInSummaries() throws Exception {
        try (RealServer program = Example.serve(Middleware.class)) {
            assertThat(post(program, "/reverse", "lennef")).isEqualTo("fennel");
            assertThat(post(program, "/repeat", "ab")).isEqualTo("abab");
            assertThat(post(program, "/repeat/12345", "a")).isEqualTo("aa");

            String page = Example.await(program, metrics -> count(metrics, "http_request_duration_seconds_count") == 3);
            assertThat(page)
                    .contains("\nhttp_response_size_bytes{route=\"/repeat\",quantile=\"0.99\"} 4\n")
                    .contains("\nhttp_response_size_bytes_sum{route=\"/repeat\"} 6\n")
                    .contains("\nhttp_response_size_bytes_sum{route=\"/reverse\"} 6\n");
            assertThatMetrics(GatheredMetrics.parse(page))
                    .named("http_request_size_bytes")
                    .withLabels("route", "/repeat")
                    .hasObservationCount(2);
        }
    }

    /** The sum of all series whose lines begin with a name. */
    private static double count(String page, String name) {
        return page.lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
