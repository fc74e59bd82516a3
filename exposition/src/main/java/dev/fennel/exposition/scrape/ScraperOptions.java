package dev.fennel.exposition.scrape;

import dev.fennel.exposition.internal.Nullable;
import dev.fennel.model.Labels;
import dev.fennel.registry.GatherError;
import dev.fennel.registry.Gatherer;
import dev.fennel.registry.Gatherers;
import dev.fennel.registry.Registerer;
import dev.fennel.registry.Registry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * How metrics are served: the options that the builder of a {@link Scraper} has in common with the builders of handlers
 * that adapt one to a server. All of them have defaults.
 *
 * <pre>{@code
 * MetricsHandler handler = MetricsHandler.builder()
 *         .registry(registry)
 *         .maxRequestsInFlight(4)
 *         .timeout(Duration.ofSeconds(9))
 *         .build();
 * }</pre>
 *
 * <p>Used by one thread; a builder may be used several times.
 *
 * @param <B> the builder's own type
 */
public abstract class ScraperOptions<B extends ScraperOptions<B>> {
    static final int UNLIMITED = 0;

    /** With a timeout, gathers that exceeded it go on running, and would pile up behind a collector that hangs. */
    static final int LIMIT_WITH_TIMEOUT = 64;

    private static final long MIN_BYTES = 8 << 20;
    private static final int HEAP_PARTS = 4;

    /** Null for the default registry. */
    private @Nullable Gatherer gatherer;

    private Labels labels = Labels.EMPTY;

    /** Null if none was set: the scraper's own metrics are registered only if the default registry is served. */
    private @Nullable Registerer registerer;

    /** Null for the default log. */
    private @Nullable Consumer<? super GatherError> errorLog;

    private int maxRequestsInFlight = UNLIMITED;

    /** Zero for a part of the heap. */
    private long maxBytesInFlight;

    private final String loggerName;

    boolean coalescing;
    ErrorHandling errorHandling = ErrorHandling.CONTINUE;
    boolean compression = true;

    /** On by default, unlike in client_golang: it is the only text format with exemplars. */
    boolean openMetrics = true;

    boolean createdSamples;

    /** Null for no limit. */
    @Nullable
    Duration timeout;

    /** Null for the default. */
    @Nullable
    Duration collectorTimeout;

    /** Null if it is not sent. */
    @Nullable
    Instant processStartTime;

    /** The clock of what is logged and shown of errors; tests set another. */
    LongSupplier nanoTime = System::nanoTime;

    /** For builders of scrapers and of their adapters, whose errors are logged by {@code dev.fennel.exposition}. */
    protected ScraperOptions() {
        this("dev.fennel.exposition");
    }

    /**
     * For builders of adapters that have a logger of their own.
     *
     * @param loggerName the name of the {@link System.Logger} for errors
     */
    protected ScraperOptions(String loggerName) {
        this.loggerName = Objects.requireNonNull(loggerName, "loggerName");
    }

    /**
     * Serves a registry, and registers the scraper's own metrics with it: the same as {@link #gatherer} and
     * {@link #registerer}. The default is the default registry.
     *
     * @param registry the registry to serve
     * @return this builder
     */
    public B registry(Registry registry) {
        Objects.requireNonNull(registry, "registry");
        gatherer(registry);
        return registerer(registry);
    }

    /**
     * Serves a gatherer. The scraper's own metrics are only registered if {@link #registerer} is called too.
     *
     * @param newGatherer gathers the metrics; if it throws, that is treated like an error that it reports
     * @return this builder
     */
    public B gatherer(Gatherer newGatherer) {
        gatherer = Objects.requireNonNull(newGatherer, "gatherer");
        return self();
    }

    /**
     * Adds labels to all metrics that are served, as {@link Gatherers#withLabels} does: those of the JVM too, and the
     * scraper's own if they are registered with the registry that is served. The labels replace those of an earlier
     * call.
     *
     * @param newLabels the labels, such as {@code Labels.of("env", "prod")}; a metric's own label of the same name wins
     * @return this builder
     * @throws IllegalArgumentException if one of the labels is called {@code le} or {@code quantile}
     */
    public B labels(Labels newLabels) {
        Gatherers.withLabels(Registry.create(), newLabels); // throws at once if it would later
        labels = newLabels;
        return self();
    }

    /**
     * Registers the scraper's own metrics, or uses those that another scraper has registered there before.
     *
     * @param newRegisterer where to register the scraper's own metrics
     * @return this builder
     */
    public B registerer(Registerer newRegisterer) {
        registerer = Objects.requireNonNull(newRegisterer, "registerer");
        return self();
    }

