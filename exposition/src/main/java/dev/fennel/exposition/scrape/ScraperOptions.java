package dev.fennel.exposition.scrape;

import dev.fennel.exposition.internal.Nullable;
import dev.fennel.registry.GatherError;
import dev.fennel.registry.Gatherer;
import dev.fennel.registry.Gatherers;
import dev.fennel.registry.Registerer;
import dev.fennel.registry.Registry;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Consumer;

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

    /** Null for the default registry. */
    private @Nullable Gatherer gatherer;

    /** Null if none was set: the scraper's own metrics are registered only if the default registry is served. */
    private @Nullable Registerer registerer;

    private boolean coalescing;
    private int maxRequestsInFlight = UNLIMITED;

    ErrorHandling errorHandling = ErrorHandling.HTTP_ERROR;
    Consumer<? super GatherError> errorLog = BodyEncoder::logError;
    boolean compression = true;

    /** On by default, unlike in client_golang: it is the only text format with exemplars. */
    boolean openMetrics = true;

    boolean createdSamples;

    /** Null for no limit. */
    @Nullable
    Duration timeout;

    /** Null if it is not sent. */
    @Nullable
    Instant processStartTime;

    /** For builders of scrapers and of their adapters. */
    protected ScraperOptions() {}

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
     * Makes overlapping scrapes share one gather, for collectors that are expensive to run; off by default.
     * {@link Gatherers#coalesced} has the details.
     *
     * @param on whether to share
     * @return this builder
     */
    public B coalescing(boolean on) {
        coalescing = on;
        return self();
    }

    /**
     * Sets what to do if something cannot be gathered or encoded; {@link ErrorHandling#HTTP_ERROR} by default.
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
     * of the builder's module: {@code dev.fennel.exposition} for a {@link Scraper}.
     *
     * @param newErrorLog called for each error, by the thread that serves the scrape
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
     * Switches the OpenMetrics format off or on; it is on by default. It is the only text format with exemplars, and a
     * client gets it only if it asks for it. Note that OpenMetrics writes whole numbers in the labels {@code le} and
     * {@code quantile} with a decimal point ({@code le="1.0"}). So if a server has scraped text 0.0.4 so far and now
     * gets OpenMetrics, these labels change, and new series begin.
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
     * them. Protobuf always contains these times, without additional series; text 0.0.4 never does.
     *
     * @param on whether to add them
     * @return this builder
     */
    public B createdSamples(boolean on) {
        createdSamples = on;
        return self();
    }

    /**
     * Limits how many requests are in flight. Any request above the limit is answered with 503 at once. A request is in
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
        if (limit.isZero() || limit.isNegative() || limit.compareTo(Duration.ofNanos(Long.MAX_VALUE)) > 0) {
            throw new IllegalArgumentException("timeout " + limit + ": expected above 0 and at most 292 years");
        }
        timeout = limit;
        return self();
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
        return new Scraper(this);
    }

    final Gatherer servedGatherer() {
        Gatherer served = gatherer == null ? Registry.defaultRegistry() : gatherer;
        return coalescing ? Gatherers.coalesced(served) : served;
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
