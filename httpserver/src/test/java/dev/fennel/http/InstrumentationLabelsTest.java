package dev.fennel.http;

import static dev.fennel.testing.MetricAssertions.assertThatMetrics;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.fennel.metrics.CounterVec;
import dev.fennel.metrics.GaugeVec;
import dev.fennel.metrics.HistogramVec;
import dev.fennel.metrics.SummaryVec;
import dev.fennel.metrics.Vec;
import dev.fennel.model.Labels;
import dev.fennel.registry.Registry;
import dev.fennel.testsupport.RecordedLog;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which labels metrics may have, and where their values come from. */
class InstrumentationLabelsTest {
    private static final String LOGGER = "dev.fennel.httpserver";

    private static CounterVec counters(String... labels) {
        return CounterVec.builder("requests_total", "", labels).build();
    }

    static Stream<Arguments> refused() {
        GaugeVec gauges = GaugeVec.builder("in_flight", "", "method", "code").build();
        HistogramVec histograms = HistogramVec.builder("size_bytes", "", "user").build();
        SummaryVec summaries =
                SummaryVec.builder("time_seconds", "", "method", "host", "code").build();
        CounterVec reasons = counters("reason");
        return Stream.of(
                refused(
                        ServerInstrumentation.builder().inFlight(gauges)::build,
                        "gauge \"in_flight\": nothing gives label \"code\" a value, expected labels among [method]"),
                refused(
                        ServerInstrumentation.builder().requestSize(histograms)::build,
                        "histogram \"size_bytes\": nothing gives label \"user\" a value, expected labels among"
                                + " [code, method]"),
                refused(
                        ServerInstrumentation.builder().label("zone", e -> "").timeToHeaders(summaries)::build,
                        "summary \"time_seconds\": nothing gives label \"host\" a value, expected labels among"
                                + " [code, method, zone]"),
                refused(
                        ServerInstrumentation.builder().requests(reasons)::build,
                        "counter \"requests_total\": nothing gives label \"reason\" a value, expected labels among"
                                + " [code, method]"),
                refused(
                        ClientInstrumentation.builder().failures(counters("code"))::build,
                        "counter \"requests_total\": nothing gives label \"code\" a value, expected labels among"
                                + " [method, reason]"),
                refused(
                        ServerInstrumentation.builder()
                                .requests(counters("code"))
                                .label("hots", e -> "")::build,
                        "label \"hots\" has a function, but none of the metrics has this label"),
                refused(
                        () -> ServerInstrumentation.builder()
                                .label("host", e -> "")
                                .label("host", e -> ""),
                        "label \"host\" has a function already"),
                refused(
                        () -> ServerInstrumentation.builder().extraMethods("LOCK", ""),
                        "extra methods [LOCK, ]: expected no empty ones"));
    }

    private static Arguments refused(Supplier<?> construction, String message) {
        return Arguments.of(construction, message);
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatNothingGivesAValueIsRefused(Supplier<?> construction, String message) {
        assertThatIllegalArgumentException().isThrownBy(construction::get).withMessage(message);
    }

    static Stream<Consumer<ServerInstrumentation.Builder>> nulls() {
        return Stream.of(
                b -> b.inFlight((GaugeVec) null),
                b -> b.requests((CounterVec) null),
                b -> b.duration((HistogramVec) null),
                b -> b.responseSize((SummaryVec) null),
                b -> b.label(null, e -> ""),
                b -> b.label("host", null),
                b -> b.exemplars(null),
                b -> b.build().wrap(null));
    }

    @ParameterizedTest
    @MethodSource("nulls")
    void nullIsRefused(Consumer<ServerInstrumentation.Builder> use) {
        assertThatNullPointerException().isThrownBy(() -> use.accept(ServerInstrumentation.builder()));
    }

    @Test
    void standardMetricsNeedARegisterer() {
        assertThatNullPointerException()
                .isThrownBy(() -> ServerInstrumentation.standard(null))
                .withMessage("registerer");
        assertThatNullPointerException()
                .isThrownBy(() -> ClientInstrumentation.standard(null))
                .withMessage("registerer");
    }

    /** What a server records of a request that gets no answer. */
    private static void serve(ServerInstrumentation.Builder builder, String method) throws Exception {
        builder.build().wrap(exchange -> exchange.sendResponseHeaders(418, -1)).handle(new FakeExchange(method));
    }

    private static Labels labels(Vec<?, ?> vec) {
        assertThat(vec.series()).hasSize(1);
        return vec.series().get(0).labels();
    }

    @Test
    void labelsMayBeInAnyOrderConstantOrCurried() throws Exception {
        CounterVec curried = CounterVec.builder("requests_total", "", "zone", "code", "method", "shop")
                .constLabels(Labels.of("version", "2"))
                .build();
        serve(ServerInstrumentation.builder().requests(curried.curryWith(Labels.of("zone", "eu", "shop", "a"))), "PUT");

        assertThat(labels(curried))
                .isEqualTo(Labels.of("code", "418", "method", "put", "shop", "a", "version", "2", "zone", "eu"));
    }

    @Test
    void allLabelsMayBeCurried() throws Exception {
        CounterVec counters = counters("code");
        serve(ServerInstrumentation.builder().requests(counters.curryWith(Labels.of("code", "any"))), "GET");

        assertThat(counters.withLabelValues("any").value()).isEqualTo(1);
    }

    @Test
    void anyNumberOfLabelsHaveFunctions() throws Exception {
        for (int count = 1; count <= 7; count++) {
            String[] names =
                    IntStream.range(0, count).mapToObj(i -> "label" + i).toArray(String[]::new);
            CounterVec counters = counters(names);
            ServerInstrumentation.Builder builder =
                    ServerInstrumentation.builder().requests(counters);
            for (String name : names) {
                builder.label(name, exchange -> name + exchange.getRequestURI());
            }
            serve(builder, "GET");
            for (String name : names) {
                assertThat(labels(counters).get(name)).isEqualTo(name + "/metrics");
            }
        }
    }

    @Test
    void functionTakesThePlaceOfARule() throws Exception {
        CounterVec counters = counters("method", "code");
        serve(
                ServerInstrumentation.builder()
                        .requests(counters)
                        .label("code", exchange -> exchange.getResponseCode() / 100 + "xx")
                        .label("method", exchange -> exchange.getRequestMethod()),
                "BREW");

        assertThat(labels(counters)).isEqualTo(Labels.of("code", "4xx", "method", "BREW"));
    }

    @Test
    void gaugeGetsItsLabelsAtTheStartAndKeepsThem() throws Exception {
        GaugeVec gauges = GaugeVec.builder("in_flight", "", "method", "began").build();
        serve(
                ServerInstrumentation.builder()
                        .inFlight(gauges)
                        .label("began", exchange -> exchange.getResponseCode() < 0 ? "yes" : "no"),
                "GET");

        assertThat(labels(gauges)).isEqualTo(Labels.of("began", "yes", "method", "get"));
        assertThat(gauges.withLabelValues("get", "yes").value()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, get",
        "get, get",
        "Get, unknown",
        "PUT, put",
        "HEAD, head",
        "POST, post",
        "DELETE, delete",
        "CONNECT, connect",
        "OPTIONS, options",
        "NOTIFY, notify",
        "TRACE, trace",
        "PATCH, patch",
        "PROPFIND, propfind",
        "PropFind, propfind",
        "lock, lock",
        "UNLOCK, unknown",
        "'', unknown",
        "unknown, unknown"
    })
    void onlyKnownMethodsAreToldApart(String method, String expected) {
        assertThat(new RequestMethods(List.of("propfind", "LOCK")).labelValue(method))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "100, 100",
        "200, 200",
        "200, 200",
        "299, 299",
        "599, 599",
        "-1, unknown",
        "0, unknown",
        "99, unknown",
        "600, unknown",
        "2147483647, unknown"
    })
    void onlyCodesOfHttpAreToldApart(int code, String expected) {
        assertThat(StatusCodes.labelValue(code)).isEqualTo(expected);
        assertThat(StatusCodes.labelValue(code)).isSameAs(StatusCodes.labelValue(code));
    }

