package dev.fennel.benchmarks.peers;

import dev.fennel.benchmarks.Observations;
import dev.fennel.benchmarks.ScrapeLoad;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Puts the load into a registry of Micrometer, which adds a gauge with the maximum to every histogram. */
final class MicrometerLoad implements ScrapeLoad.Target {
    private final MeterRegistry registry;

    MicrometerLoad(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void counter(int family, String[] labelValues, double value) {
        Counter.builder("counter_" + family)
                .description(ScrapeLoad.HELP)
                .tags(tags(labelValues))
                .register(registry)
                .increment(value);
    }

    @Override
    public void gauge(int family, String[] labelValues, double value) {
        Gauge.builder("gauge_" + family, () -> value)
                .description(ScrapeLoad.HELP)
                .tags(tags(labelValues))
                .register(registry);
    }

    @Override
    public void histogram(String[] labelValues, double[] observations) {
        Timer histogram = Timer.builder("duration")
                .description(ScrapeLoad.HELP)
                .tags(tags(labelValues))
                .serviceLevelObjectives(MicrometerBuckets.DEFAULT)
                .register(registry);
        for (double value : observations) {
            histogram.record(Observations.toNanos(value), TimeUnit.NANOSECONDS);
        }
    }

    static List<Tag> tags(String[] labelValues) {
        return IntStream.range(0, labelValues.length)
                .mapToObj(i -> Tag.of(ScrapeLoad.LABEL_NAMES.get(i), labelValues[i]))
                .toList();
    }
}
