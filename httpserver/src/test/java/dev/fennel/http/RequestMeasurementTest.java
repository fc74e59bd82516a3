package dev.fennel.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.metrics.Counter;
import dev.fennel.metrics.HistogramVec;
import dev.fennel.model.Labels;
import dev.fennel.testsupport.RecordedLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is recorded of a request for what is reported of it, in whatever order. */
class RequestMeasurementTest {
    private final RequestInstruments metrics = new RequestInstruments();

    private static Labels labels(String code, String route, String reason) {
        return Labels.of("method", "get", "code", code, "route", route, "reason", reason);
    }

    private static Arguments reported(String code, String route, String reason, Consumer<RequestMeasurement> reports) {
        return Arguments.of(labels(code, route, reason), reports);
    }

    static Stream<Arguments> reports() {
        IOException io = new IOException("reset");
        return Stream.of(
                reported("unknown", "unknown", "none", r -> {}),
                reported("200", "unknown", "none", r -> r.status(200)),
                reported("500", "unknown", "none", r -> {
                    r.status(200);
                    r.status(500);
                }),
                reported("unknown", "unknown", "none", r -> r.status(99)),
                reported("unknown", "unknown", "none", r -> r.status(600)),
                reported("unknown", "/{id}", "none", r -> r.route("/{id}")),
                reported("unknown", "/{id}", "none", r -> {
                    r.route("/*");
                    r.route("/{id}");
                    r.route(null);
                }),
                reported("500", "unknown", "io", r -> r.failed(io)),
                reported("500", "unknown", "timeout", r -> r.failed(new CompletionException(new TimeoutException()))),
                reported("500", "unknown", "other", r -> r.failed(new StackOverflowError())),
                reported("500", "unknown", "shed", r -> r.failed("shed")),
                reported("500", "unknown", "none", r -> r.failed("none")),
                reported("404", "unknown", "shed", r -> {
                    r.failed("shed");
                    r.status(404);
                }),
                reported("500", "unknown", "io", r -> {
                    r.failed((Throwable) null);
                    r.failed((String) null);
                    r.failed(io);
                    r.failed("shed");
                    r.failed(new TimeoutException());
                }),
                reported("unknown", "unknown", "none", r -> r.failed((Throwable) null)),
                reported("unknown", "unknown", "shed", r -> {
                    r.failed("shed");
                    r.status(99);
                }));
    }

    @ParameterizedTest
    @MethodSource("reports")
    void labelsAreWhatWasReported(Labels expected, Consumer<RequestMeasurement> reports) {
        RequestMeasurement request = metrics.builder().build().begin("request", "GET");
        assertThat(metrics.inFlight.value()).isEqualTo(1);
        reports.accept(request);
        assertThat(metrics.requests.series()).isEmpty();
        request.end();

        metrics.assertAllRecorded(1, expected);
    }

    static Stream<Arguments> sizes() {
        return Stream.of(
                sizes(List.of(), List.of(), r -> {}),
                sizes(List.of(0.0), List.of(0.0), r -> {
                    r.requestSize(0);
                    r.sentBytes(0);
                }),
                sizes(List.of(), List.of(), r -> {
                    r.requestSize(-1);
                    r.sentBytes(-1);
                }),
                sizes(List.of(70.0), List.of(12.0), r -> {
                    r.requestSize(60);
                    r.requestSize(70);
                    r.sentBytes(5);
                    r.sentBytes(-3);
                    r.sentBytes(7);
                }),
                sizes(List.of(6e9), List.of(5e9), r -> {
                    r.requestSize(6_000_000_000L);
                    r.sentBytes(5_000_000_000L);
                }),
                sizes(List.of(), List.of(), r -> {
                    r.sentBytes(Long.MAX_VALUE);
                    r.sentBytes(1); // more than a long: not known, rather than below zero
                }));
    }