    /**
     * Lets a scrape have the body that another one, which asks the same, is making already, for collectors that are
     * expensive to run; off by default. What happened since that one began may be missing then. One whose own time is
     * up, most likely because a collector hangs, is not waited for. Without this option, scrapes that ask the same at
     * the same time still share one body, but never one of which the gather began before they came.
     *
     * <p>Scrapes for different formats or families share no body. For them to share a gather, serve a
     * {@linkplain Gatherers#coalesced coalesced} gatherer.
     *
     * @param on whether to share
     * @return this builder
     */
    public B coalescing(boolean on) {
        coalescing = on;
        return self();
    }

    /**
     * Sets what to do if something cannot be gathered or encoded; {@link ErrorHandling#CONTINUE} by default.
     *
     * @param newErrorHandling what to do
     * @return this builder
     */
    public B errorHandling(ErrorHandling newErrorHandling) {
        errorHandling = Objects.requireNonNull(newErrorHandling, "errorHandling");
        return self();
    }

    /**
     * Sets where errors are reported. By default they are logged as warnings, to a {@link System.Logger} with the name
     * of the builder's module, {@code dev.fennel.exposition} for a {@link Scraper}: the first ten errors of a scrape,
     * and how many more there were, once a minute as long as the same sources fail.
     *
     * @param newErrorLog called for each error of each scrape, by the thread that serves it
     * @return this builder
     */
    public B errorLog(Consumer<? super GatherError> newErrorLog) {
        errorLog = Objects.requireNonNull(newErrorLog, "errorLog");
        return self();
    }

    /**
     * Switches compression off, or on, as it is by default.
     *
     * @param on whether to compress for the clients that ask for it
     * @return this builder
     */
    public B compression(boolean on) {
        compression = on;
        return self();
    }

    /**
     * Switches OpenMetrics, in both versions, off or on; it is on by default. No other text format has exemplars, and a
     * client gets it only if it asks for it. Note that OpenMetrics 1.0 writes whole numbers in the labels {@code le}
     * and {@code quantile} with a decimal point ({@code le="1.0"}). So if a server has scraped text 0.0.4 so far and
     * now gets OpenMetrics, these labels change, and new series begin.
     *
     * @param on whether OpenMetrics is on offer
     * @return this builder
     */
    public B openMetrics(boolean on) {
        openMetrics = on;
        return self();
    }

    /**
     * Adds series {@code _created} to OpenMetrics, whose values are the times when counters, histograms and summaries
     * began. They are off by default, because they double the number of series of counters, and only some servers use
     * them. Protobuf and OpenMetrics 2.0 always contain these times, without additional series; text 0.0.4 never does.
     *
     * @param on whether to add them
     * @return this builder
     */
    public B createdSamples(boolean on) {
        createdSamples = on;
        return self();
    }

