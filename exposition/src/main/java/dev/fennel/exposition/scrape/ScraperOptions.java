package dev.fennel.exposition.scrape;

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
 * How metrics are served: what the builders of a {@link Scraper}, and of the handlers that adapt one to a server, have
 * in common. Everything has a default.
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

    /** With a timeout, gathers that overran it are still under way, and would pile up behind a collector that hangs. */
    static final int LIMIT_WITH_TIMEOUT = 64;

    private Gatherer gatherer;
    private Registerer registerer;
    private boolean coalescing;
    private int maxRequestsInFlight = UNLIMITED;

    ErrorHandling errorHandling = ErrorHandling.HTTP_ERROR;
    Consumer<? super GatherError> errorLog = Scrape::logError;
    boolean compression = true;

    /** On by default, unlike client_golang's: it is the one text format that shows exemplars. */
    boolean openMetrics = true;

    boolean createdSamples;
    Duration timeout;
    Instant processStartTime;

    /** For builders of scrapers and of what adapts them. */
    protected ScraperOptions() {}

    /**
     * Serves a registry, and registers the scraper's own metrics with it: {@link #gatherer} and {@link #registerer} in
     * one. The default is the default registry.
     *
     * @param registry what to serve
     * @return this builder
     */
    public B registry(Registry registry) {
        Objects.requireNonNull(registry, "registry");
        gatherer(registry);
        return registerer(registry);
    }

    /**
     * Serves a gatherer. The scraper's own metrics are only registered where {@link #registerer} says.
     *
     * @param newGatherer gathers what to serve; should it throw, that is an error like those it reports
     * @return this builder
     */
    public B gatherer(Gatherer newGatherer) {
        gatherer = Objects.requireNonNull(newGatherer, "gatherer");
        return self();
    }

    /**
     * Registers the scraper's own metrics, or finds them where another scraper has registered them before.
     *
     * @param newRegisterer takes the scraper's own metrics in
     * @return this builder
     */
    public B registerer(Registerer newRegisterer) {
        registerer = Objects.requireNonNull(newRegisterer, "registerer");
        return self();
    }

    /**
     * Lets scrapes that overlap share one gather, for collectors that are expensive to run; off by default. See
     * {@link Gatherers#coalesced} for what that means.
     *
     * @param on whether to share
     * @return this builder
     */
    public B coalescing(boolean on) {
        coalescing = on;
        return self();
    }

    /**
     * Says what to do when something cannot be gathered or encoded; {@link ErrorHandling#HTTP_ERROR} by default.
     *
     * @param newErrorHandling what to do
     * @return this builder
     */
    public B errorHandling(ErrorHandling newErrorHandling) {
        errorHandling = Objects.requireNonNull(newErrorHandling, "errorHandling");
        return self();
    }

    /**
     * Sends errors somewhere else than to a {@link System.Logger} that has the name of the builder's package, where
     * they are warnings.
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
     * Switches the OpenMetrics format off, or on, as it is by default: of the text formats it is the one that shows
     * exemplars, and a client gets it only if it asks for it. Mind that it writes the labels {@code le} and
     * {@code quantile} of whole numbers with a decimal point ({@code le="1.0"}), so these series change their names
     * when a server that understands it first scrapes what it has scraped as text before.
     *
     * @param on whether OpenMetrics is on offer
     * @return this builder
     */
    public B openMetrics(boolean on) {
        openMetrics = on;
        return self();
    }

    /**
     * Adds the series {@code _created} to OpenMetrics, which tell when a counter, histogram or summary began; off by
     * default, as they double the number of series of counters and only some servers know what to do with them.
     * Protobuf says the same without series, and always; text 0.0.4 cannot.
     *
     * @param on whether to add them
     * @return this builder
     */
    public B createdSamples(boolean on) {
        createdSamples = on;
        return self();
    }

    /**
     * Limits how many requests are in flight. One more gets 503 at once. A request is in flight until its answer is
     * closed, and if it timed out, until its gather has ended.
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
     * Limits the time for a scrape, which otherwise takes as long as it takes. When the time is up the request gets
     * 503; the gather cannot be stopped, and goes on.
     *
     * <p>Scrapes run in daemon threads of their own then, each of which ends with its scrape. So that they do not pile
     * up behind a collector that hangs, there may be 64 requests in flight, unless {@link #maxRequestsInFlight} says
     * otherwise.
     *
     * @param limit above zero; should be less than the timeout of the server that scrapes
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
     * Tells with every answer, in the header {@code Process-Start-Time-Unix}, when the process started, so that a
     * reader can tell a restart without looking for a metric. A JVM knows its own by
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

    final HandlerMetrics handlerMetrics() {
        if (registerer != null) {
            return HandlerMetrics.registeredWith(registerer);
        }
        return gatherer == null
                ? HandlerMetrics.registeredWith(Registry.defaultRegistry())
                : HandlerMetrics.unregistered();
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
