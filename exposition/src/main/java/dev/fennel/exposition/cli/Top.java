package dev.fennel.exposition.cli;

import dev.fennel.exposition.internal.Nullable;
import dev.fennel.exposition.internal.Visible;
import dev.fennel.model.Exemplar;
import dev.fennel.model.HistogramValue;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricVisitor;
import dev.fennel.model.SummaryValue;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Counts the series of families and the values of labels, and shows where there are most. */
final class Top implements MetricVisitor {
    private final Map<String, Integer> series = new TreeMap<>();
    private final Map<String, Integer> labelValues = new TreeMap<>();
    private int total;

    /** The series of the family that is read. */
    private int here;

    Top(List<MetricFamily> families) {
        Map<String, Set<String>> values = new HashMap<>();
        for (MetricFamily family : families) {
            here = 0;
            for (Metric metric : family.metrics()) {
                metric.write(this);
                Labels labels = metric.labels();
                for (int i = 0; i < labels.size(); i++) {
                    values.computeIfAbsent(labels.name(i), name -> new HashSet<>())
                            .add(labels.value(i));
                }
            }
            series.put(family.name(), here);
            total += here;
        }
        values.forEach((name, all) -> labelValues.put(name, all.size()));
    }

    String table(long limit) {
        return total + " series of " + series.size() + " families\n\n" + rows("SERIES  FAMILY", series, limit) + "\n"
                + rows("VALUES  LABEL", labelValues, limit);
    }

    private static String rows(String head, Map<String, Integer> counts, long limit) {
        StringBuilder rows = new StringBuilder(head).append('\n');
        counts.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(limit)
                .forEach(row -> rows.append("%6d  %s\n".formatted(row.getValue(), Visible.of(row.getKey()))));
        return rows.toString();
    }

    @Override
    public void counter(double value, long createdMillis, @Nullable Exemplar exemplar) {
        here++;
    }

    @Override
    public void gauge(double value) {
        here++;
    }

    @Override
    public void untyped(double value) {
        here++;
    }

    /** A native histogram is one series, whatever its buckets. */
    @Override
    public void histogram(HistogramValue value) {
        here += value.isNativeOnly() ? 1 : value.bucketCount() + sumAndCount(value.hasSum(), value.hasCount());
    }

    @Override
    public void summary(SummaryValue value) {
        here += value.quantileCount() + sumAndCount(value.hasSum(), value.hasCount());
    }

    private static int sumAndCount(boolean sum, boolean count) {
        return (sum ? 1 : 0) + (count ? 1 : 0);
    }
}
