package dev.fennel.httpserver;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.fennel.exposition.scrape.ErrorHandling;
import dev.fennel.exposition.scrape.ScrapeAnswer;
import dev.fennel.exposition.scrape.Scraper;
import dev.fennel.exposition.scrape.ScraperOptions;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Answers scrapes: a handler for the JDK's {@code HttpServer} that serves what a gatherer gathers.
 *
 * <pre>{@code
 * httpServer.createContext("/metrics", MetricsHandler.builder().registry(registry).build());
 * }</pre>
 *
 * <p>It is a {@link Scraper} for this server, which says what comes of a request: the metrics in the format and with
 * the compression that the client asks for, only some of them if the query has {@code name[]}, or 500, 503 or 405. They
 * are gathered and encoded in memory before the first byte is sent, so an error can still become a clean 500, and
 * {@code Content-Length} is always there. The handler answers at whatever path it is called for; mind that the contexts
 * of the JDK's server match by prefix. {@link MetricsServer} is a whole server that matches exactly.
 *
 * <p>Up to JDK 20, start the JVM with {@code -Dsun.net.httpserver.nodelay=true}: the JDK's server sends headers and
 * body apart, and otherwise every scrape over a kept connection waits 40 ms on Linux for its client to acknowledge the
 * headers. {@link MetricsServer} sees to that itself.
 *
 * <p>Errors go to the {@linkplain Builder#errorLog error log} and are treated as {@link ErrorHandling} says. The body
 * of a 500 names them, without stack traces. A client that goes away while it is answered is logged at {@code DEBUG}
 * and not otherwise noticed.
 *
 * <p>With a registerer, the handler's own metrics are served beside the others; {@link Scraper} tells what they are.
 *
 * <p>Used by any number of threads at once, none of which waits for another unless the options say so. Called in a
 * virtual thread, it has a platform thread gather: a collector that blocks in native code would hold up others.
 */
public final class MetricsHandler implements HttpHandler, AutoCloseable {
    private static final Logger LOGGER = System.getLogger("dev.fennel.httpserver");

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

    /**
     * Interrupts the scrapes that run in threads of their own because of a {@linkplain Builder#timeout timeout}, which
     * ends those that are overdue if their collectors heed it; and frees the memory that is kept from one scrape to the
     * next, some of it outside the heap. The garbage collector does that too, later. The handler still answers, but
     * keeps nothing any more.
     */
    @Override
    public void close() {
        scraper.close();
    }

    /** Makes a {@link MetricsHandler}. Used by one thread. */
    public static final class Builder extends ScraperOptions<Builder> {
        private Builder() {
            errorLog(error -> LOGGER.log(Level.WARNING, "while serving metrics: " + error.message(), error.cause()));
        }

        /**
         * Makes the handler.
         *
         * @return a new handler
         * @throws IllegalArgumentException if something else is registered under the name of one of the handler's own
         *     metrics
         */
        public MetricsHandler build() {
            return new MetricsHandler(newScraper());
        }
    }
}
