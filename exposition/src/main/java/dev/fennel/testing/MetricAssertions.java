package dev.fennel.testing;

import dev.fennel.model.Collector;
import dev.fennel.registry.Gatherer;
import dev.fennel.registry.Registry;
import java.net.URI;

/** The entry point for assertions about metrics. Its methods are meant to be imported statically. */
public final class MetricAssertions {
    private MetricAssertions() {}

    /**
     * Starts assertions about the metrics of an instrument or a custom collector.
     *
     * @param collector the collector, registered or not
     * @return assertions
     * @throws AssertionError as {@link GatheredMetrics#from(Collector)} does
     */
    public static MetricAssert assertThatMetrics(Collector collector) {
        return assertThatMetrics(GatheredMetrics.from(collector));
    }

    /**
     * Starts assertions about the metrics of a registry.
     *
     * @param registry the registry
     * @return assertions
     * @throws AssertionError if something goes wrong in gathering
     */
    public static MetricAssert assertThatMetrics(Registry registry) {
        return assertThatMetrics(GatheredMetrics.from(registry));
    }

    /**
     * Starts assertions about the metrics of a gatherer.
     *
     * @param gatherer the gatherer
     * @return assertions
     * @throws AssertionError if something goes wrong in gathering
     */
    public static MetricAssert assertThatMetrics(Gatherer gatherer) {
        return assertThatMetrics(GatheredMetrics.from(gatherer));
    }

    /**
     * Starts assertions about the metrics on a page, in the text format 0.0.4.
     *
     * @param page an http or https URL
     * @return assertions
     * @throws AssertionError as {@link GatheredMetrics#scrape(URI)} does
     * @throws IllegalArgumentException if the URL is of another kind
     */
    public static MetricAssert assertThatMetrics(URI page) {
        return assertThatMetrics(GatheredMetrics.scrape(page));
    }

    /**
     * Starts assertions about metrics that were gathered, scraped or parsed.
     *
     * @param metrics the metrics
     * @return assertions
     */
    public static MetricAssert assertThatMetrics(GatheredMetrics metrics) {
        return new MetricAssert(metrics);
    }
}
