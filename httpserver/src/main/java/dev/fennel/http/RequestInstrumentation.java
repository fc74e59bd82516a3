package dev.fennel.http;

import dev.fennel.http.RequestMetrics.ServerMetrics;
import dev.fennel.registry.Registerer;
import java.util.Objects;

/**
 * Measures the requests of any server or framework, with the metrics of {@link ServerInstrumentation}: how many are in
 * flight, how many there were, how long they took and how large they and their answers were. An adapter begins a
 * {@link RequestMeasurement} for each request, and reports to it what it learns:
 *
 * <pre>{@code
 * RequestInstrumentation<Call> measured = RequestInstrumentation.standard(registry);
 *
 * RequestMeasurement request = measured.begin(call, call.method());
 * request.route("/orders/{id}"); // once the call is routed
 * request.status(200);
 * request.sentBytes(body.length);
 * request.end(); // in whatever thread the answer is complete
 * }</pre>
 *
 * <p>With {@link #builder}, you choose the metrics and their labels. Beside {@code method} and {@code code}, metrics
 * that are recorded at the end may have {@code route} and {@code reason}: why the request
 * {@linkplain RequestMeasurement#failed(Throwable) failed}, or {@code none}.
 *
 * <pre>{@code
 * CounterVec calls = CounterVec.builder("calls_total", "Calls.", "route", "tenant", "reason").register(registry);
 * RequestInstrumentation<Call> measured = RequestInstrumentation.<Call>builder()
 *         .requests(calls)
 *         .label("tenant", call -> call.tenant())
 *         .exemplars(call -> traceOf(call.traceparent()))
 *         .build();
 * }</pre>
 *
 * <p>One instrumentation is used for any number of requests by any number of threads. A request costs one object.
 *
 * @param <R> what the functions for labels and exemplars get of a request, such as a framework's request or context;
 *     any type if there are none
 */
public final class RequestInstrumentation<R> {
    private final ServerMetrics<R> metrics;

    private RequestInstrumentation(ServerMetrics<R> metrics) {
        this.metrics = metrics;
    }

    /**
     * Starts an instrumentation.
     *
     * @param <R> what the functions for labels and exemplars get of a request
     * @return a builder without any metric
     */
    public static <R> Builder<R> builder() {
        return new Builder<>();
    }

    /**
     * Makes the usual instrumentation, with the {@linkplain Builder#standardMetrics standard metrics} and their label
     * {@code route}.
     *
     * @param registerer takes the metrics in, or has those of an earlier call
     * @param <R> any type
     * @return a new instrumentation
     * @throws IllegalArgumentException if something else is registered under one of the names, such as the standard
     *     metrics of a {@code ServerInstrumentation} without routes
     */
    public static <R> RequestInstrumentation<R> standard(Registerer registerer) {
        return RequestInstrumentation.<R>builder().standardMetrics(registerer).build();
    }

    /**
     * Begins to measure a request, which is in flight from now on.
     *
     * @param request what the functions for labels and exemplars get
     * @param method the HTTP method; the label shows it as {@link HttpInstrumentationBuilder} says
     * @return the measurement, to be {@linkplain RequestMeasurement#end ended}
     */
    public RequestMeasurement begin(R request, String method) {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(method, "method");
        return new ServerRequest<>(request, method, metrics);
    }

    /**
     * Makes a {@link RequestInstrumentation}. Used by one thread.
     *
     * @param <R> what the functions for labels and exemplars get of a request
     */
    public static final class Builder<R> extends ServerInstrumentationBuilder<R, Builder<R>> {
        private Builder() {
            super(RequestLabels.ROUTE, RequestLabels.REASON);
        }

        @Override
        Builder<R> self() {
            return this;
        }

        /**
         * Makes the instrumentation.
         *
         * @return a new instrumentation
         * @throws IllegalArgumentException if a metric has a label that nothing gives a value, or a function is for a
         *     label that no metric has
         */
        public RequestInstrumentation<R> build() {
            return new RequestInstrumentation<>(serverMetrics());
        }
    }
}