    @Test
    void functionThatFailsGivesUnknownAndIsLoggedOnce() throws Exception {
        CounterVec counters = counters("user", "team");
        ServerInstrumentation.Builder builder = ServerInstrumentation.builder()
                .requests(counters)
                .label("user", exchange -> exchange.getRequestHeaders()
                        .getFirst("User")
                        .strip())
                .label("team", exchange -> null);
        try (RecordedLog log = new RecordedLog(LOGGER)) {
            var handler = builder.build().wrap(exchange -> exchange.sendResponseHeaders(200, -1));
            handler.handle(new FakeExchange("GET"));
            handler.handle(new FakeExchange("GET"));
            assertThat(log.messages())
                    .containsExactly("WARNING: function for label \"user\" failed, its value is"
                            + " \"unknown\"; further failures are not logged");
        }
        assertThat(counters.withLabelValues("unknown", "unknown").value()).isEqualTo(2);
    }

    @Test
    void functionWhoseStackOverflowsGivesUnknown() throws Exception {
        CounterVec counters = counters("user");
        try (RecordedLog log = new RecordedLog(LOGGER)) {
            serve(
                    ServerInstrumentation.builder()
                            .requests(counters)
                            .label("user", InstrumentationLabelsTest::endless),
                    "GET");
            assertThat(log.messages()).hasSize(1);
        }
        assertThat(counters.withLabelValues("unknown").value()).isEqualTo(1);
    }

    private static String endless(Object request) {
        return endless(request) + request;
    }

    @Test
    void seriesThatCannotBeFoundCostsOnlyItself() throws Exception {
        CounterVec counters = counters("user");
        HistogramVec sizes = HistogramVec.builder("size_bytes", "", "method").build();
        GaugeVec gauges = GaugeVec.builder("in_flight", "", "user").build();
        try (RecordedLog log = new RecordedLog(LOGGER)) {
            serve(
                    ServerInstrumentation.builder()
                            .requests(counters)
                            .inFlight(gauges)
                            .responseSize(sizes)
                            .label("user", exchange -> "\ud800"),
                    "GET");
            assertThat(log.messages())
                    .containsExactly("WARNING: request cannot be recorded; further failures are not logged");
        }
        assertThat(counters.series()).isEmpty();
        assertThat(sizes.withLabelValues("get").snapshot().count()).isEqualTo(1);
    }

    @Test
    void standardMetricsOfOneRegistryAreShared() throws Exception {
        Registry registry = Registry.pedantic();
        for (int i = 0; i < 2; i++) {
            serve(ServerInstrumentation.builder().standardMetrics(registry), "GET");
            ClientInstrumentation.standard(registry);
        }

        assertThatMetrics(registry)
                .hasNames(
                        "http_client_requests_in_flight",
                        "http_server_request_duration_seconds",
                        "http_server_request_size_bytes",
                        "http_server_requests_in_flight",
                        "http_server_requests_total",
                        "http_server_response_size_bytes")
                .contains("http_server_requests_total{code=\"418\",method=\"get\"} 2");
    }
}
