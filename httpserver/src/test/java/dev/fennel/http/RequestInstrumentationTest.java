package dev.fennel.http;

import static dev.fennel.testing.MetricAssertions.assertThatMetrics;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.fennel.metrics.CounterVec;
import dev.fennel.metrics.GaugeVec;
import dev.fennel.metrics.HistogramVec;
import dev.fennel.model.Exemplar;
import dev.fennel.model.Labels;
import dev.fennel.registry.Registry;
import dev.fennel.testsupport.Allocation;
import dev.fennel.testsupport.RecordedLog;
import dev.fennel.testsupport.Threads;
import dev.fennel.testsupport.Written;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RequestInstrumentationTest {
    private final RequestInstruments metrics = new RequestInstruments();
    private final Registry registry = Registry.pedantic();

    private static void serve(RequestInstrumentation<String> instrumentation, String route) {
        RequestMeasurement request = instrumentation.begin("request", "GET");
        request.route(route);
        request.status(200);
        request.requestSize(300);
        request.sentBytes(5);
        request.end();
    }

    private static void serve(ServerInstrumentation instrumentation) throws Exception {
        instrumentation.wrap(exchange -> exchange.sendResponseHeaders(200, -1)).handle(new FakeExchange("GET"));
    }

    /** The threads run side by side through the same requests. */
    @Test
    void requestThatManyThreadsEndIsRecordedOnce() throws Exception {
        int times = 300_000;
        RequestInstrumentation<String> instrumentation = metrics.builder().build();
        List<RequestMeasurement> requests = Stream.generate(() -> instrumentation.begin("request", "GET"))
                .limit(times)
                .toList();
        requests.forEach(request -> request.status(200));
        Threads.run(4, thread -> requests.forEach(RequestMeasurement::sentHeaders));
        Threads.run(4, thread -> requests.forEach(RequestMeasurement::end));

        Labels labels = Labels.of("method", "get", "code", "200", "route", "unknown", "reason", "none");
        metrics.assertAllRecorded(times, labels);
        assertThat(metrics.headers.with(labels).snapshot().count()).isEqualTo(times);
    }

    @Test
    void bytesThatManyThreadsSendAreAllCounted() throws Exception {
        int times = 5_000_000;
        RequestMeasurement request = metrics.builder().build().begin("request", "GET");
        Threads.run(4, thread -> {
            for (int i = 0; i < times; i++) {
                request.sentBytes(thread);
            }
        });
        request.end();

        assertThat(metrics.responseSize.series().get(0).snapshot().sum()).isEqualTo(times * (0.0 + 1 + 2 + 3));
    }

    @Test
    void standardMetricsAreThoseOfTheJdksServerWithRoutes() throws Exception {
        serve(RequestInstrumentation.standard(registry), "/metrics");
        serve(ServerInstrumentation.standard(
                registry, exchange -> exchange.getRequestURI().getPath()));

        assertThatMetrics(registry)
                .hasNames(
                        "http_server_request_duration_seconds",
                        "http_server_request_size_bytes",
                        "http_server_requests_in_flight",
                        "http_server_requests_total",
                        "http_server_response_size_bytes")
                .contains("""
                        # TYPE http_server_requests_in_flight gauge
                        http_server_requests_in_flight 0
                        # TYPE http_server_requests_total counter
                        http_server_requests_total{code="200",method="get",route="/metrics"} 2
                        # TYPE http_server_request_duration_seconds histogram
                        http_server_request_duration_seconds_count{code="200",method="get",route="/metrics"} 2
                        # TYPE http_server_request_size_bytes histogram
                        http_server_request_size_bytes_bucket{method="get",route="/metrics",le="256"} 1
                        http_server_request_size_bytes_count{method="get",route="/metrics"} 2
                        # TYPE http_server_response_size_bytes histogram
                        http_server_response_size_bytes_sum{method="get",route="/metrics"} 5
                        """);
    }

    @Test
    void standardMetricsWithAndWithoutRoutesDoNotMix() {
        ServerInstrumentation.standard(registry);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> RequestInstrumentation.standard(registry))
                .withMessageContaining("route");
    }

    @Test
    void routeThatNobodyKnowsIsUnknown() throws Exception {
        serve(RequestInstrumentation.standard(registry), null);
        serve(ServerInstrumentation.standard(registry, exchange -> null));

        assertThatMetrics(registry)
                .contains("http_server_requests_total{code=\"200\",method=\"get\",route=\"unknown\"} 2");
    }

    @Test
    void routeMayBeAFunctionInAnyServerAndTakesThePlaceOfAReport() {
        serve(
                RequestInstrumentation.<String>builder()
                        .route(request -> "/" + request)
                        .standardMetrics(registry)
                        .build(),
                "/reported");

        assertThatMetrics(registry)
                .contains("http_server_requests_total{code=\"200\",method=\"get\",route=\"/request\"} 1");
    }

    @Test
    void routeAfterTheStandardMetricsIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(ServerInstrumentation.builder()
                        .standardMetrics(registry)
                        .route(exchange -> "/")::build)
                .withMessage("label \"route\" has a function, but none of the metrics has this label");
    }

    @Test
    void gaugeCannotHaveWhatIsNotKnownAtTheStart() {
        GaugeVec gauges = GaugeVec.builder("in_flight", "", "method", "route").build();

        assertThatIllegalArgumentException()
                .isThrownBy(RequestInstrumentation.<String>builder().inFlight(gauges)::build)
                .withMessage(
                        "gauge \"in_flight\": nothing gives label \"route\" a value, expected labels among [method]");
    }

    @Test
    void failuresOfFunctionsAreLoggedOnceAndHarmless() {
        CounterVec tenants =
                CounterVec.builder("tenants_total", "", "tenant", "route").build();
        RequestInstrumentation<String> instrumentation = metrics.builder()
                .requests(tenants)
                .label("tenant", request -> request.substring(100))
                .exemplars(request -> Labels.of(request.substring(100), ""))
                .build();
        try (RecordedLog log = new RecordedLog("dev.fennel.httpserver")) {
            serve(instrumentation, "/");
            serve(instrumentation, "/");
            serve(instrumentation, "\ud800");
            serve(instrumentation, "\ud800");
            assertThat(log.messages())
                    .containsExactlyInAnyOrder(
                            "WARNING: function for exemplars failed, the exemplar is left out; further failures are"
                                    + " not logged",
                            "WARNING: function for label \"tenant\" failed, its value is \"unknown\"; further failures"
                                    + " are not logged",
                            "WARNING: request cannot be recorded; further failures are not logged");
        }
        assertThat(metrics.inFlight.value()).isZero();
        assertThat(tenants.series()).hasSize(1);
        assertThat(tenants.withLabelValues("unknown", "/").value()).isEqualTo(2);
        assertThat(metrics.duration.series()).hasSize(1);
    }

    @Test
    void exemplarsAreMadeOfTheRequest() {
        serve(
                metrics.builder()
                        .exemplars(request -> Labels.of("trace_id", request))
                        .build(),
                "/");

        assertThat(Written.by(metrics.requests.series().get(0)).exemplars())
                .filteredOn(Objects::nonNull)
                .extracting(Exemplar::labels)
                .containsExactly(Labels.of("trace_id", "request"));
    }

    @Test
    void nullIsRefused() {
        RequestInstrumentation<String> instrumentation = metrics.builder().build();
        assertThatNullPointerException()
                .isThrownBy(() -> instrumentation.begin(null, "GET"))
                .withMessage("request");
        assertThatNullPointerException()
                .isThrownBy(() -> instrumentation.begin("", null))
                .withMessage("method");
        assertThatNullPointerException()
                .isThrownBy(() -> RequestInstrumentation.standard(null))
                .withMessage("registerer");
        assertThat(metrics.inFlight.value()).isZero();
    }

    @Test
    void requestAllocatesOneObject() {
        int times = 20_000;
        int most = 96; // 88 bytes on the usual JVMs
        HistogramVec sizes = HistogramVec.builder("size_bytes", "", "route", "code", "method", "reason")
                .build();
        RequestInstrumentation<String> instrumentation = RequestInstrumentation.<String>builder()
                .requestSize(sizes)
                .standardMetrics(registry)
                .build();

        assertThat(Allocation.bytes(times, () -> serve(instrumentation, "/{id}")))
                .isLessThan((long) times * most);
    }
}
