package dev.fennel.exposition.programs;

import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Exemplar;
import dev.fennel.model.Labels;
import dev.fennel.model.MetricType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Makes the const metrics of programs. */
final class ConstMetrics {
    private ConstMetrics() {}

    static ConstMetric of(Statement st) {
        ConstMetric metric = plain(desc(st), st);
        if (st.has("created")) {
            metric = metric.withCreated(Instant.ofEpochMilli(st.whole("created")));
        }
        List<Exemplar> exemplars = new ArrayList<>();
        for (Statement exemplar : st.parts("exemplars")) {
            exemplars.add(new Exemplar(
                    Labels.of(exemplar.pairs("labels")),
                    exemplar.number("value"),
                    Instant.ofEpochSecond(exemplar.whole("seconds"), exemplar.whole("nanos"))));
        }
        if (!exemplars.isEmpty()) {
            metric = metric.withExemplars(exemplars.toArray(Exemplar[]::new));
        }
        return st.has("timestamp") ? metric.withTimestamp(Instant.ofEpochMilli(st.whole("timestamp"))) : metric;
    }

    private static Desc desc(Statement st) {
        String kind = st.text("kind").equals("native") ? "histogram" : st.text("kind");
        return Desc.of(
                        MetricType.valueOf(kind.toUpperCase(Locale.ROOT)),
                        st.text("name"),
                        st.text("help"),
                        st.texts("labelNames").toArray(String[]::new))
                .withUnit(st.text("unit"))
                .withConstLabels(Labels.of(st.pairs("constLabels")));
    }

    private static ConstMetric plain(Desc desc, Statement st) {
        String[] labels = st.texts("labelValues").toArray(String[]::new);
        long count = st.whole("count");
        double sum = st.number("sum");
        return switch (st.text("kind")) {
            case "histogram" -> ConstMetric.histogram(desc, count, sum, bounds(st.parts("buckets")), labels);
            case "native" ->
                ConstMetric.nativeHistogram(
                        desc,
                        count,
                        sum,
                        (int) st.whole("schema"),
                        st.number("zeroThreshold"),
                        st.whole("zeroCount"),
                        keys(st.parts("positive")),
                        keys(st.parts("negative")),
                        labels);
            case "summary" -> ConstMetric.summary(desc, count, sum, quantiles(st.parts("quantiles")), labels);
            default -> ConstMetric.of(desc, st.number("value"), labels);
        };
    }

    private static Map<Double, Long> bounds(List<Statement> buckets) {
        Map<Double, Long> counts = new HashMap<>();
        buckets.forEach(bucket -> counts.put(bucket.number("bound"), bucket.whole("count")));
        return counts;
    }

    private static Map<Integer, Long> keys(List<Statement> buckets) {
        Map<Integer, Long> counts = new HashMap<>();
        buckets.forEach(bucket -> counts.put((int) bucket.whole("key"), bucket.whole("count")));
        return counts;
    }

    private static Map<Double, Double> quantiles(List<Statement> quantiles) {
        Map<Double, Double> values = new HashMap<>();
        quantiles.forEach(quantile -> values.put(quantile.number("rank"), quantile.number("value")));
        return values;
    }
}
