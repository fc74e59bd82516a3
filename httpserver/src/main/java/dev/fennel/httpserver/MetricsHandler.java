package dev.fennel.httpserver;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.fennel.exposition.Format;
import dev.fennel.registry.GatherError;
import dev.fennel.registry.Gatherer;
import dev.fennel.registry.Registerer;
import dev.fennel.registry.Registry;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Answers scrapes: a handler for the JDK's {@code HttpServer} that serves what a gatherer gathers.
 *
 * <pre>{@code
 * httpServer.createContext("/metrics", MetricsHandler.builder().registry(registry).build());
 * }</pre>
 *
 * <p>The metrics are gathered and encoded in memory before the first byte is sent, so an error can still become a clean
 * 500, and {@code Content-Length} is always there. They are compressed with gzip if {@code Accept-Encoding} asks for
 * it. GET and HEAD are answered, other methods get 405. The handler answers at whatever path it is called for; mind
 * that the contexts of the JDK's server match by prefix. {@link MetricsServer} is a whole server that matches exactly.
 *
 * <p>Errors go to the {@linkplain Builder#errorLog error log} and are treated as {@link ErrorHandling} says. The body
 * of a 500 names them, without stack traces. A client that goes away while it is answered is logged at {@code DEBUG}
 * and not otherwise noticed.
 *
 * <p>With a registerer, the handler's own metrics are served beside the others:
 *
 * <ul>
 *   <li>{@code promhttp_metric_handler_requests_total{code}}, the answers by HTTP status;
 *   <li>{@code promhttp_metric_handler_requests_in_flight}, the scrapes being served, with the one that asks;
 *   <li>{@code promhttp_metric_handler_errors_total{cause}}: by {@code gathering}, one for each gather with errors; by
 *       {@code encoding}, one for each error.
 * </ul>
 *
 * <p>Used by any number of threads at once, none of which waits for another.
 */
public final class MetricsHandler implements HttpHandler, AutoCloseable {
    private final Scrape scrape;
    private final HandlerMetrics metrics;
    private final boolean compression;
    private final BufferPool pool = new BufferPool(() -> new ScrapeBuffers(Format.TEXT));

    private MetricsHandler(Builder builder) {
        Gatherer gatherer = builder.gatherer;
        Registerer registerer = builder.registerer;
        if (gatherer == null) {
            gatherer = Registry.defaultRegistry();
            registerer = registerer == null ? Registry.defaultRegistry() : registerer;
        }
        metrics = registerer == null ? HandlerMetrics.unregistered() : HandlerMetrics.registeredWith(registerer);
        scrape = new Scrape(gatherer, builder.errorHandling, builder.errorLog, metrics);
        compression = builder.compression;
    }

    /**
     * Starts a handler.
     *
     * @return a builder, set to serve the default registry
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Answers a scrape.
     *
     * @param exchange the request, and where the answer goes
     * @throws IllegalStateException if something could not be gathered or encoded and errors are handled by {@link
     *     ErrorHandling#THROW}; nothing was sent then
     */
    @Override
    public void handle(HttpExchange exchange) throws IOException {
        metrics.began();
        try {
            switch (exchange.getRequestMethod()) {
                case "GET", "HEAD" -> serve(exchange);
                default -> refuse(exchange);
            }
        } finally {
            metrics.ended();
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        ScrapeBuffers buffers = pool.take();
        try {
            List<GatherError> errors = scrape.into(buffers.encoder());
            if (errors.isEmpty()) {
                sendMetrics(exchange, buffers);
            } else {
                sendErrors(exchange, errors);
            }
        } finally {
            pool.giveBack(buffers);
        }
    }

    private void sendMetrics(HttpExchange exchange, ScrapeBuffers buffers) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", Format.TEXT.contentType());
        headers.set("Vary", "Accept, Accept-Encoding");
        if (compression && AcceptEncoding.prefersGzip(exchange.getRequestHeaders().get("Accept-Encoding"))) {
            GzipBuffer gzip = buffers.compressed();
            headers.set("Content-Encoding", "gzip");
            metrics.answered(200);
            Answer.send(exchange, 200, gzip.size(), gzip::writeTo);
        } else {
            metrics.answered(200);
            Answer.send(exchange, 200, buffers.encoder().size(), buffers.encoder()::writeTo);
        }
    }

    private void sendErrors(HttpExchange exchange, List<GatherError> errors) {
        metrics.answered(500);
        String text = "An error has occurred while serving metrics:\n\n" + Scrape.messages(errors, "\n") + "\n";
        Answer.text(exchange, 500, text);
    }

    private void refuse(HttpExchange exchange) {
        metrics.answered(405);
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        Answer.text(exchange, 405, "metrics are read with GET or HEAD\n");
    }

    /**
     * Frees the memory that is kept from one scrape to the next, some of it outside the heap. The garbage collector
     * does so too, later. The handler still answers, but keeps nothing any more.
     */
    @Override
    public void close() {
        pool.close();
    }

    /** Makes a {@link MetricsHandler}. Used by one thread. */
    public static final class Builder {
        private Gatherer gatherer;
        private Registerer registerer;
        private ErrorHandling errorHandling = ErrorHandling.HTTP_ERROR;
        private Consumer<? super GatherError> errorLog = Scrape::logError;
        private boolean compression = true;

        private Builder() {}

        /**
         * Serves a registry, and registers the handler's own metrics with it: {@link #gatherer} and {@link #registerer}
         * in one. The default is the default registry.
         *
         * @param registry what to serve
         * @return this builder
         */
        public Builder registry(Registry registry) {
            return gatherer(registry).registerer(registry);
        }

        /**
         * Serves a gatherer. The handler's own metrics are only registered where {@link #registerer} says.
         *
         * @param newGatherer gathers what to serve; should it throw, that is an error like those it reports
         * @return this builder
         */
        public Builder gatherer(Gatherer newGatherer) {
            gatherer = Objects.requireNonNull(newGatherer, "gatherer");
            return this;
        }

        /**
         * Registers the handler's own metrics, or finds them where another handler has registered them before.
         *
         * @param newRegisterer takes the handler's own metrics in
         * @return this builder
         */
        public Builder registerer(Registerer newRegisterer) {
            registerer = Objects.requireNonNull(newRegisterer, "registerer");
            return this;
        }

        /**
         * Says what to do when something cannot be gathered or encoded; {@link ErrorHandling#HTTP_ERROR} by default.
         *
         * @param newErrorHandling what to do
         * @return this builder
         */
        public Builder errorHandling(ErrorHandling newErrorHandling) {
            errorHandling = Objects.requireNonNull(newErrorHandling, "errorHandling");
            return this;
        }

        /**
         * Sends errors somewhere else than to the {@link System.Logger} {@code dev.fennel.httpserver}, where they are
         * warnings.
         *
         * @param newErrorLog called for each error, by the thread that serves the scrape
         * @return this builder
         */
        public Builder errorLog(Consumer<? super GatherError> newErrorLog) {
            errorLog = Objects.requireNonNull(newErrorLog, "errorLog");
            return this;
        }

        /**
         * Switches compression off, or on, as it is by default.
         *
         * @param on whether to compress for the clients that ask for it
         * @return this builder
         */
        public Builder compression(boolean on) {
            compression = on;
            return this;
        }

        /**
         * Makes the handler.
         *
         * @return a new handler
         * @throws IllegalArgumentException if something else is registered under the name of one of the handler's own
         *     metrics
         */
        public MetricsHandler build() {
            return new MetricsHandler(this);
        }
    }
}
