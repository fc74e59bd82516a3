package dev.fennel.examples.adapters;

import static dev.fennel.testing.MetricAssertions.assertThatMetrics;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.metrics.CounterVec;
import dev.fennel.metrics.Gauge;
import dev.fennel.metrics.GaugeFunc;
import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The same requests give the same metrics in each framework, which also answers scrapes. */
@ParameterizedClass(name = "{0}")
@EnumSource(Framework.class)
@Timeout(60)
class AdapterTest {
    @Parameter
    Framework framework;

    private Trial trial;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        trial = new Trial(framework, folder);
    }

    @AfterEach
    void stop() {
        trial.close();
    }

    @Test
    void theSameRequestsGiveTheSameMetrics() throws Exception {
        trial.expect("GET", "/items/7", 200, "item 7");
        trial.expect("GET", "/items/8", 200, "item 8");
        trial.expect("HEAD", "/items/7", 200, "");
        trial.expect("POST", "/items", 201, "hello");
        trial.expect("GET", "/stream", 200, "one\ntwo\nthree\n");
        assertThat(trial.send("GET", "/fail").statusCode()).isEqualTo(500);
        assertThat(trial.send("GET", "/nowhere/7").statusCode()).isEqualTo(404);
        assertThat(trial.send("GET", "/nowhere/8").statusCode()).isEqualTo(404);
        trial.awaitRequests(8);

        String item = framework.itemRoute;
        assertThatMetrics(trial.registry).named("http_server_requests_total").isEqualTo("""
                # HELP http_server_requests_total Requests served.
                # TYPE http_server_requests_total counter
                http_server_requests_total{code="200",method="get",route="/stream"} 1
                http_server_requests_total{code="200",method="get",route="%1$s"} 2
                http_server_requests_total{code="200",method="head",route="%1$s"} 1
                http_server_requests_total{code="201",method="post",route="/items"} 1
                http_server_requests_total{code="404",method="get",route="unknown"} 2
                http_server_requests_total{code="500",method="get",route="/fail"} 1
                """.formatted(item));
        assertThatMetrics(trial.registry).contains("""
                # TYPE http_server_request_duration_seconds histogram
                http_server_request_duration_seconds_count{code="200",method="get",route="/stream"} 1
                http_server_request_duration_seconds_count{code="200",method="get",route="%1$s"} 2
                http_server_request_duration_seconds_count{code="200",method="head",route="%1$s"} 1
                http_server_request_duration_seconds_count{code="201",method="post",route="/items"} 1
                http_server_request_duration_seconds_count{code="404",method="get",route="unknown"} 2
                http_server_request_duration_seconds_count{code="500",method="get",route="/fail"} 1
                # TYPE http_server_request_size_bytes histogram
                http_server_request_size_bytes_sum{method="post",route="/items"} 5
                http_server_request_size_bytes_count{method="post",route="/items"} 1
                # TYPE http_server_response_size_bytes histogram
                http_server_response_size_bytes_sum{method="get",route="%1$s"} 12
                http_server_response_size_bytes_count{method="get",route="%1$s"} 2
                http_server_response_size_bytes_sum{method="get",route="/stream"} 14
                http_server_response_size_bytes_count{method="get",route="/stream"} 1
                http_server_response_size_bytes_sum{method="head",route="%1$s"} 0
                http_server_response_size_bytes_count{method="head",route="%1$s"} 1
                http_server_response_size_bytes_sum{method="post",route="/items"} 5
                http_server_response_size_bytes_count{method="post",route="/items"} 1
                # TYPE http_server_requests_in_flight gauge
                http_server_requests_in_flight 0
                """.formatted(item));
    }

    @Test
    void aClientGoesAwayInTheMiddleOfTheAnswer() throws Exception {
        try (Socket socket = trial.connect("GET /endless HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
            assertThat(socket.getInputStream().readNBytes(100_000)).hasSize(100_000);
            trial.await("http_server_requests_in_flight 1");
            Trial.reset(socket);
        }
        trial.awaitRequests(1);

        assertThatMetrics(trial.registry).contains("""
                # TYPE http_server_requests_total counter
                http_server_requests_total{code="200",method="get",route="/endless"} 1
                # TYPE http_server_requests_in_flight gauge
                http_server_requests_in_flight 0
                """);
    }

    @Test
    void aClientGoesAwayInTheMiddleOfItsRequest() throws Exception {
        try (Socket socket =
                trial.connect("POST /items HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhello")) {
            trial.await("http_server_requests_in_flight 1");
            Trial.reset(socket);
        }
        trial.awaitRequests(1);

        // Nobody gets the answer. Some frameworks take it for a bad request, others for a failure.
        assertThat(trial.metrics()).containsPattern("""
                http_server_requests_total\\{code="(400|500)",method="post",route="/items"} 1
                """);
        trial.await("http_server_requests_in_flight 0");
    }

    @Test
    void aClientThatGoesAwayIsAFailureWhateverTheCode() throws Exception {
        CounterVec requests = CounterVec.builder("requests_total", "Requests.", "code", "reason", "route")
                .register(trial.registry);
        trial.restart(new Measuring.ByReason(requests));
        trial.expect("GET", "/items/7", 200, "item 7");
        trial.await("requests_total{code=\"200\",reason=\"none\",route=\"" + framework.itemRoute + "\"} 1");

        try (Socket socket = trial.connect("GET /endless HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
            assertThat(socket.getInputStream().readNBytes(100_000)).hasSize(100_000);
            Trial.reset(socket);
        }
        trial.await("requests_total{code=\"200\",reason=\"" + framework.reasonOfAbort + "\",route=\"/endless\"} 1");
    }

    @Test
    void anAnswerIsNoFailureWhateverItsCode() throws Exception {
        CounterVec requests = CounterVec.builder("requests_total", "Requests.", "code", "reason", "route")
                .register(trial.registry);
        trial.restart(new Measuring.ByReason(requests));

        assertThat(trial.send("GET", "/nowhere/7").statusCode()).isEqualTo(404);

        trial.await("requests_total{code=\"404\",reason=\"none\",route=\"unknown\"} 1");
    }

    @Test
    void aScrapeThatTakesLongHoldsUpNoOtherRequest() throws Exception {
        CountDownLatch gathering = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        GaugeFunc.builder("slow", "Takes long.", () -> {
                    gathering.countDown();
                    try {
                        released.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return 1;
                })
                .register(trial.registry);
        CompletableFuture<HttpResponse<byte[]>> scrape =
                trial.client.sendAsync(trial.request("GET", "/metrics").build(), BodyHandlers.ofByteArray());
        try {
            gathering.await();
            trial.expect("GET", "/items/7", 200, "item 7");
        } finally {
            released.countDown();
        }
        assertThat(scrape.get().statusCode()).isEqualTo(200);
    }

    @Test
    void pipelinedRequestsAreMeasuredAndAnsweredInOrder() throws Exception {
        String item = "GET /items/%s HTTP/1.1\r\nHost: localhost\r\n%s\r\n";
        String scrape = "GET /metrics?name%5B%5D=nothing HTTP/1.1\r\nHost: localhost\r\n\r\n";
        String pipeline =
                item.formatted(1, "") + scrape + item.formatted(2, "") + item.formatted(3, "Connection: close\r\n");
        try (Socket socket = trial.connect(pipeline)) {
            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .containsSubsequence("item 1", "Vary: Accept", "item 2", "item 3");
        }
        trial.awaitRequests(4);

        assertThatMetrics(trial.registry).contains("""
                # TYPE http_server_requests_total counter
                http_server_requests_total{code="200",method="get",route="/metrics"} 1
                http_server_requests_total{code="200",method="get",route="%s"} 3
                # TYPE http_server_requests_in_flight gauge
                http_server_requests_in_flight 0
                """.formatted(framework.itemRoute));
    }

    @Test
    void scrapesAreAnswered() throws Exception {
        Gauge.builder("queue_depth", "Jobs waiting.").register(trial.registry).set(7.5);
        Gauge.builder("other", "Not asked for.").register(trial.registry);
        String page = "# HELP queue_depth Jobs waiting.\n# TYPE queue_depth gauge\nqueue_depth 7.5\n";
        String path = "/metrics?name[]=queue_depth".replace("[]", "%5B%5D");

        HttpResponse<byte[]> text = trial.expect("GET", path, 200, page);
        assertThat(contentType(text)).startsWith("text/plain;").contains("version=0.0.4");
        assertThat(text.headers().firstValue("Content-Length")).contains(Integer.toString(page.length()));
        assertThat(text.headers().allValues("Vary")).contains("Accept, Accept-Encoding");

        assertThat(contentType(
                        trial.expect("GET", path, 200, page + "# EOF\n", "Accept", "application/openmetrics-text")))
                .startsWith("application/openmetrics-text;");

        HttpResponse<byte[]> compressed = trial.send("GET", path, "Accept-Encoding", "gzip");
        assertThat(compressed.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(compressed.body())).readAllBytes())
                .asString(UTF_8)
                .isEqualTo(page);

        HttpResponse<byte[]> head = trial.expect("HEAD", path, 200, "");
        assertThat(head.headers().firstValue("Content-Length")).contains(Integer.toString(page.length()));
        assertThat(contentType(head)).isEqualTo(contentType(text));

        HttpResponse<byte[]> post = trial.send("POST", "/metrics");
        assertThat(post.statusCode()).isEqualTo(405);
        assertThat(post.headers().firstValue("Allow").orElse("")).contains("GET");

        assertThat(new String(trial.send("GET", "/metrics").body(), UTF_8))
                .contains("\nqueue_depth 7.5\n", "\nother 0\n");
        trial.await("promhttp_metric_handler_requests_in_flight 0"); // every answer was closed
    }

    private static String contentType(HttpResponse<?> response) {
        return response.headers().firstValue("Content-Type").orElse("");
    }
}
