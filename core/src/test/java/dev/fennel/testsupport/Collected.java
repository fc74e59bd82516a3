package dev.fennel.testsupport;

import dev.fennel.model.Collector;
import dev.fennel.model.Desc;
import dev.fennel.model.Exemplar;
import dev.fennel.model.HistogramValue;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricVisitor;
import dev.fennel.model.SummaryValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a collector describes and collects, in a form that tests can compare. */
public final class Collected {
    private final List<Desc> described = new ArrayList<>();
    private final List<Metric> metrics = new ArrayList<>();
    private final Map<String, Double> values = new LinkedHashMap<>();

    private Collected() {}

    public static Collected from(Collector collector) {
        Collected collected = new Collected();
        collector.describe(collected.described::add);
        collector.collect(collected.metrics::add);
        for (Metric metric : collected.metrics) {
            metric.write(collected.new Reader(metric));
        }
        return collected;
    }

    public List<Desc> described() {
        return described;
    }

    public List<Desc> handedOut() {
        return metrics.stream().map(Metric::desc).toList();
    }

    /**
     * The values by name and labels, such as {@code name{pool="eden"}}. Summaries and histograms have two values each.
     */
    public Map<String, Double> values() {
        return values;
    }

    public double value(String series) {
        return values.getOrDefault(series, Double.NaN);
    }

    /** The sum of the values of all series with this name. */
    public double sum(String name) {
        return values.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(name + "{"))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    private final class Reader implements MetricVisitor {
        private final Metric metric;

        Reader(Metric metric) {
            this.metric = metric;
        }

        private void put(String suffix, double value) {
            String labels = metric.labels().isEmpty() ? "" : metric.labels().toString();
            Double before = values.put(metric.desc().name() + suffix + labels, value);
            if (before != null) {
                throw new AssertionError("handed out twice: " + metric);
            }
        }

        @Override
        public void counter(double value, long createdMillis, Exemplar exemplar) {
            put("", value);
        }

        @Override
        public void gauge(double value) {
            put("", value);
        }

        @Override
        public void untyped(double value) {
            put("", value);
        }

        @Override
        public void histogram(HistogramValue value) {
            put("_count", value.count());
            put("_sum", value.sum());
        }

        @Override
        public void summary(SummaryValue value) {
            if (value.quantileCount() != 0) {
                throw new AssertionError("unexpected quantiles in " + metric);
            }
            put("_count", value.count());
            put("_sum", value.sum());
        }
    }
}
