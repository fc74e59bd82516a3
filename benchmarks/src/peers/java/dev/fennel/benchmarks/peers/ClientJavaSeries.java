package dev.fennel.benchmarks.peers;

import dev.fennel.benchmarks.ScrapeLoad;
import dev.fennel.benchmarks.SeriesKind;
import dev.fennel.benchmarks.SeriesMaker;
import dev.fennel.metrics.Buckets;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Summary;
import java.util.List;

/** The series of the Prometheus client for Java. */
public final class ClientJavaSeries implements SeriesMaker {
    private static final String[] LABEL_NAMES = ScrapeLoad.LABEL_NAMES.toArray(String[]::new);

    /** For {@link dev.fennel.benchmarks.RetainedHeap}. */
    public ClientJavaSeries() {}

    @Override
    public Object make(SeriesKind kind, List<String[]> labelValues) {
        return switch (kind) {
            case COUNTER -> counters(labelValues);
            case CLASSIC_HISTOGRAM ->
                observed(histogram().classicOnly().classicUpperBounds(Buckets.DEFAULT.upperBounds()), labelValues);
            case NATIVE_HISTOGRAM -> observed(histogram().nativeOnly().nativeInitialSchema(3), labelValues);
            case SUMMARY -> summaries(labelValues);
        };
    }

    private static Object counters(List<String[]> labelValues) {
        Counter counter = Counter.builder()
                .name("c_total")
                .labelNames(LABEL_NAMES)
                .withoutExemplars()
                .build();
        labelValues.forEach(values -> counter.labelValues(values).inc());
        return counter;
    }

    private static Histogram.Builder histogram() {
        return Histogram.builder().name("h").labelNames(LABEL_NAMES).withoutExemplars();
    }

    private static Object observed(Histogram.Builder builder, List<String[]> labelValues) {
        Histogram histogram = builder.build();
        labelValues.forEach(values -> histogram.labelValues(values).observe(1));
        return histogram;
    }

    private static Object summaries(List<String[]> labelValues) {
        Summary summary = Summary.builder()
                .name("s")
                .labelNames(LABEL_NAMES)
                .quantile(0.5, 0.05)
                .quantile(0.9, 0.01)
                .quantile(0.99, 0.001)
                .withoutExemplars()
                .build();
        labelValues.forEach(values -> summary.labelValues(values).observe(1));
        return summary;
    }
}
