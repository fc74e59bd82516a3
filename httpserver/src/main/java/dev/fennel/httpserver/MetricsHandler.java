package dev.fennel.httpserver;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.fennel.exposition.scrape.ErrorHandling;
import dev.fennel.exposition.scrape.ScrapeAnswer;
import dev.fennel.exposition.scrape.Scraper;
import dev.fennel.exposition.scrape.ScraperOptions;
import java.io.IOException;
import java.util.List;

/**
 * Answers scrapes: a handler for the JDK's {@code HttpServer} that serves what a gatherer gathers.
 *
 * <pre>{@code
 * httpServer.createContext("/metrics", MetricsHandler.builder().registry(registry).build());
 * }</pre>
 *
 * <p>It connects the JDK's server with a {@link Scraper}, which decides how a request is answered: with the metrics in
 * the format and the compression that the client asks for, with only some of them if the query has {@code name[]}, or
 * with 500, 503 or 405. Metrics are gathered and encoded in memory before the first byte is sent, so an error can still
 * become a clean 500, and {@code Content-Length} is always set. The handler answers at every path it is called for;
 * mind that the contexts of the JDK's server match by prefix. {@link MetricsServer} is a whole server that matches
 * exactly.
 *
 * <p>Up to JDK 20, start the JVM with {@code -Dsun.net.httpserver.nodelay=true}: the JDK's server sends headers and
 * body apart, and otherwise every scrape over a kept connection waits 40 ms on Linux for its client to acknowledge the
 * headers. {@link MetricsServer} sets it itself.
 *
 * <p>Errors go to the {@linkplain Builder#errorLog error log} and are treated as {@link ErrorHandling} says: by
 * default, all metrics are served but those that could not be gathered. A client that goes away before it has the whole
 * answer is logged at {@code DEBUG}, and that is all.
 *
 * <p>With a registerer, the handler's own metrics are served beside the others; {@link Scraper} lists them.
 *
 * <p>Used by any number of threads at once. Requests that ask the same at the same time wait for each other and share a
 * body, as {@link Scraper} describes. Called in a virtual thread, it gathers in a platform thread, because a collector
 * that blocks in native code would hold up other virtual threads.
 */
public final class MetricsHandler implements HttpHandler, AutoCloseable {
    private final Scraper scraper;
    private final PlatformThreads platform = new PlatformThreads();

    private MetricsHandler(Scraper scraper) {
        this.scraper = scraper;
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
     * @throws IllegalStateException if something could not be gathered or encoded and errors are handled by
     *     {@link ErrorHandling#THROW}; nothing was sent then
     */
    @Override
    public void handle(HttpExchange exchange) throws IOException {
        Headers request = exchange.getRequestHeaders();
        String query = exchange.getRequestURI().getRawQuery();
        try (ScrapeAnswer answer =
                platform.call(() -> scraper.scrape(exchange.getRequestMethod(), request::get, query))) {
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            Answer.send(exchange, answer.status(), answer.contentLength(), answer::writeTo);
        }
    }

    /** Whether scrapes wait until others have been sent. */
    boolean isCrowded() {
        return scraper.waitingForReaders() > 0;
    }

    /** Whether a scrape would be served now, or refused because too many are in flight or hang. Does not wait. */
    boolean hasRoom() {
        return scraper.hasRoom();
    }

    /** Who failed in the last scrapes, a line for each: {@link Scraper#recentErrors}. */
    List<String> recentErrors() {
        return scraper.recentErrors();
    }

    /**
     * Interrupts the scrapes that run in threads of their own because of a {@linkplain Builder#timeout timeout}, which
     * ends the overdue ones if their collectors heed interrupts. Also frees the memory that is kept from one scrape to
     * the next, some of it outside the heap, earlier than the garbage collector would. The handler still answers after
     * that, but keeps no memory any more.
     */
    @Override
    public void close() {
        scraper.close();
    }

    /** Makes a {@link MetricsHandler}. Used by one thread. */
    public static final class Builder extends ScraperOptions<Builder> {
        private Builder() {
            super("dev.fennel.httpserver");
        }

        /**
         * Makes the handler.
         *
         * @return a new handler
         * @throws IllegalArgumentException if something else is registered under the name of one of the handler's own
         *     metrics
         */
        public MetricsHandler build() {
            return new MetricsHandler(newScraper(() -> GuardedExchange.current() != null));
        }
    }
}
