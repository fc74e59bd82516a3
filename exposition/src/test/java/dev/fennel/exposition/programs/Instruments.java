package dev.fennel.exposition.programs;

import dev.fennel.metrics.Counter;
import dev.fennel.metrics.CounterFunc;
import dev.fennel.metrics.CounterVec;
import dev.fennel.metrics.Gauge;
import dev.fennel.metrics.GaugeFunc;
import dev.fennel.metrics.GaugeVec;
import dev.fennel.metrics.Histogram;
import dev.fennel.metrics.HistogramBuilder;
import dev.fennel.metrics.HistogramVec;
import dev.fennel.metrics.MetricBuilder;
import dev.fennel.metrics.Summary;
import dev.fennel.metrics.SummaryBuilder;
import dev.fennel.metrics.SummaryVec;
import dev.fennel.metrics.UntypedFunc;
import dev.fennel.model.Collector;
import dev.fennel.model.Labels;

/** Makes the instruments of programs. */
final class Instruments {
    private Instruments() {}

    static Collector of(Statement st) {
        String name = st.text("name");
        String help = st.text("help");
        String[] labels = st.texts("labelNames").toArray(String[]::new);
        double value = st.number("value");
        boolean isVec = st.flag("isVec");
        return switch (st.text("kind")) {
            case "counter" ->
                isVec ? built(CounterVec.builder(name, help, labels), st) : built(Counter.builder(name, help), st);
            case "gauge" ->
                isVec ? built(GaugeVec.builder(name, help, labels), st) : built(Gauge.builder(name, help), st);
            case "histogram" ->
                isVec
                        ? built(histogram(HistogramVec.builder(name, help, labels), st), st)
                        : built(histogram(Histogram.builder(name, help), st), st);
            case "summary" ->
                isVec
                        ? built(summary(SummaryVec.builder(name, help, labels), st), st)
                        : built(summary(Summary.builder(name, help), st), st);
            case "counterFunc" -> built(CounterFunc.builder(name, help, () -> value), st);
            case "gaugeFunc" -> built(GaugeFunc.builder(name, help, () -> value), st);
            case "untypedFunc" -> built(UntypedFunc.builder(name, help, () -> value), st);
            default -> throw new IllegalStateException("unknown kind " + st);
        };
    }

    private static <M extends Collector, B extends MetricBuilder<M, B>> M built(B builder, Statement st) {
        return builder.namespace(st.text("namespace"))
                .subsystem(st.text("subsystem"))
                .unit(st.text("unit"))
                .constLabels(Labels.of(st.pairs("constLabels")))
                .build();
    }

    private static <M extends Collector> HistogramBuilder<M> histogram(HistogramBuilder<M> builder, Statement st) {
        if (st.has("bounds")) {
            builder.buckets(st.numbers("bounds"));
        }
        if (st.has("factor")) {
            builder.nativeBuckets(st.number("factor"));
        }
        if (st.has("zeroThreshold")) {
            // The reference takes its default for zero, and zero for what is negative.
            builder.zeroThreshold(Math.max(0, st.number("zeroThreshold")));
        }
        return builder.maxZeroThreshold(st.number("maxZeroThreshold")).maxBuckets((int) st.whole("maxBuckets"));
    }

    private static <M extends Collector> SummaryBuilder<M> summary(SummaryBuilder<M> builder, Statement st) {
        for (Statement objective : st.parts("objectives")) {
            builder.objective(objective.number("rank"), objective.number("value"));
        }
        return builder;
    }
}
