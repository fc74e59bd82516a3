package dev.fennel.benchmarks.peers;

import dev.fennel.benchmarks.ScrapeLoad;
import dev.fennel.metrics.Buckets;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.HashMap;
import java.util.Map;

/** Puts the load into a registry of the Prometheus client for Java. */
final class ClientJavaLoad implements ScrapeLoad.Target {
    private static final String[] LABEL_NAMES = ScrapeLoad.LABEL_NAMES.toArray(String[]::new);

    private final PrometheusRegistry registry;
    private final Map<Integer, Counter> counters = new HashMap<>();
    private final Map<Integer, Gauge> gauges = new HashMap<>();
    private final Histogram histograms;

    ClientJavaLoad(PrometheusRegistry registry) {
        this.registry = registry;
        this.histograms = Histogram.builder()
                .name("duration_seconds")
                .help(ScrapeLoad.HELP)
                .labelNames(LABEL_NAMES)
                .classicOnly()
                .classicUpperBounds(Buckets.DEFAULT.upperBounds())
                .withoutExemplars()
                .register(registry);
    }

    @Override
    public void counter(int family, String[] labelValues, double value) {
        counters.computeIfAbsent(family, this::newCounter)
                .labelValues(labelValues)
                .inc(value);
    }

    @Override
    public void gauge(int family, String[] labelValues, double value) {
        gauges.computeIfAbsent(family, this::newGauge).labelValues(labelValues).set(value);
    }

    @Override
    public void histogram(String[] labelValues, double[] observations) {
        DistributionDataPoint histogram = histograms.labelValues(labelValues);
        for (double value : observations) {
            histogram.observe(value);
        }
    }

    private Counter newCounter(int family) {
        return Counter.builder()
                .name("counter_" + family + "_total")
                .help(ScrapeLoad.HELP)
                .labelNames(LABEL_NAMES)
                .withoutExemplars()
                .register(registry);
    }

    private Gauge newGauge(int family) {
        return Gauge.builder()
                .name("gauge_" + family)
                .help(ScrapeLoad.HELP)
                .labelNames(LABEL_NAMES)
                .withoutExemplars()
                .register(registry);
    }
}