    /**
     * Limits how many requests are in flight. A request above the limit is answered with 503 at once, with one
     * exception: if the server cuts off slow readers, as {@code MetricsServer} does, and answers are being sent, up to
     * 16 requests wait for their end, for 2.5 seconds at most, and no longer than collectors may take. A request is in
     * flight until its answer is closed or, if it timed out, until its gather has ended.
     *
     * @param limit at least 1, or 0 for no limit, which is the default
     * @return this builder
     * @throws IllegalArgumentException if the limit is negative
     */
    public B maxRequestsInFlight(int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("max requests in flight " + limit + ": expected at least 0");
        }
        maxRequestsInFlight = limit;
        return self();
    }

    /**
     * Limits the memory for answers in flight, including what is kept for the next scrapes; by default to a quarter of
     * the heap's largest size, and to at least 8 MiB. A scrape beyond the limit waits for up to three seconds until
     * others have been sent, and is answered with 503 then. The limit is no exact one: how large a body is shows only
     * when it is made, and one that is larger than the limit is made when there is no other.
     *
     * @param bytes at least 1
     * @return this builder
     * @throws IllegalArgumentException if the limit is not positive
     */
    public B maxBytesInFlight(long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("max bytes in flight " + bytes + ": expected at least 1");
        }
        maxBytesInFlight = bytes;
        return self();
    }

    /**
     * Limits how long a scrape waits for custom collectors. What has not been collected by then is left out and
     * reported, and all other metrics are served, if the gatherer {@linkplain Gatherer#gather(Duration) heeds} limits,
     * as registries do.
     *
     * <p>By default the limit is what the client says that it waits, in {@code X-Prometheus-Scrape-Timeout-Seconds},
     * less a tenth or half a second for sending, whichever is shorter; values above two minutes or below half a second
     * count as these. It is 10 seconds if the client does not say. With this option the limit is never above the given
     * one. With a {@link #timeout}, it is also below that.
     *
     * @param limit above zero
     * @return this builder
     * @throws IllegalArgumentException if the limit is zero, negative, or above 292 years
     */
    public B collectorTimeout(Duration limit) {
        checkTimeout("collector timeout", limit);
        collectorTimeout = limit;
        return self();
    }

    /**
     * Limits the time for a scrape; there is no limit by default. When the time is up, the request is answered with
     * 503. The gather cannot be stopped, and goes on.
     *
     * <p>With a timeout, each scrape runs in a daemon thread of its own, which ends with the scrape. So that these
     * threads do not pile up behind a collector that hangs, at most 64 requests may be in flight, unless
     * {@link #maxRequestsInFlight} sets another limit.
     *
     * @param limit above zero; it should be less than the timeout of the server that scrapes
     * @return this builder
     * @throws IllegalArgumentException if the limit is zero, negative, or above 292 years
     */
    public B timeout(Duration limit) {
        checkTimeout("timeout", limit);
        timeout = limit;
        return self();
    }

    private static void checkTimeout(String name, Duration limit) {
        if (limit.isZero() || limit.isNegative() || limit.compareTo(Duration.ofNanos(Long.MAX_VALUE)) > 0) {
            throw new IllegalArgumentException(name + " " + limit + ": expected above 0 and at most 292 years");
        }
    }

    /**
     * Sends the time when the process started with every answer, in the header {@code Process-Start-Time-Unix}, so that
     * a reader can detect a restart without a metric. For the current JVM, the time is
     * {@code ProcessHandle.current().info().startInstant()}.
     *
     * @param start when the process started; sent in whole seconds since 1970
     * @return this builder
     */
    public B processStartTime(Instant start) {
        processStartTime = Objects.requireNonNull(start, "processStartTime");
        return self();
    }

    /**
     * Makes a scraper with these options.
     *
     * @return a new scraper
     * @throws IllegalArgumentException if something else is registered under the name of one of the scraper's own
     *     metrics
     */
    protected final Scraper newScraper() {
        return newScraper(() -> false);
    }

    /**
     * Makes a scraper with these options for a server that cuts off clients that are slow to read, while
     * {@link Scraper#waitingForReaders} says that others wait.
     *
     * @param cutsSlowReaders whether the server does so for the request that the calling thread answers; asked when a
     *     request finds that as many as allowed are in flight. If so, and answers are being sent, it waits for a place
     *     among the requests in flight, otherwise it is refused at once
     * @return a new scraper
     * @throws IllegalArgumentException if something else is registered under the name of one of the scraper's own
     *     metrics
     */
    protected final Scraper newScraper(BooleanSupplier cutsSlowReaders) {
        return new Scraper(this, Objects.requireNonNull(cutsSlowReaders, "cutsSlowReaders"));
    }

    final Gatherer servedGatherer() {
        return Gatherers.withLabels(gatherer == null ? Registry.defaultRegistry() : gatherer, labels);
    }

    final Consumer<List<GatherError>> errorReport() {
        return errorLog == null
                ? new ErrorLog(System.getLogger(loggerName), nanoTime)::log
                : BodyEncoder.each(errorLog);
    }

    final long maxBytesInFlight() {
        return maxBytesInFlight > 0
                ? maxBytesInFlight
                : Math.max(MIN_BYTES, Runtime.getRuntime().maxMemory() / HEAP_PARTS);
    }

    final ScraperMetrics scraperMetrics() {
        if (registerer != null) {
            return ScraperMetrics.registeredWith(registerer);
        }
        return gatherer == null
                ? ScraperMetrics.registeredWith(Registry.defaultRegistry())
                : ScraperMetrics.unregistered();
    }

    /** How many requests may be in flight, or {@link #UNLIMITED}. */
    final int requestLimit() {
        boolean implied = maxRequestsInFlight == UNLIMITED && timeout != null;
        return implied ? LIMIT_WITH_TIMEOUT : maxRequestsInFlight;
    }

    @SuppressWarnings("unchecked") // B is the type of the builder itself
    private B self() {
        return (B) this;
    }
}
