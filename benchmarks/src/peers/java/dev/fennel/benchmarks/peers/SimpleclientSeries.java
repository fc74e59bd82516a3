package dev.fennel.benchmarks.peers;

import dev.fennel.benchmarks.ScrapeLoad;
import dev.fennel.benchmarks.SeriesKind;
import dev.fennel.benchmarks.SeriesMaker;
import dev.fennel.metrics.Buckets;
import io.prometheus.client.Counter;
import io.prometheus.client.Histogram;
import io.prometheus.client.Summary;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The series of the older Prometheus client for Java, which knows no native histograms. */
public final class SimpleclientSeries implements SeriesMaker {
    private static final String[] LABEL_NAMES = ScrapeLoad.LABEL_NAMES.toArray(String[]::new);

    /** For {@link dev.fennel.benchmarks.RetainedHeap}. */
    public SimpleclientSeries() {}

    @Override
    public Set<SeriesKind> kinds() {
        return EnumSet.complementOf(EnumSet.of(SeriesKind.NATIVE_HISTOGRAM));
    }

    @Override
    public Object make(SeriesKind kind, List<String[]> labelValues) {
        return switch (kind) {
            case COUNTER -> counters(labelValues);
            case CLASSIC_HISTOGRAM -> histograms(labelValues);
            case SUMMARY -> summaries(labelValues);
            case NATIVE_HISTOGRAM -> throw new UnsupportedOperationException(kind.toString());
        };
    }

    private static Object counters(List<String[]> labelValues) {
        Counter counter = Counter.build("c_total", "c")
                .labelNames(LABEL_NAMES)
                .withoutExemplars()
                .create();
        labelValues.forEach(values -> counter.labels(values).inc());
        return counter;
    }

    private static Object histograms(List<String[]> labelValues) {
        Histogram histogram = Histogram.build("h", "h")
                .labelNames(LABEL_NAMES)
                .buckets(Buckets.DEFAULT.upperBounds())
                .withoutExemplars()
                .create();
        labelValues.forEach(values -> histogram.labels(values).observe(1));
        return histogram;
    }

    private static Object summaries(List<String[]> labelValues) {
        Summary summary = Summary.build("s", "s")
                .labelNames(LABEL_NAMES)
                .quantile(0.5, 0.05)
                .quantile(0.9, 0.01)
                .quantile(0.99, 0.001)
                .create();
        labelValues.forEach(values -> summary.labels(values).observe(1));
        return summary;
    }
}
