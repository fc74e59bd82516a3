package dev.fennel.http;

import dev.fennel.http.RequestMetrics.ServerMetrics;
import dev.fennel.httpserver.internal.Nullable;
import dev.fennel.metrics.Buckets;
import dev.fennel.metrics.HistogramVec;
import dev.fennel.metrics.Observer;
import dev.fennel.metrics.Vec;
import dev.fennel.registry.Registerer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * The settings that the instrumentations of servers share: those of the JDK's server, and of any other. A builder is
 * used by one thread.
 *
 * @param <R> what is known of a request
 * @param <B> the builder's own type
 */
public abstract sealed class ServerInstrumentationBuilder<R, B extends ServerInstrumentationBuilder<R, B>>
        extends HttpInstrumentationBuilder<R, B> permits ServerInstrumentation.Builder, RequestInstrumentation.Builder {
    /** From a quarter of a kilobyte to four megabytes. */
    private static final Buckets SIZES = Buckets.exponential(256, 4, 8);

    private @Nullable Given<R, Observer> timeToHeaders;
    private @Nullable Given<R, Observer> requestSize;
    private @Nullable Given<R, Observer> responseSize;

    /** Whether something gives the label {@code route} a value. */
    private boolean knowsRoute;

    /** With labels that have a value beside {@code method} and {@code code} when a request is over. */
    ServerInstrumentationBuilder(String... moreLabels) {
        super(moreLabels);
        knowsRoute = List.of(moreLabels).contains(RequestLabels.ROUTE);
    }

    /**
     * Gives the label {@code route} its value by a function of the request, and the {@linkplain #standardMetrics
     * standard metrics} this label, if it is called before. It does no more than {@link #label} does.
     *
     * <p>There is no default, as only the application knows what its routes are. The path is none: each new path that a
     * client thinks up would be new series in each metric, and would stay for ever.
     *
     * @param function returns the pattern or the name of a route, of which an application has a fixed number, such as
     *     {@code /orders/{id}}, or the path of an {@code HttpContext}. If it returns null or throws, the value is
     *     {@code unknown}.
     * @return this builder
     * @throws IllegalArgumentException if the label has a function already
     */
    public B route(Function<? super R, String> function) {
        knowsRoute = true;
        return label(RequestLabels.ROUTE, function);
    }

    /**
     * Measures with the usual metrics, which are registered at once:
     *
     * <ul>
     *   <li>{@code http_server_requests_in_flight}, a gauge;
     *   <li>{@code http_server_requests_total}, a counter by {@code code} and {@code method};
     *   <li>{@code http_server_request_duration_seconds}, a histogram by {@code code} and {@code method};
     *   <li>{@code http_server_request_size_bytes} and {@code http_server_response_size_bytes}, histograms by
     *       {@code method}.
     * </ul>
     *
     * <p>Counter and histograms also have the label {@code route} if a {@linkplain #route function for it} has been
     * given before, and in a {@link RequestInstrumentation} always.
     *
     * <p>To measure the parts of an application apart, use registerers with different prefixes or labels.
     * Instrumentations with the same registerer share the metrics.
     *
     * @param registerer takes the metrics in, or has those of an earlier call
     * @return this builder
     * @throws IllegalArgumentException if something else is registered under one of the names
     */
    public B standardMetrics(Registerer registerer) {
        Objects.requireNonNull(registerer, "registerer");
        commonMetrics(
                registerer,
                "http_server",
                "Requests being served.",
                "Requests served.",
                "Time to serve a request.",
                routed("code", "method"));
        requestSize(registerer.registerOrGet(
                sizes("http_server_request_size_bytes", "Approximate size of a request with its headers.")));
        return responseSize(
                registerer.registerOrGet(sizes("http_server_response_size_bytes", "Size of the body of an answer.")));
    }

    private HistogramVec sizes(String name, String help) {
        return HistogramVec.builder(name, help, routed("method"))
                .buckets(SIZES)
                .unit("bytes")
                .build();
    }

    /** Adds the label for the route, if it has a value. */
    private String[] routed(String... labels) {
        if (!knowsRoute) {
            return labels;
        }
        String[] routed = Arrays.copyOf(labels, labels.length + 1);
        routed[labels.length] = RequestLabels.ROUTE;
        return routed;
    }

    /**
     * Measures how long it takes until the headers of the answer are sent, if any are.
     *
     * @param observer takes seconds: a histogram or a summary
     * @return this builder
     */
    public B timeToHeaders(Observer observer) {
        timeToHeaders = single(observer, "observer");
        return self();
    }

    /**
     * Measures how long it takes until the headers of the answer are sent, by the labels of the request.
     *
     * @param observers take seconds: a {@code HistogramVec} or a {@code SummaryVec}
     * @return this builder
     */
    public B timeToHeaders(Vec<? extends Observer, ?> observers) {
        timeToHeaders = atTheEnd(observers);
        return self();
    }

    /**
     * Measures approximately how large requests are: target, method, protocol, headers and the body if its length was
     * announced. How much of the body is really read does not count. A {@link RequestInstrumentation} measures what is
     * {@linkplain RequestMeasurement#requestSize reported}.
     *
     * @param observer takes bytes: a histogram or a summary
     * @return this builder
     */
    public B requestSize(Observer observer) {
        requestSize = single(observer, "observer");
        return self();
    }

    /**
     * Measures approximately how large requests are, as {@link #requestSize(Observer)} does, by their labels.
     *
     * @param observers take bytes: a {@code HistogramVec} or a {@code SummaryVec}
     * @return this builder
     */
    public B requestSize(Vec<? extends Observer, ?> observers) {
        requestSize = atTheEnd(observers);
        return self();
    }

    /**
     * Measures how much is written to the body of the answer, without headers and what chunks add.
     *
     * @param observer takes bytes: a histogram or a summary
     * @return this builder
     */
    public B responseSize(Observer observer) {
        responseSize = single(observer, "observer");
        return self();
    }

    /**
     * Measures how much is written to the body of the answer, as {@link #responseSize(Observer)} does, by the labels of
     * the request.
     *
     * @param observers take bytes: a {@code HistogramVec} or a {@code SummaryVec}
     * @return this builder
     */
    public B responseSize(Vec<? extends Observer, ?> observers) {
        responseSize = atTheEnd(observers);
        return self();
    }

    final ServerMetrics<R> serverMetrics() {
        RequestLabels<R> labels = labels();
        ServerMetrics<R> metrics = new ServerMetrics<>(
                metrics(labels),
                finder(timeToHeaders, labels),
                finder(requestSize, labels),
                finder(responseSize, labels));
        labels.checkAllUsed();
        return metrics;
    }
}
