package dev.fennel.exposition.scrape;

import dev.fennel.exposition.Format;
import dev.fennel.exposition.internal.Nullable;
import dev.fennel.exposition.scrape.ScrapeAnswer.Reply;
import dev.fennel.registry.GatherError;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

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
 *       before escaping. The body is complete before the answer is returned, so its length is known. Metrics that
 *       cannot be gathered or encoded are left out, and cost no others.
 *   <li>500 if something failed and nothing of what was asked for is left, or if {@link ErrorHandling} says so. The
 *       body names who failed and how often, never the text of an exception, since strangers may read it.
 *   <li>503 if more requests or more bytes are in flight, or the scrape takes longer, than the
 *       {@linkplain ScraperOptions options} allow; or if memory runs out.
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
 * {@linkplain ScraperOptions#timeout timeout}.
 *
 * <p>A request with the header {@code X-Fennel-Look}, whatever its value, is a person's look at the metrics, as the
 * live page of the HTTP server takes it, and no scrape: it does not reset native histograms that are due for it. Nor
 * does HEAD, whose body nobody gets.
 *
 * <p><b>Requests that come at the same time.</b> Of the requests that ask the same (format, compression, {@code name[]}
 * and time for collectors), one gathers and encodes at a time. Those that come meanwhile wait until it is done, and
 * share the next body. So a body has everything that happened before its request, and a burst of requests costs the
 * time and memory of two. If a body takes longer than a second, the next is made beside it.
 */
public final class Scraper implements AutoCloseable {
    /*
     * What a request holds, and who gives it back.
     *
     * A request holds up to three things: a count in the gauge of requests in flight, a slot (if there is a limit),
     * and a share of a body. The count belongs to the request, from the first line of
     * scrape() to the close of the answer. Slot and share belong to the reply, whose release() gives them back. A body
     * is in buffers of the pool, which SharedScrapes gives back with the last share.
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
     *    left, but the slot stays taken until serve() ends. So the limit also bounds the threads that wait for a
     *    collector that hangs.
     * 3. Buffers are given back once: by BodyEncoder if it makes no body, or else with the last share of the body.
     *    ScrapeAnswer releases a share once, however often it is closed. Twice would give the same memory to two
     *    scrapes.
     * 4. No buffers are held while collectors run, which may take long.
     * 5. A request for which there is not enough memory is answered all the same, with a reply that was made before.
     *
     * All of these are ordinary calls and finally blocks of one thread, so they also hold when a scrape ends with an
     * error such as a stack overflow in a collector. The few calls that give something back need no memory. Only if the
     * stack ends inside one of them are the remaining ones not made; then a slot or a count is lost.
     */

    /** How long a scrape waits for others to give memory back. Their readers are cut off if they take much longer. */
    private static final Duration MEMORY_PATIENCE = Duration.ofSeconds(3);

    /** The header of a request that looks at the metrics and is no scrape: native histograms are not reset for it. */
    private static final String LOOK = "X-Fennel-Look";

    /** How long requests wait for the body before theirs, which should not take so long. */
    private static final Duration ROUND_PATIENCE = Duration.ofSeconds(1);

    private static final Logger LOGGER = System.getLogger("dev.fennel.exposition");

    private final SharedScrapes<Wanted> shared;
    private final BufferPool pool;
    private final ScraperMetrics metrics;
    private final RecentErrors recentErrors;
    private final CollectorLimit collectorLimit;
    private final boolean compression;
    private final boolean openMetrics;
    private final boolean createdSamples;
    /** Null without a limit of requests in flight. */
    private final @Nullable ScrapeSlots slots;
    /** Null without a timeout. */
    private final @Nullable TimeLimit timeLimit;
    /** In seconds since the epoch; null if it is not sent. */
    private final @Nullable String startTime;
    /** Its headers are complete, and not changed any more. */
    private final Reply outOfMemory = Reply.unavailable("Out of memory, try again later.\n");

    Scraper(ScraperOptions<?> options, BooleanSupplier cutsSlowReaders) {
        metrics = options.scraperMetrics();
        pool = new BufferPool(options.maxBytesInFlight(), MEMORY_PATIENCE);
        recentErrors = new RecentErrors(options.nanoTime);
        BodyEncoder bodies = new BodyEncoder(
                options.servedGatherer(),
                options.errorHandling,
                List.of(recentErrors::add, options.errorReport()),
                metrics,
                pool);
        shared = new SharedScrapes<>(
                (wanted, deadline) -> whateverMemory(() -> bodies.make(wanted, deadline)),
                options.coalescing,
                ROUND_PATIENCE);
        collectorLimit = new CollectorLimit(options.collectorTimeout, options.timeout);
        compression = options.compression;
        openMetrics = options.openMetrics;
        createdSamples = options.createdSamples;
        int limit = options.requestLimit();
        slots = limit == ScraperOptions.UNLIMITED
                ? null
                : new ScrapeSlots(limit, cutsSlowReaders, ScrapeSlots.PATIENCE);
        timeLimit = options.timeout == null ? null : new TimeLimit(options.timeout);
        Instant started = options.processStartTime;
        startTime = started == null ? null : Long.toString(started.getEpochSecond());
        withStartTime(outOfMemory);
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
     *     it. It is called for {@code Accept}, {@code Accept-Encoding}, {@code X-Prometheus-Scrape-Timeout-Seconds} and
     *     {@code X-Fennel-Look}, and must ignore the case of names
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
            reply = whateverMemory(() -> withStartTime(reply(method, headers, query)));
            metrics.answered(reply.status());
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

    /**
     * Makes a reply, or takes the one for a lack of memory, and logs that. The lack of memory of a body is dealt with
     * where it is made, so that it is logged once for all requests that share it.
     */
    private Reply whateverMemory(Supplier<Reply> maker) {
        try {
            return maker.get();
        } catch (OutOfMemoryError e) {
            logOutOfMemory(e);
            return outOfMemory;
        }
    }

    private static void logOutOfMemory(OutOfMemoryError error) {
        try {
            new GatherError("a scrape ran out of memory", error).log(LOGGER, Level.WARNING);
        } catch (Throwable e) {
            // There is no memory for that either, and the scrape is counted.
        }
    }

    private Reply withStartTime(Reply reply) {
        if (startTime == null) {
            return reply;
        }
        try {
            reply.headers().putIfAbsent("Process-Start-Time-Unix", startTime);
            return reply;
        } catch (Throwable e) { // there is no memory for it
            reply.release().run();
            throw e;
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
                NameFilter.of(query),
                collectorLimit.of(headers.apply(CollectorLimit.HEADER)),
                method.equals("HEAD") || isLook(headers.apply(LOOK)));
        long cameNanos = System.nanoTime();
        Deadline deadline = Deadline.of(wanted.collectorLimit());
        // Made here: once there is a slot, there may be no memory for it.
        Supplier<Reply> scrape = () -> serve(wanted, deadline);
        Runnable notStarted = this::leave;
        if (slots != null && !slots.enter(deadline)) {
            return slots.refusal();
        }
        return timeLimit == null ? scrape.get() : timeLimit.run(scrape, notStarted, cameNanos);
    }

    private static boolean isLook(@Nullable Collection<String> header) {
        return header != null && !header.isEmpty();
    }

    /** Gathers and encodes in a slot, which is free again when the reply is released. */
    private Reply serve(Wanted wanted, Deadline deadline) {
        Reply reply = null;
        try {
            reply = shared.get(wanted, deadline);
            return slots == null ? reply : slots.held(reply);
        } catch (Throwable e) {
            if (reply != null) {
                reply.release().run();
            }
            leave();
            throw e;
        }
    }

    private void leave() {
        if (slots != null) {
            slots.leave();
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

    /**
     * Who failed in the last scrapes, for a page that a person looks at: a line for each of the last 20 sources, with
     * the number of its errors and the seconds since the last, such as {@code collector com.example.Pool: 12 errors,
     * the last 3 s ago}. As strangers may read it, it never has the text of an exception.
     *
     * @return the lines, the latest first; empty if nothing has failed yet
     */
    public List<String> recentErrors() {
        return recentErrors.lines();
    }

    /**
     * How many scrapes wait at this moment until others have been sent, for the memory of their answers or for their
     * places among the requests in flight. While there are any, a server should cut off clients that are slow to read.
     *
     * @return at least 0
     */
    public int waitingForReaders() {
        return pool.waiting() + (slots == null ? 0 : slots.waiting());
    }

    /**
     * Whether a scrape that came now would be served, as far as other scrapes are concerned: fewer are in flight than
     * the {@linkplain ScraperOptions options} allow, or it would wait for one that is being sent, and not so many of
     * them hang that further ones are refused. Takes no place itself, so a health check can ask without harm.
     *
     * @return false if a scrape would be answered with 503 because of others
     */
    public boolean hasRoom() {
        return (slots == null || slots.haveRoom()) && !shared.isStuck();
    }

    /**
     * What a request asks for. Requests that ask the same may share a body.
     *
     * <p>Equality and hash are written out: on JDK 17 the JDK keeps those that a record comes with, once they have been
     * called, and with them the class loader of the record.
     *
     * @param format the format of the body
     * @param gzip whether to compress it
     * @param names the families to encode
     * @param collectorLimit how long to wait for collectors
     * @param look whether this is no scrape, so that nothing may be reset
     */
    record Wanted(Format format, boolean gzip, NameFilter names, Duration collectorLimit, boolean look) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Wanted that
                    && format.equals(that.format)
                    && gzip == that.gzip
                    && names.equals(that.names)
                    && collectorLimit.equals(that.collectorLimit)
                    && look == that.look;
        }

        @Override
        public int hashCode() {
            return Objects.hash(format, gzip, names, collectorLimit, look);
        }
    }

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
