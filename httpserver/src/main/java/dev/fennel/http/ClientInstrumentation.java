package dev.fennel.http;

import dev.fennel.http.RequestMetrics.ClientMetrics;
import dev.fennel.httpserver.internal.Nullable;
import dev.fennel.metrics.Counter;
import dev.fennel.metrics.CounterVec;
import dev.fennel.registry.Registerer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.util.Objects;
import java.util.Set;

/**
 * Measures the requests of a {@code java.net.http.HttpClient}: how many are in flight, how many were answered, how long
 * that took, and how many failed.
 *
 * <pre>{@code
 * HttpClient client = ClientInstrumentation.standard(registry).wrap(HttpClient.newHttpClient());
 * HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
 * }</pre>
 *
 * <p>With {@link #builder}, you choose the metrics and their labels:
 *
 * <pre>{@code
 * CounterVec calls = CounterVec.builder("calls_total", "Calls of others.", "host", "code").register(registry);
 * ClientInstrumentation measured = ClientInstrumentation.builder()
 *         .requests(calls)
 *         .label("host", call -> call.uri().getHost())
 *         .build();
 * }</pre>
 *
 * <p>A request lasts until the client hands out the response: when all of the body is there, with handlers such as
 * {@code ofString}, or when the headers are, with handlers such as {@code ofInputStream}. Redirects and retries of the
 * client are parts of the one request. Like client_golang, this counts and times only requests that were answered, with
 * whatever code; requests that failed on the way are counted {@linkplain Builder#failures apart}.
 *
 * <p>The JDK's client has no hooks for the phases of a request, so there is nothing here like client_golang's
 * {@code InstrumentRoundTripperTrace}, which measures DNS, connecting, TLS and the first byte. Pushed responses and
 * WebSockets are not measured either. Instrumentations can be nested, and one can be used for any number of clients by
 * any number of threads.
 */
public final class ClientInstrumentation {
    private final ClientMetrics metrics;

    private ClientInstrumentation(ClientMetrics metrics) {
        this.metrics = metrics;
    }

    /**
     * Starts an instrumentation.
     *
     * @return a builder without any metric
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Makes the usual instrumentation, with the {@linkplain Builder#standardMetrics standard metrics}.
     *
     * @param registerer takes the metrics in, or has those of an earlier call
     * @return a new instrumentation
     * @throws IllegalArgumentException if something else is registered under one of the names
     */
    public static ClientInstrumentation standard(Registerer registerer) {
        return builder().standardMetrics(registerer).build();
    }

    /**
     * Measures the requests of a client. From Java 21 on, closing or shutting down the new client does the same to the
     * given one.
     *
     * @param client sends the requests
     * @return a client that delegates to it and has the same properties; cancelling one of its futures cancels the
     *     exchange
     */
    public HttpClient wrap(HttpClient client) {
        return new InstrumentedHttpClient(Objects.requireNonNull(client, "client"), metrics);
    }

    /** Makes a {@link ClientInstrumentation}. Used by one thread. */
    public static final class Builder extends HttpInstrumentationBuilder<HttpRequest, Builder> {
        private @Nullable Given<HttpRequest, Counter> failures;

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /**
         * Measures with the usual metrics, which are registered at once:
         *
         * <ul>
         *   <li>{@code http_client_requests_in_flight}, a gauge;
         *   <li>{@code http_client_requests_total}, a counter by {@code code} and {@code method};
         *   <li>{@code http_client_request_duration_seconds}, a histogram by {@code code} and {@code method};
         *   <li>{@code http_client_request_failures_total}, a counter by {@code method} and {@code reason}.
         * </ul>
         *
         * <p>To measure several clients apart, use registerers with different prefixes or labels. Instrumentations with
         * the same registerer share the metrics.
         *
         * @param registerer takes the metrics in, or has those of an earlier call
         * @return this builder
         * @throws IllegalArgumentException if something else is registered under one of the names
         */
        public Builder standardMetrics(Registerer registerer) {
            Objects.requireNonNull(registerer, "registerer");
            commonMetrics(
                    registerer,
                    "http_client",
                    "Requests waiting for a response.",
                    "Requests answered.",
                    "Time to a response.",
                    "code",
                    "method");
            return failures(registerer.registerOrGet(CounterVec.builder(
                            "http_client_request_failures_total", "Requests without a response.", "method", "reason")
                    .build()));
        }

        /**
         * Counts requests that got no response.
         *
         * @param counter raised by one for each
         * @return this builder
         */
        public Builder failures(Counter counter) {
            failures = single(counter, "counter");
            return this;
        }

        /**
         * Counts requests that got no response, by their labels. In the place of {@code code} there may be
         * {@code reason}, which is one of
         *
         * <ul>
         *   <li>{@code connect}: no connection, not in time, or the name of the host is not known;
         *   <li>{@code timeout}: no response in time;
         *   <li>{@code tls}: no agreement about encryption and trust;
         *   <li>{@code cancelled}: the future was cancelled or completed with null, or the thread interrupted;
         *   <li>{@code io}: another fault of the connection, or of the peer;
         *   <li>{@code other}: the request was refused, or what handles the body failed.
         * </ul>
         *
         * @param counters raised by one for each
         * @return this builder
         */
        public Builder failures(CounterVec counters) {
            Objects.requireNonNull(counters, "counters");
            failures = labels -> labels.finder(counters, Set.of(RequestLabels.METHOD, RequestLabels.REASON));
            return this;
        }

        /**
         * Makes the instrumentation.
         *
         * @return a new instrumentation
         * @throws IllegalArgumentException if a metric has a label that nothing gives a value, or a function is for a
         *     label that no metric has
         */
        public ClientInstrumentation build() {
            var labels = labels();
            ClientMetrics metrics = new ClientMetrics(metrics(labels), finder(failures, labels));
            labels.checkAllUsed();
            return new ClientInstrumentation(metrics);
        }
    }
}
