package dev.fennel.benchmarks;

import dev.fennel.metrics.CounterVec;
import dev.fennel.metrics.HistogramBuilder;
import dev.fennel.metrics.HistogramVec;
import dev.fennel.metrics.SummaryVec;
import java.util.List;

/** Our series. */
public final class FennelSeries implements SeriesMaker {
    private static final String[] LABEL_NAMES = ScrapeLoad.LABEL_NAMES.toArray(String[]::new);

    /** For {@link RetainedHeap}. */
    public FennelSeries() {}

    @Override
    public Object make(SeriesKind kind, List<String[]> labelValues) {
        return switch (kind) {
            case COUNTER -> counters(labelValues);
            case CLASSIC_HISTOGRAM -> observed(HistogramVec.builder("h", "", LABEL_NAMES), labelValues);
            case NATIVE_HISTOGRAM ->
                observed(HistogramVec.builder("h", "", LABEL_NAMES).nativeBuckets(1.1), labelValues);
            case SUMMARY -> summaries(labelValues);
        };
    }

    private static Object counters(List<String[]> labelValues) {
        CounterVec vec = CounterVec.builder("c_total", "", LABEL_NAMES).build();
        labelValues.forEach(values -> vec.withLabelValues(values).inc());
        return vec;
    }

    /** Counters of which each has another value. */
    static CounterVec numbered(List<String[]> labelValues) {
        CounterVec vec =
                CounterVec.builder("c_total", ScrapeLoad.HELP, LABEL_NAMES).build();
        for (int i = 0; i < labelValues.size(); i++) {
            vec.withLabelValues(labelValues.get(i)).add(i);
        }
        return vec;
    }

    private static Object observed(HistogramBuilder<HistogramVec> histograms, List<String[]> labelValues) {
        HistogramVec vec = histograms.build();
        labelValues.forEach(values -> vec.withLabelValues(values).observe(1));
        return vec;
    }

    private static Object summaries(List<String[]> labelValues) {
        SummaryVec vec = SummaryVec.builder("s", "", LABEL_NAMES)
                .objective(0.5, 0.05)
                .objective(0.9, 0.01)
                .objective(0.99, 0.001)
                .build();
        labelValues.forEach(values -> vec.withLabelValues(values).observe(1));
        return vec;
    }
}
