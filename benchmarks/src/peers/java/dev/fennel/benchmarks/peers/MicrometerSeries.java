package dev.fennel.benchmarks.peers;

import dev.fennel.benchmarks.SeriesKind;
import dev.fennel.benchmarks.SeriesMaker;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The series of Micrometer, which knows no native histograms. */
public final class MicrometerSeries implements SeriesMaker {
    private static final int AGES = 5;
    private static final Duration MAX_AGE = Duration.ofMinutes(10);

    /** For {@link dev.fennel.benchmarks.RetainedHeap}. */
    public MicrometerSeries() {}

    @Override
    public Set<SeriesKind> kinds() {
        return EnumSet.complementOf(EnumSet.of(SeriesKind.NATIVE_HISTOGRAM));
    }

    /** A summary takes a lot: each of its ages has arrays for all values from one nanosecond to many hours. */
    @Override
    public int count(SeriesKind kind) {
        return kind == SeriesKind.SUMMARY ? 1_000 : SeriesMaker.super.count(kind);
    }

    @Override
    public Object make(SeriesKind kind, List<String[]> labelValues) {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        for (String[] values : labelValues) {
            switch (kind) {
                case COUNTER ->
                    Counter.builder("c")
                            .tags(MicrometerLoad.tags(values))
                            .register(registry)
                            .increment();
                case CLASSIC_HISTOGRAM ->
                    observe(Timer.builder("h").serviceLevelObjectives(MicrometerBuckets.DEFAULT), values, registry);
                case SUMMARY ->
                    observe(
                            Timer.builder("s")
                                    .publishPercentiles(0.5, 0.9, 0.99)
                                    .percentilePrecision(2)
                                    .distributionStatisticExpiry(MAX_AGE)
                                    .distributionStatisticBufferLength(AGES),
                            values,
                            registry);
                case NATIVE_HISTOGRAM -> throw new UnsupportedOperationException(kind.toString());
            }
        }
        return registry;
    }

    private static void observe(Timer.Builder timer, String[] labelValues, PrometheusMeterRegistry registry) {
        timer.tags(MicrometerLoad.tags(labelValues)).register(registry).record(Duration.ofSeconds(1));
    }
}