    private static Arguments sizes(
            List<Double> requestSizes, List<Double> responseSizes, Consumer<RequestMeasurement> reports) {
        return Arguments.of(requestSizes, responseSizes, reports);
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void sizesAreWhatWasReported(
            List<Double> expectedRequestSizes,
            List<Double> expectedResponseSizes,
            Consumer<RequestMeasurement> reports) {
        List<Double> requestSizes = new ArrayList<>();
        List<Double> responseSizes = new ArrayList<>();
        RequestMeasurement request = metrics.builder()
                .requestSize(requestSizes::add)
                .responseSize(responseSizes::add)
                .build()
                .begin("request", "GET");
        reports.accept(request);
        request.end();

        assertThat(requestSizes).isEqualTo(expectedRequestSizes);
        assertThat(responseSizes).isEqualTo(expectedResponseSizes);
    }

    private static double sum(HistogramVec histograms, Labels labels) {
        return histograms.with(labels).snapshot().sum();
    }

    private static List<List<Consumer<RequestMeasurement>>> permutations(List<Consumer<RequestMeasurement>> calls) {
        if (calls.isEmpty()) {
            return List.of(List.of());
        }
        List<List<Consumer<RequestMeasurement>>> all = new ArrayList<>();
        for (Consumer<RequestMeasurement> first : calls) {
            List<Consumer<RequestMeasurement>> rest = new ArrayList<>(calls);
            rest.remove(first);
            for (List<Consumer<RequestMeasurement>> order : permutations(rest)) {
                List<Consumer<RequestMeasurement>> one = new ArrayList<>(List.of(first));
                one.addAll(order);
                all.add(one);
            }
        }
        return all;
    }

    /** All calls but the one that ends the request. */
    private static List<Consumer<RequestMeasurement>> calls() {
        return List.of(
                r -> r.route("/{id}"),
                r -> r.status(201),
                r -> r.requestSize(10),
                r -> r.sentBytes(20),
                r -> r.failed("shed"),
                RequestMeasurement::sentHeaders);
    }

    @Test
    void callsMayComeInAnyOrderAndLateOnesHaveNoEffect() {
        RequestInstrumentation<String> instrumentation = metrics.builder().build();
        List<List<Consumer<RequestMeasurement>>> orders = permutations(calls());
        for (List<Consumer<RequestMeasurement>> order : orders) {
            RequestMeasurement request = instrumentation.begin("request", "GET");
            order.forEach(call -> call.accept(request));
            request.end();
            request.route("late");
            request.status(400);
            request.failed("late");
            order.forEach(call -> call.accept(request));
            request.end();
        }

        int times = orders.size();
        Labels labels = labels("201", "/{id}", "shed");
        assertThat(times).isEqualTo(720);
        metrics.assertAllRecorded(times, labels);
        assertThat(sum(metrics.requestSize, labels)).isEqualTo(10.0 * times);
        assertThat(sum(metrics.responseSize, labels)).isEqualTo(20.0 * times);
    }

    @Test
    void requestThatEndsTwiceIsRecordedOnce() {
        RequestMeasurement request = metrics.builder().build().begin("request", "GET");
        request.end();
        calls().forEach(call -> call.accept(request));
        request.end();

        metrics.assertAllRecorded(1, labels("unknown", "unknown", "none"));
        assertThat(metrics.headers.series()).isEmpty();
        assertThat(metrics.requestSize.series()).isEmpty();
        assertThat(metrics.responseSize.series()).isEmpty();
    }

    /** The clock moves when a request begins, when its headers are sent, and when it is over. */
    @Test
    void timeToTheHeadersIsThatOfTheFirstCallWithWhatIsKnownThen() {
        RequestMeasurement request = metrics.builder().build().begin("request", "GET");
        request.status(200);
        request.sentHeaders();
        request.route("/{id}");
        request.status(206);
        request.sentHeaders();
        request.end();
        request.sentHeaders();

        assertThat(metrics.headers.series()).hasSize(1);
        assertThat(sum(metrics.headers, labels("200", "unknown", "none"))).isEqualTo(1);
        assertThat(sum(metrics.duration, labels("206", "/{id}", "none"))).isEqualTo(2);
    }

    /**
     * Whatever is reported while a request is recorded, here by the function for a label of the first metric, comes too
     * late for all metrics.
     */
    @Test
    void allMetricsOfARequestHaveTheSameLabels() {
        List<RequestMeasurement> current = new ArrayList<>();
        RequestInstrumentation<String> instrumentation = metrics.builder()
                .duration(HistogramVec.builder("first_seconds", "", "late").build())
                .label("late", request -> {
                    current.forEach(measured -> {
                        measured.status(500);
                        measured.route("late");
                        measured.failed("late");
                        measured.sentHeaders();
                        measured.end();
                    });
                    return "";
                })
                .build();
        RequestMeasurement request = instrumentation.begin("request", "GET");
        current.add(request);
        request.status(200);
        request.sentBytes(1);
        request.end();

        Labels labels = labels("200", "unknown", "none");
        assertThat(metrics.inFlight.value()).isZero();
        assertThat(metrics.headers.series()).isEmpty();
        assertThat(metrics.responseSize.series()).hasSize(1);
        assertThat(metrics.responseSize.with(labels).snapshot().count()).isEqualTo(1);
        assertThat(metrics.requests.series()).extracting(Counter::labels).containsExactly(labels);
        assertThat(metrics.requests.with(labels).value()).isEqualTo(1);
    }

    @Test
    void countComesLast() {
        List<Object> seen = new ArrayList<>();
        RequestMeasurement request = metrics.builder()
                .duration(value -> seen.add(metrics.requests.series()))
                .requestSize(value -> seen.add(metrics.requests.series()))
                .responseSize(value -> seen.add(metrics.requests.series()))
                .build()
                .begin("request", "GET");
        request.requestSize(1);
        request.sentBytes(1);
        request.end();

        assertThat(seen).isEqualTo(Collections.nCopies(3, List.of()));
        assertThat(metrics.requests.series()).hasSize(1);
    }

    @Test
    void exceptionThatFailsItselfIsAnother() {
        RequestMeasurement request = metrics.builder().build().begin("request", "GET");
        try (RecordedLog log = new RecordedLog("dev.fennel.httpserver")) {
            request.failed(new CompletionException(null, null) {
                @Override
                public synchronized Throwable getCause() {
                    throw new IllegalStateException();
                }
            });
            assertThat(log.messages()).hasSize(1);
        }
        request.end();

        metrics.assertAllRecorded(1, labels("500", "unknown", "other"));
    }
}
