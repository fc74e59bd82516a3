package dev.fennel.http;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsExchange;
import dev.fennel.http.RequestMetrics.ServerMetrics;
import dev.fennel.registry.Registerer;
import java.io.IOException;
import java.util.Objects;
import java.util.function.Function;

/**
 * Measures the requests of the JDK's {@code HttpServer}: how many are in flight, how many there were, how long they
 * took and how large they and their answers were. It wraps a handler, or goes into a context as a filter.
 *
 * <pre>{@code
 * ServerInstrumentation measured = ServerInstrumentation.standard(registry);
 * httpServer.createContext("/orders", measured.wrap(orders));
 * httpServer.createContext("/stock", stock).getFilters().add(measured.filter());
 * }</pre>
 *
 * <p>For the label {@code route}, a function names the route of a request. The context that serves it is one; the path
 * is none, as each path that a client thinks up would be new series.
 *
 * <pre>{@code
 * ServerInstrumentation measured =
 *         ServerInstrumentation.standard(registry, exchange -> exchange.getHttpContext().getPath());
 * }</pre>
 *
 * <p>With {@link #builder}, you choose the metrics and their labels:
 *
 * <pre>{@code
 * HistogramVec latency = HistogramVec.builder("latency_seconds", "Latency.", "context", "code").register(registry);
 * ServerInstrumentation measured = ServerInstrumentation.builder()
 *         .duration(latency)
 *         .label("context", exchange -> exchange.getHttpContext().getPath())
 *         .exemplars(exchange -> traceOf(exchange.getRequestHeaders().getFirst("traceparent")))
 *         .build();
 * }</pre>
 *
 * <p>A request is over when its handler has returned and its answer is complete, whichever comes last. So a handler may
 * finish the exchange in another thread after it has returned. The answer is complete when it has no body and the
 * headers are sent, when as much of the body is written as was announced, or when body or exchange is closed; a handler
 * that does none of these leaves the client waiting and the request in flight.
 *
 * <p>The code is the one that was sent. The JDK's server sends none by itself, unlike Go's: if a handler throws before
 * it has sent one, its client sees the connection close, and the request is recorded as a {@code 500}; if it closes the
 * exchange without an answer, the code is {@code unknown}. What a handler throws reaches the server. Requests that the
 * server refuses by itself, such as malformed ones, are not measured.
 *
 * <p>The handler sees an exchange that behaves like the server's own, and is an {@code HttpsExchange} where that is
 * one. Instrumentations can be nested, and one can be used for any number of handlers by any number of threads.
 */
public final class ServerInstrumentation {
    private final ServerMetrics<HttpExchange> metrics;

    private ServerInstrumentation(ServerMetrics<HttpExchange> metrics) {
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
    public static ServerInstrumentation standard(Registerer registerer) {
        return builder().standardMetrics(registerer).build();
    }

    /**
     * Makes the usual instrumentation, with the {@linkplain Builder#standardMetrics standard metrics}, whose counter
     * and histograms also have the label {@code route}.
     *
     * @param registerer takes the metrics in, or has those of an earlier call
     * @param route returns the pattern or the name of a route, of which an application has a fixed number, such as the
     *     path of the {@code HttpContext}; the path of the request is {@linkplain Builder#route none}
     * @return a new instrumentation
     * @throws IllegalArgumentException if something else is registered under one of the names, such as the standard
     *     metrics without routes
     */
    public static ServerInstrumentation standard(Registerer registerer, Function<? super HttpExchange, String> route) {
        return builder().route(route).standardMetrics(registerer).build();
    }

    /**
     * Measures the requests of a handler.
     *
     * @param handler handles the requests
     * @return a handler that delegates to it
     */
    public HttpHandler wrap(HttpHandler handler) {
        Objects.requireNonNull(handler, "handler");
        return exchange -> measure(exchange, handler);
    }

    /**
     * Measures the requests of a context. Filters that come after this one are measured too: if one of them compresses
     * the answer, the size is that of the compressed answer.
     *
     * <p>An {@code Authenticator} of the context comes after its filters. So the filter also measures requests that the
     * authenticator refuses, which a wrapped handler does not. But the JDK's server accepts only its own exchange
     * there, so in such a context requests are measured from outside: a request is over when its handler returns, even
     * if the handler finishes it in another thread; and the time to the headers is the time to the first byte of the
     * body, or to the handler's return.
     *
     * @return a filter for {@code HttpContext.getFilters()}
     */
    public Filter filter() {
        return new Filter() {
            @Override
            public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
                if (exchange.getHttpContext().getAuthenticator() == null) {
                    measure(exchange, chain::doFilter);
                } else {
                    measureFromOutside(exchange, chain::doFilter);
                }
            }

            @Override
            public String description() {
                return "measures requests";
            }
        };
    }

    private void measure(HttpExchange exchange, HttpHandler handler) throws IOException {
        ExchangeRequest request = new ExchangeRequest(exchange, metrics, false);
        HttpExchange measured = exchange instanceof HttpsExchange secure
                ? new MeasuredHttpsExchange(secure, request)
                : new MeasuredExchange(exchange, request);
        handle(measured, handler, request);
    }

    /** The server authenticates between filters and handler, and then casts the exchange to its own class. */
    private void measureFromOutside(HttpExchange exchange, HttpHandler handler) throws IOException {
        ExchangeRequest request = new ExchangeRequest(exchange, metrics, true);
        exchange.setStreams(null, new MeasuredBody(exchange.getResponseBody(), request));
        handle(exchange, handler, request);
    }

    private static void handle(HttpExchange exchange, HttpHandler handler, ExchangeRequest request) throws IOException {
        boolean returned = false;
        try {
            handler.handle(exchange);
            returned = true;
        } finally {
            if (returned) {
                request.handled();
            } else {
                request.failed();
            }
        }
    }

    /** Makes a {@link ServerInstrumentation}. Used by one thread. */
    public static final class Builder extends ServerInstrumentationBuilder<HttpExchange, Builder> {
        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /**
         * Makes the instrumentation.
         *
         * @return a new instrumentation
         * @throws IllegalArgumentException if a metric has a label that nothing gives a value, or a function is for a
         *     label that no metric has
         */
        public ServerInstrumentation build() {
            return new ServerInstrumentation(serverMetrics());
        }
    }
}
