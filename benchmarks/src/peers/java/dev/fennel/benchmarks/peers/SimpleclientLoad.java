package dev.fennel.benchmarks.peers;

import dev.fennel.benchmarks.ScrapeLoad;
import dev.fennel.metrics.Buckets;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.prometheus.client.Histogram;
import java.util.HashMap;
import java.util.Map;

/** Puts the load into a registry of the older Prometheus client for Java. */
final class SimpleclientLoad implements ScrapeLoad.Target {
    private static final String[] LABEL_NAMES = ScrapeLoad.LABEL_NAMES.toArray(String[]::new);

    private final CollectorRegistry registry;
    private final Map<Integer, Counter> counters = new HashMap<>();
    private final Map<Integer, Gauge> gauges = new HashMap<>();
    private final Histogram histograms;

    SimpleclientLoad(CollectorRegistry registry) {
        this.registry = registry;
        this.histograms = Histogram.build("duration_seconds", ScrapeLoad.HELP)
                .labelNames(LABEL_NAMES)
                .buckets(Buckets.DEFAULT.upperBounds())
                .withoutExemplars()
                .register(registry);
    }

    @Override
    public void counter(int family, String[] labelValues, double value) {
        counters.computeIfAbsent(family, this::newCounter).labels(labelValues).inc(value);
    }

    @Override
    public void gauge(int family, String[] labelValues, double value) {
        gauges.computeIfAbsent(family, this::newGauge).labels(labelValues).set(value);
    }

    @Override
    public void histogram(String[] labelValues, double[] observations) {
        Histogram.Child histogram = histograms.labels(labelValues);
        for (double value : observations) {
            histogram.observe(value);
        }
    }

    private Counter newCounter(int family) {
        return Counter.build("counter_" + family + "_total", ScrapeLoad.HELP)
                .labelNames(LABEL_NAMES)
                .withoutExemplars()
                .register(registry);
    }

    private Gauge newGauge(int family) {
        return Gauge.build("gauge_" + family, ScrapeLoad.HELP)
                .labelNames(LABEL_NAMES)
                .register(registry);
    }
}
