package dev.fennel.benchmarks;

import dev.fennel.metrics.CounterVec;
import dev.fennel.metrics.GaugeVec;
import dev.fennel.metrics.Histogram;
import dev.fennel.metrics.HistogramVec;
import dev.fennel.registry.Registerer;
import java.util.HashMap;
import java.util.Map;

/** Puts the {@link ScrapeLoad} into a registry of ours. */
final class RegistryLoad implements ScrapeLoad.Target {
    private static final String[] LABEL_NAMES = ScrapeLoad.LABEL_NAMES.toArray(String[]::new);

    private final Registerer registry;
    private final Map<Integer, CounterVec> counters = new HashMap<>();
    private final Map<Integer, GaugeVec> gauges = new HashMap<>();
    private final HistogramVec histograms;

    RegistryLoad(Registerer registry) {
        this.registry = registry;
        this.histograms = HistogramVec.builder("duration_seconds", ScrapeLoad.HELP, LABEL_NAMES)
                .register(registry);
    }

    @Override
    public void counter(int family, String[] labelValues, double value) {
        counters.computeIfAbsent(family, this::newCounters)
                .withLabelValues(labelValues)
                .add(value);
    }

    @Override
    public void gauge(int family, String[] labelValues, double value) {
        gauges.computeIfAbsent(family, this::newGauges)
                .withLabelValues(labelValues)
                .set(value);
    }

    @Override
    public void histogram(String[] labelValues, double[] observations) {
        Histogram histogram = histograms.withLabelValues(labelValues);
        for (double value : observations) {
            histogram.observe(value);
        }
    }

    private CounterVec newCounters(int family) {
        return CounterVec.builder("counter_" + family + "_total", ScrapeLoad.HELP, LABEL_NAMES)
                .register(registry);
    }

    private GaugeVec newGauges(int family) {
        return GaugeVec.builder("gauge_" + family, ScrapeLoad.HELP, LABEL_NAMES).register(registry);
    }
}
