package dev.fennel.exposition.scrape;

import dev.fennel.exposition.Format;
import dev.fennel.registry.GatherError;
import dev.fennel.registry.GatherResult;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * Answers scrapes for any HTTP server or framework: takes what was asked, and says status, headers and body.
 *
 * <p>An adapter hands over the method, the headers and the query of a request, and copies the answer:
 *
 * <pre>{@code
 * void handle(Request request, Response response) throws IOException {
 *     try (ScrapeAnswer answer = scraper.scrape(request.method(), request::headers, request.query())) {
 *         response.status(answer.status());
 *         answer.headers().forEach(response::header);
 *         response.contentLength(answer.contentLength());
 *         answer.writeTo(response.body());
 *     }
 * }
 * }</pre>
 *
 * <p>What comes of a request:
 *
 * <ul>
 *   <li>200 with the metrics, in the format that {@code Accept} asks for (OpenMetrics, protobuf, or text 0.0.4 for
 *       everybody else), compressed with gzip if {@code Accept-Encoding} asks for it. With {@code name[]} in the query,
 *       once or more often, only the families of these names; the names are those in the registry, before escaping. All
 *       is encoded before there is an answer, so its length is known.
 *   <li>500 with what went wrong, if {@link ErrorHandling} says so. The body names the errors, without stack traces.
 *       All metrics are gathered whatever the query names, and an error does not tell whose it is, so a request for
 *       some families fails with the others; a family that was not asked for is not encoded and fails nobody.
 *   <li>503 if more requests are in flight, or the scrape takes longer, than the {@linkplain ScraperOptions options}
 *       allow.
 *   <li>405 for methods other than GET and HEAD. HEAD gets the headers of GET, and an empty body.
 * </ul>
 *
 * <p>With a registerer, a scraper's own metrics are served beside the others, and shared by all scrapers of a registry:
 *
 * <ul>
 *   <li>{@code promhttp_metric_handler_requests_total{code}}, the answers by HTTP status;
 *   <li>{@code promhttp_metric_handler_requests_in_flight}, the scrapes being served, with the one that asks;
 *   <li>{@code promhttp_metric_handler_errors_total{cause}}: by {@code gathering}, one for each gather with errors; by
 *       {@code encoding}, one for each error.
 * </ul>
 *
 * <p>Used by any number of threads at once. Unless there is a {@linkplain ScraperOptions#timeout timeout}, everything
 * happens in the thread that calls, and unless gathers are {@linkplain ScraperOptions#coalescing shared}, none waits
 * for another.
 */
public final class Scraper implements AutoCloseable {
    private final Scrape scrape;
    private final HandlerMetrics metrics;
    private final boolean compression;
    private final boolean openMetrics;
    private final boolean createdSamples;
    private final int maxInFlight;
    /** One permit for each request that may gather or hold buffers; null without a limit. */
    private final Semaphore slots;
    /** Null without one. */
    private final TimeLimit timeLimit;
    /** In seconds since the epoch; null if it is not told. */
    private final String startTime;

    private final BufferPool pool = new BufferPool();

    Scraper(ScraperOptions<?> options) {
        metrics = options.handlerMetrics();
        scrape = new Scrape(options.servedGatherer(), options.errorHandling, options.errorLog, metrics);
        compression = options.compression;
        openMetrics = options.openMetrics;
        createdSamples = options.createdSamples;
        maxInFlight = options.requestLimit();
        slots = maxInFlight == ScraperOptions.UNLIMITED ? null : new Semaphore(maxInFlight);
        timeLimit = options.timeout == null ? null : new TimeLimit(options.timeout);
        Instant started = options.processStartTime;
        startTime = started == null ? null : Long.toString(started.getEpochSecond());
    }

    /**
     * Starts a scraper.
     *
     * @return a builder, set to serve the default registry
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Answers a request.
     *
     * @param method the HTTP method, such as {@code GET}
     * @param headers gives all values of a request header, or null or none if the request does not have it; asked for
     *     {@code Accept} and {@code Accept-Encoding}, and expected to ignore the case of names
     * @param query the query as it came, percent-encoded and without the question mark; null if there is none
     * @return the answer; close it once it is sent
     * @throws IllegalStateException if something could not be gathered or encoded and errors are handled by
     *     {@link ErrorHandling#THROW}
     */
    public ScrapeAnswer scrape(String method, Function<String, ? extends Collection<String>> headers, String query) {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(headers, "headers");
        metrics.began();
        Reply reply = null;
        ScrapeAnswer answer = null;
        try {
            reply = reply(method, headers, query);
            metrics.answered(reply.status());
            if (startTime != null) {
                reply.headers().put("Process-Start-Time-Unix", startTime);
            }
            answer = new ScrapeAnswer(reply, method.equals("HEAD"), metrics::ended);
            return answer;
        } finally {
            if (answer == null) { // nobody will close it
                if (reply != null) {
                    reply.release().run();
                }
                metrics.ended();
            }
        }
    }

    private Reply reply(String method, Function<String, ? extends Collection<String>> headers, String query) {
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return Reply.notAllowed();
        }
        Format format = FormatNegotiation.format(headers.apply("Accept"), openMetrics);
        Wanted wanted = new Wanted(
                createdSamples ? format.withCreatedSamples() : format,
                compression && AcceptEncoding.prefersGzip(headers.apply("Accept-Encoding")),
                NameFilter.of(query));
        if (slots != null && !slots.tryAcquire()) {
            return Reply.unavailable("Limit of concurrent requests reached (" + maxInFlight + "), try again later.\n");
        }
        return timeLimit == null ? serve(wanted) : timeLimit.run(() -> serve(wanted), this::leave);
    }

    /** Gathers and encodes in a slot, which is free again once the reply is released. */
    private Reply serve(Wanted wanted) {
        try {
            GatherResult gathered = scrape.gather(); // holds no buffers yet, as it may take its time
            ScrapeBuffers buffers = pool.take(
                    new ScrapeBuffers.Use(wanted.format(), wanted.names().selects()));
            boolean kept = false;
            try {
                List<GatherError> errors = scrape.encode(gathered, wanted.names(), buffers.encoder());
                if (!errors.isEmpty()) {
                    return Reply.failed(Scrape.messages(errors, "\n"), this::leave);
                }
                Reply reply = metrics(wanted, buffers);
                kept = true;
                return reply;
            } finally {
                if (!kept) {
                    pool.giveBack(buffers);
                }
            }
        } catch (Throwable e) {
            leave();
            throw e;
        }
    }

    private Reply metrics(Wanted wanted, ScrapeBuffers buffers) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", wanted.format().contentType());
        headers.put("Vary", "Accept, Accept-Encoding");
        Runnable release = () -> {
            pool.giveBack(buffers);
            leave();
        };
        if (wanted.gzip()) {
            headers.put("Content-Encoding", "gzip");
            GzipBuffer compressed = buffers.compressed();
            return new Reply(200, headers, compressed.array(), compressed.size(), release);
        }
        ByteBuffer plain = buffers.encoder().body();
        return new Reply(200, headers, plain.array(), plain.limit(), release);
    }

    private void leave() {
        if (slots != null) {
            slots.release();
        }
    }

    /**
     * Interrupts the scrapes that run in threads of their own because of a {@linkplain ScraperOptions#timeout timeout},
     * which ends those that are overdue if their collectors heed it; and frees the memory that is kept from one scrape
     * to the next, some of it outside the heap. The garbage collector does that too, later. The scraper still answers,
     * but keeps nothing any more.
     */
    @Override
    public void close() {
        if (timeLimit != null) {
            timeLimit.interruptAll();
        }
        pool.close();
    }

    /** What a request asks for. */
    private record Wanted(Format format, boolean gzip, NameFilter names) {}

    /** Makes a {@link Scraper}. Used by one thread. */
    public static final class Builder extends ScraperOptions<Builder> {
        private Builder() {}

        /**
         * Makes the scraper.
         *
         * @return a new scraper
         * @throws IllegalArgumentException if something else is registered under the name of one of the scraper's own
         *     metrics
         */
        public Scraper build() {
            return newScraper();
        }
    }
}
