package dev.fennel.examples.adapters;

import static dev.fennel.testing.MetricAssertions.assertThatMetrics;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.exposition.Format;
import dev.fennel.exposition.scrape.Scraper;
import dev.fennel.metrics.CounterVec;
import dev.fennel.metrics.Gauge;
import dev.fennel.metrics.GaugeFunc;
import dev.fennel.registry.Registry;
import dev.fennel.testing.GatheredMetrics;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
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
    private static final Duration WAIT_LIMIT = Duration.ofSeconds(5);

    @Parameter
    Framework framework;

    private final Registry registry = Registry.pedantic();
    private final Scraper scraper = Scraper.builder().registry(registry).build();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private RunningServer server;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws Exception {
        server = framework.start(new Measuring.Standard(registry), scraper, folder);
    }

    @AfterEach
    void stop() {
        server.close();
        scraper.close();
    }

    private HttpResponse<byte[]> send(String method, String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request(method, path);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    private HttpRequest.Builder request(String method, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .method(method, method.equals("POST") ? BodyPublishers.ofString("hello") : BodyPublishers.noBody());
    }

    private HttpResponse<byte[]> expect(String method, String path, int code, String body, String... headers)
            throws IOException, InterruptedException {
        HttpResponse<byte[]> response = send(method, path, headers);
        assertThat(response.statusCode()).as(path).isEqualTo(code);
        assertThat(response.body()).asString(UTF_8).as(path).isEqualTo(body);
        return response;
    }

    private String metrics() {
        return new String(GatheredMetrics.from(registry).encode(Format.TEXT), UTF_8);
    }

    /** Waits until a sample is there. */
    private void await(String sample) {
        await(() -> metrics().contains(sample + "\n"), sample);
    }

    /** Waits until a number of requests has been counted, which comes last. */
    private void awaitRequests(int number) {
        await(() -> counted() >= number, number + " requests");
    }

    private void await(BooleanSupplier condition, String what) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > WAIT_LIMIT.toNanos()) {
                throw new AssertionError("expected " + what + ", got\n" + metrics());
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    private double counted() {
        return metrics()
                .lines()
                .filter(line -> line.startsWith("http_server_requests_total{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    @Test
    void theSameRequestsGiveTheSameMetrics() throws Exception {
        expect("GET", "/items/7", 200, "item 7");
        expect("GET", "/items/8", 200, "item 8");
        expect("HEAD", "/items/7", 200, "");
        expect("POST", "/items", 201, "hello");
        expect("GET", "/stream", 200, "one\ntwo\nthree\n");
        assertThat(send("GET", "/fail").statusCode()).isEqualTo(500);
        assertThat(send("GET", "/nowhere/7").statusCode()).isEqualTo(404);
        assertThat(send("GET", "/nowhere/8").statusCode()).isEqualTo(404);
        awaitRequests(8);

        String item = framework.itemRoute;
        assertThatMetrics(registry).named("http_server_requests_total").isEqualTo("""
                # HELP http_server_requests_total Requests served.
                # TYPE http_server_requests_total counter
                http_server_requests_total{code="200",method="get",route="/stream"} 1
                http_server_requests_total{code="200",method="get",route="%1$s"} 2
                http_server_requests_total{code="200",method="head",route="%1$s"} 1
                http_server_requests_total{code="201",method="post",route="/items"} 1
                http_server_requests_total{code="404",method="get",route="unknown"} 2
                http_server_requests_total{code="500",method="get",route="/fail"} 1
                """.formatted(item));
        assertThatMetrics(registry).contains("""
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
        try (Socket socket = connect("GET /endless HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
            assertThat(socket.getInputStream().readNBytes(100_000)).hasSize(100_000);
            await("http_server_requests_in_flight 1");
            reset(socket);
        }
        awaitRequests(1);

        assertThatMetrics(registry).contains("""
                # TYPE http_server_requests_total counter
                http_server_requests_total{code="200",method="get",route="/endless"} 1
                # TYPE http_server_requests_in_flight gauge
                http_server_requests_in_flight 0
                """);
    }

    @Test
    void aClientGoesAwayInTheMiddleOfItsRequest() throws Exception {
        try (Socket socket = connect("POST /items HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhello")) {
            await("http_server_requests_in_flight 1");
            reset(socket);
        }
        awaitRequests(1);

        // Nobody gets the answer. Some frameworks take it for a bad request, others for a failure.
        assertThat(metrics()).containsPattern("""
                http_server_requests_total\\{code="(400|500)",method="post",route="/items"} 1
                """);
        await("http_server_requests_in_flight 0");
    }

    @Test
    void aClientThatGoesAwayIsAFailureWhateverTheCode() throws Exception {
        CounterVec requests = CounterVec.builder("requests_total", "Requests.", "code", "reason")
                .register(registry);
        server.close();
        server = framework.start(new Measuring.ByReason(requests), scraper, folder);
        expect("GET", "/items/7", 200, "item 7");
        await("requests_total{code=\"200\",reason=\"none\"} 1");

        try (Socket socket = connect("GET /endless HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
            assertThat(socket.getInputStream().readNBytes(100_000)).hasSize(100_000);
            reset(socket);
        }
        await("requests_total{code=\"200\",reason=\"" + framework.reasonOfAbort + "\"} 1");
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
                .register(registry);
        CompletableFuture<HttpResponse<byte[]>> scrape =
                client.sendAsync(request("GET", "/metrics").build(), BodyHandlers.ofByteArray());
        try {
            gathering.await();
            expect("GET", "/items/7", 200, "item 7");
        } finally {
            released.countDown();
        }
        assertThat(scrape.get().statusCode()).isEqualTo(200);
    }

    /** The server sees a connection that is reset, not one that is only half closed. */
    private static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
    }

    private Socket connect(String request) throws IOException {
        Socket socket = new Socket("127.0.0.1", server.port());
        socket.getOutputStream().write(request.getBytes(UTF_8));
        return socket;
    }

    @Test
    void pipelinedRequestsAreMeasuredAndAnsweredInOrder() throws Exception {
        String item = "GET /items/%s HTTP/1.1\r\nHost: localhost\r\n%s\r\n";
        String scrape = "GET /metrics?name%5B%5D=nothing HTTP/1.1\r\nHost: localhost\r\n\r\n";
        String pipeline =
                item.formatted(1, "") + scrape + item.formatted(2, "") + item.formatted(3, "Connection: close\r\n");
        try (Socket socket = connect(pipeline)) {
            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .containsSubsequence("item 1", "Vary: Accept", "item 2", "item 3");
        }
        awaitRequests(4);

        assertThatMetrics(registry).contains("""
                # TYPE http_server_requests_total counter
                http_server_requests_total{code="200",method="get",route="/metrics"} 1
                http_server_requests_total{code="200",method="get",route="%s"} 3
                # TYPE http_server_requests_in_flight gauge
                http_server_requests_in_flight 0
                """.formatted(framework.itemRoute));
    }

    @Test
    void scrapesAreAnswered() throws Exception {
        Gauge.builder("queue_depth", "Jobs waiting.").register(registry).set(7.5);
        Gauge.builder("other", "Not asked for.").register(registry);
        String page = "# HELP queue_depth Jobs waiting.\n# TYPE queue_depth gauge\nqueue_depth 7.5\n";
        String path = "/metrics?name[]=queue_depth".replace("[]", "%5B%5D");

        HttpResponse<byte[]> text = expect("GET", path, 200, page);
        assertThat(contentType(text)).startsWith("text/plain;").contains("version=0.0.4");
        assertThat(text.headers().firstValue("Content-Length")).contains(Integer.toString(page.length()));
        assertThat(text.headers().allValues("Vary")).contains("Accept, Accept-Encoding");

        assertThat(contentType(expect("GET", path, 200, page + "# EOF\n", "Accept", "application/openmetrics-text")))
                .startsWith("application/openmetrics-text;");

        HttpResponse<byte[]> compressed = send("GET", path, "Accept-Encoding", "gzip");
        assertThat(compressed.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(compressed.body())).readAllBytes())
                .asString(UTF_8)
                .isEqualTo(page);

        HttpResponse<byte[]> head = expect("HEAD", path, 200, "");
        assertThat(head.headers().firstValue("Content-Length")).contains(Integer.toString(page.length()));
        assertThat(contentType(head)).isEqualTo(contentType(text));

        HttpResponse<byte[]> post = send("POST", "/metrics");
        assertThat(post.statusCode()).isEqualTo(405);
        assertThat(post.headers().firstValue("Allow").orElse("")).contains("GET");

        assertThat(new String(send("GET", "/metrics").body(), UTF_8)).contains("\nqueue_depth 7.5\n", "\nother 0\n");
        await("promhttp_metric_handler_requests_in_flight 0"); // every answer was closed
    }

    private static String contentType(HttpResponse<?> response) {
        return response.headers().firstValue("Content-Type").orElse("");
    }
}
