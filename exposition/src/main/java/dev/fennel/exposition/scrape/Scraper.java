package dev.fennel.exposition.scrape;

import dev.fennel.exposition.Format;
import dev.fennel.exposition.internal.Nullable;
import dev.fennel.exposition.scrape.BufferPool.Buffers;
import dev.fennel.exposition.scrape.ScrapeAnswer.Reply;
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
 * Answers scrapes for any HTTP server or framework: takes a request, and returns status, headers and body.
 *
 * <p>An adapter passes on the method, the headers and the query of a request, and copies the answer:
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
 * <p>The answer to a request is one of these:
 *
 * <ul>
 *   <li>200 with the metrics, in the format that {@code Accept} asks for (OpenMetrics, protobuf, or text 0.0.4 for all
 *       others), compressed with gzip if {@code Accept-Encoding} asks for it. If the query contains {@code name[]},
 *       once or several times, only the families with these names are encoded; a name is the one in the registry,
 *       before escaping. The body is complete before the answer is returned, so its length is known.
 *   <li>500 with the errors, if {@link ErrorHandling} says so. The body lists their messages, without stack traces. All
 *       metrics are gathered whatever the query names, and an error does not say which family it belongs to, so an
 *       error in gathering also fails requests for other families. A family that is not requested is not encoded, so an
 *       error in encoding it fails no other request.
 *   <li>503 if more requests are in flight, or the scrape takes longer, than the {@linkplain ScraperOptions options}
 *       allow.
 *   <li>405 for methods other than GET and HEAD. HEAD gets the headers of GET, and an empty body.
 * </ul>
 *
 * <p>A scraper has metrics of its own. With a registerer they are served like any others, and all scrapers that use the
 * same registry share them:
 *
 * <ul>
 *   <li>{@code promhttp_metric_handler_requests_total{code}}: the answers by HTTP status;
 *   <li>{@code promhttp_metric_handler_requests_in_flight}: the scrapes being served, including the present one;
 *   <li>{@code promhttp_metric_handler_errors_total{cause}}: for the cause {@code gathering}, the gathers with errors;
 *       for {@code encoding}, the errors.
 * </ul>
 *
 * <p>Used by any number of threads at once. Everything happens in the calling thread, unless there is a
 * {@linkplain ScraperOptions#timeout timeout}. No scrape waits for another, unless gathers are
 * {@linkplain ScraperOptions#coalescing shared}.
 */
public final class Scraper implements AutoCloseable {
    /*
     * What a request holds, and who gives it back.
     *
     * A request holds up to three things: a count in the gauge of requests in flight, a slot (a permit of the
     * semaphore, if there is a limit), and buffers of the pool. The count belongs to the request, from the first line
     * of scrape() to the close of the answer. Slot and buffers belong to the reply, whose release() gives them
     * back.
     *
     * Assumptions:
     * 1. The adapter closes every answer. Otherwise count, slot and buffers are not given back: the gauge stays too
     *    high, and with a limit the scraper ends up answering nothing but 503.
     * 2. A gatherer, a collector and the function that returns headers are foreign code and may throw anything.
     *
     * Guarantees:
     * 1. The gauge is decremented once for each increment: by ScrapeAnswer.close(), or if no answer was made by the
     *    finally block of scrape().
     * 2. A slot is released once: by the reply's release(), by serve() if it throws, or by TimeLimit if it cannot start
     *    a thread for serve(). With a timeout the slot belongs to the scrape's thread: a request that got its 503 has
     *    left, but the slot stays taken until the gather ends. So the limit also bounds the threads that wait for a
     *    collector that hangs.
     * 3. Buffers are given back once: by the finally block of serve(), or if the reply contains their memory by the
     *    reply's release(). ScrapeAnswer runs that once, however often it is closed. Twice would give the same memory
     *    to two scrapes.
     * 4. No buffers are held while collectors run, which may take long.
     *
     * All of these are ordinary calls and finally blocks of one thread, so they also hold when a scrape ends with an
     * error such as a stack overflow in a collector. Only if the stack ends inside one of the few calls that give
     * something back are the remaining ones not made; then a slot or a count is lost.
     */

    private final BodyEncoder bodies;
    private final ScraperMetrics metrics;
    private final boolean compression;
    private final boolean openMetrics;
    private final boolean createdSamples;
    private final int maxInFlight;
    /** One permit for each request that may gather or hold buffers; null without a limit. */
    private final @Nullable Semaphore slots;
    /** Null without a timeout. */
    private final @Nullable TimeLimit timeLimit;
    /** In seconds since the epoch; null if it is not sent. */
    private final @Nullable String startTime;

    private final BufferPool pool = new BufferPool();

    Scraper(ScraperOptions<?> options) {
        metrics = options.scraperMetrics();
        bodies = new BodyEncoder(options.servedGatherer(), options.errorHandling, options.errorLog, metrics);
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
     * Starts to build a scraper.
     *
     * @return a builder for a scraper that serves the default registry
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Answers a request.
     *
     * @param method the HTTP method, such as {@code GET}
     * @param headers returns all values of a request header; null or an empty collection if the request does not have
     *     it. It is called for {@code Accept} and {@code Accept-Encoding}, and must ignore the case of names
     * @param query the query of the request, percent-encoded and without the question mark; null if there is none
     * @return the answer; close it when it is sent
     * @throws IllegalStateException if something could not be gathered or encoded, with {@link ErrorHandling#THROW}
     */
    public ScrapeAnswer scrape(
            String method, Function<String, ? extends Collection<String>> headers, @Nullable String query) {
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

    private Reply reply(String method, Function<String, ? extends Collection<String>> headers, @Nullable String query) {
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

    /** Gathers and encodes in a slot, which is free again when the reply is released. */
    private Reply serve(Wanted wanted) {
        try {
            GatherResult gathered = bodies.gather(); // before buffers are taken, because it may take long
            Buffers buffers =
                    pool.take(new Buffers.Use(wanted.format(), wanted.names().selects()));
            boolean kept = false;
            try {
                List<GatherError> errors = bodies.encode(gathered, wanted.names(), buffers.encoder());
                if (!errors.isEmpty()) {
                    return Reply.failed(BodyEncoder.messages(errors, "\n"), this::leave);
                }
                Reply reply = served(wanted, buffers);
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

    private Reply served(Wanted wanted, Buffers buffers) {
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
        @SuppressWarnings("ByteBufferBackingArray") // the encoders of this module wrap whole arrays, without an offset
        byte[] bytes = plain.array();
        return new Reply(200, headers, bytes, plain.limit(), release);
    }

    private void leave() {
        if (slots != null) {
            slots.release();
        }
    }

    /**
     * Frees the memory that is kept from one scrape to the next, some of it outside the heap; the garbage collector
     * would do that later. Also interrupts the scrapes that run in threads of their own because of a
     * {@linkplain ScraperOptions#timeout timeout}: those that are overdue end then, if their collectors react to an
     * interrupt. A closed scraper still answers, but no longer keeps memory.
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
