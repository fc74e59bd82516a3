package dev.fennel.exposition.scrape;

import dev.fennel.metrics.Counter;
import dev.fennel.metrics.CounterVec;
import dev.fennel.metrics.Gauge;
import dev.fennel.registry.Registerer;

/**
 * The metrics of a {@link Scraper} about itself. They have client_golang's names, so that existing dashboards and
 * alerts work. All scrapers that register with the same registry share them.
 */
final class ScraperMetrics {
    private final CounterVec requests;
    private final Gauge inFlight;
    private final Counter gatheringErrors;
    private final Counter encodingErrors;

    private ScraperMetrics(CounterVec requests, Gauge inFlight, CounterVec errors) {
        this.requests = requests;
        this.inFlight = inFlight;
        for (int status : new int[] {200, 500, 503}) {
            requests.withLabelValues(Integer.toString(status));
        }
        gatheringErrors = errors.withLabelValues("gathering");
        encodingErrors = errors.withLabelValues("encoding");
    }

    /** Metrics that are not exposed anywhere. */
    static ScraperMetrics unregistered() {
        return new ScraperMetrics(newRequests(), newInFlight(), newErrors());
    }

    /**
     * Registered metrics: new ones, or those that another scraper has registered before.
     *
     * @param registerer where to register them
     * @throws IllegalArgumentException if something else is registered under one of their names
     */
    static ScraperMetrics registeredWith(Registerer registerer) {
        return new ScraperMetrics(
                registerer.registerOrGet(newRequests()),
                registerer.registerOrGet(newInFlight()),
                registerer.registerOrGet(newErrors()));
    }

    void began() {
        inFlight.inc();
    }

    void ended() {
        inFlight.dec();
    }

    void answered(int status) {
        requests.withLabelValues(Integer.toString(status)).inc();
    }

    void gatheringFailed() {
        gatheringErrors.inc();
    }

    void encodingFailed() {
        encodingErrors.inc();
    }

    private static CounterVec newRequests() {
        return CounterVec.builder(
                        "promhttp_metric_handler_requests_total",
                        "Total number of scrapes by HTTP status code.",
                        "code")
                .build();
    }

    private static Gauge newInFlight() {
        return Gauge.builder("promhttp_metric_handler_requests_in_flight", "Current number of scrapes being served.")
                .build();
    }

    private static CounterVec newErrors() {
        return CounterVec.builder(
                        "promhttp_metric_handler_errors_total",
                        "Total number of internal errors encountered by the promhttp metric handler.",
                        "cause")
                .build();
    }
}
