package dev.fennel.examples;

import static dev.fennel.testing.MetricAssertions.assertThatMetrics;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.fennel.http.ClientInstrumentation;
import dev.fennel.http.RequestInstrumentation;
import dev.fennel.http.RequestMeasurement;
import dev.fennel.http.ServerInstrumentation;
import dev.fennel.metrics.CounterVec;
import dev.fennel.metrics.HistogramVec;
import dev.fennel.model.HistogramValue;
import dev.fennel.model.Labels;
import dev.fennel.registry.Registry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The samples in the Javadoc of the instrumentation of servers and clients. A request is recorded after it was
 * answered, but before the next one is handled, because the server has one thread.
 */
class InstrumentationSamplesTest {
    private final Registry registry = Registry.pedantic();
    private final HttpHandler orders = exchange -> exchange.sendResponseHeaders(204, -1);
    private final HttpHandler stock = orders;
    private HttpServer httpServer;

    @BeforeEach
    void start() throws IOException {
        httpServer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        httpServer.start();
    }

    @AfterEach
    void stop() {
        httpServer.stop(0);
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + httpServer.getAddress().getPort() + path))
                .header("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                .build();
    }

    private int send(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(request(path), BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void aServerIsMeasuredWithTheStandardMetrics() throws Exception {
        ServerInstrumentation measured = ServerInstrumentation.standard(registry);
        httpServer.createContext("/orders", measured.wrap(orders));
        httpServer.createContext("/stock", stock).getFilters().add(measured.filter());

        assertThat(send("/orders")).isEqualTo(204);
        assertThat(send("/stock")).isEqualTo(204);
        assertThatMetrics(registry).named("http_server_requests_total").isNotEmpty();
    }

    @Test
    void aServerIsMeasuredByRoute() throws Exception {
        ServerInstrumentation measured = ServerInstrumentation.standard(
                registry, exchange -> exchange.getHttpContext().getPath());
        httpServer.createContext("/orders", measured.wrap(orders));

        assertThat(send("/orders/1")).isEqualTo(204);
        assertThat(send("/orders/2")).isEqualTo(204);
        assertThatMetrics(registry)
                .named("http_server_requests_total")
                .withLabels("route", "/orders")
                .isNotEmpty();
    }

    /** What a framework knows of a request. */
    private record Call(String method, String tenant, String traceparent) {}

    private final Call call = new Call("POST", "acme", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");

    @Test
    void anyServerIsMeasuredWithTheStandardMetrics() {
        byte[] body = new byte[1000];
        RequestInstrumentation<Call> measured = RequestInstrumentation.standard(registry);

        RequestMeasurement request = measured.begin(call, call.method());
        request.route("/orders/{id}"); // once the call is routed
        request.status(200);
        request.sentBytes(body.length);
        request.end(); // in whatever thread the answer is complete

        assertThatMetrics(registry).contains("""
                        # TYPE http_server_requests_total counter
                        http_server_requests_total{code="200",method="post",route="/orders/{id}"} 1
                        # TYPE http_server_response_size_bytes histogram
                        http_server_response_size_bytes_sum{method="post",route="/orders/{id}"} 1000
                        """);
    }

    @Test
    void anyServerIsMeasuredByChoice() {
        CounterVec calls = CounterVec.builder("calls_total", "Calls.", "route", "tenant", "reason")
                .register(registry);
        RequestInstrumentation<Call> measured = RequestInstrumentation.<Call>builder()
                .requests(calls)
                .label("tenant", call -> call.tenant())
                .exemplars(call -> traceOf(call.traceparent()))
                .build();
        RequestMeasurement request = measured.begin(call, call.method());
        request.failed(new TimeoutException("no answer from the database"));
        request.end();

        assertThat(calls.withLabelValues("unknown", "acme", "timeout").value()).isEqualTo(1);
    }

    /** Null if the request is not part of a trace. */
    private static Labels traceOf(String parent) {
        return parent == null ? null : Labels.of("trace_id", parent.split("-")[1]);
    }

    @Test
    void aServerIsMeasuredByChoice() throws Exception {
        HistogramVec latency = HistogramVec.builder("latency_seconds", "Latency.", "context", "code")
                .register(registry);
        ServerInstrumentation measured = ServerInstrumentation.builder()
                .duration(latency)
                .label("context", exchange -> exchange.getHttpContext().getPath())
                .exemplars(exchange -> traceOf(exchange.getRequestHeaders().getFirst("traceparent")))
                .build();
        httpServer.createContext("/orders", measured.wrap(orders));

        assertThat(send("/orders/1")).isEqualTo(204);
        assertThat(send("/orders/2")).isEqualTo(204);
        HistogramValue measuredLatency =
                latency.withLabelValues("/orders", "204").snapshot();
        assertThat(IntStream.range(0, measuredLatency.bucketCount()).mapToObj(measuredLatency::exemplar))
                .filteredOn(Objects::nonNull)
                .isNotEmpty()
                .allMatch(exemplar -> exemplar.labels().get("trace_id").equals("4bf92f3577b34da6a3ce929d0e0e4736"));
    }

    @Test
    void aClientIsMeasuredWithTheStandardMetrics() throws Exception {
        httpServer.createContext("/", orders);
        HttpRequest request = request("/");
        HttpClient client = ClientInstrumentation.standard(registry).wrap(HttpClient.newHttpClient());
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(204);
        assertThatMetrics(registry).contains("http_client_requests_total{code=\"204\",method=\"get\"} 1");
    }

    @Test
    void aClientIsMeasuredByChoice() throws Exception {
        httpServer.createContext("/", orders);
        CounterVec calls = CounterVec.builder("calls_total", "Calls of others.", "host", "code")
                .register(registry);
        ClientInstrumentation measured = ClientInstrumentation.builder()
                .requests(calls)
                .label("host", call -> call.uri().getHost())
                .build();
        measured.wrap(HttpClient.newHttpClient()).send(request("/"), BodyHandlers.discarding());

        assertThat(calls.withLabelValues("127.0.0.1", "204").value()).isEqualTo(1);
    }
}
