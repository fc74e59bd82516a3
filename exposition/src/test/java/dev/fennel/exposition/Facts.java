package dev.fennel.exposition;

import static dev.fennel.exposition.DecodedProtobuf.field;
import static dev.fennel.exposition.DecodedProtobuf.message;
import static dev.fennel.exposition.DecodedProtobuf.messages;

import com.google.protobuf.Message;
import dev.fennel.model.Exemplar;
import dev.fennel.model.HistogramValue;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricVisitor;
import dev.fennel.model.SummaryValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a series says, as a text that is the same whether it is taken from a metric before it is written or from what a
 * reader makes of it: the name and the labels as they are written, the timestamp, and the numbers. What formats may
 * lose is not in it: the type, exemplars, native buckets, and when counting began.
 */
final class Facts implements MetricVisitor {
    private final boolean roundsCounts;
    private final List<Object> facts = new ArrayList<>();

    private Facts(boolean roundsCounts) {
        this.roundsCounts = roundsCounts;
    }

    /** All series of a family. Null stands for one that does not write a value. */
    static List<String> of(MetricFamily family, EscapingScheme escaping, Format format) {
        List<String> all = new ArrayList<>();
        for (Metric metric : family.metrics()) {
            Facts facts = new Facts(format.contentType().startsWith("text/plain"));
            Map<String, String> labels = new TreeMap<>();
            metric.labels().asMap().forEach((name, value) -> labels.put(escaping.labelName(name), value));
            facts.facts.add(escaping.metricName(family.name()));
            facts.facts.add(labels);
            facts.facts.add(metric.timestampMillis());
            try {
                metric.write(facts);
                all.add(facts.facts.toString());
            } catch (RuntimeException e) {
                all.add(null);
            }
        }
        return all;
    }

    /** All series of a decoded family. */
    static List<String> of(Message family) {
        List<String> all = new ArrayList<>();
        for (Message metric : messages(family, "metric")) {
            Facts facts = new Facts(false);
            Map<String, String> labels = new TreeMap<>();
            for (Message pair : messages(metric, "label")) {
                labels.put((String) field(pair, "name"), (String) field(pair, "value"));
            }
            Long millis = (Long) field(metric, "timestamp_ms");
            facts.facts.add(field(family, "name"));
            facts.facts.add(labels);
            facts.facts.add(millis == null ? Metric.NO_TIMESTAMP : millis);
            facts.addValue(metric);
            all.add(facts.facts.toString());
        }
        return all;
    }

    private void addValue(Message metric) {
        for (String type : List.of("counter", "gauge", "untyped")) {
            Message value = message(metric, type);
            if (value != null) {
                number((Double) field(value, "value"));
            }
        }
        Message summary = message(metric, "summary");
        if (summary != null) {
            totals((Long) field(summary, "sample_count"), (Double) field(summary, "sample_sum"));
            for (Message quantile : messages(summary, "quantile")) {
                number((Double) field(quantile, "quantile"));
                number((Double) field(quantile, "value"));
            }
        }
        Message histogram = message(metric, "histogram");
        if (histogram != null) {
            totals((Long) field(histogram, "sample_count"), (Double) field(histogram, "sample_sum"));
            for (Message bucket : messages(histogram, "bucket")) {
                bucket((Double) field(bucket, "upper_bound"), (Long) field(bucket, "cumulative_count"));
            }
        }
    }

    @Override
    public void counter(double value, long createdMillis, Exemplar exemplar) {
        number(value);
    }

    @Override
    public void gauge(double value) {
        number(value);
    }

    @Override
    public void untyped(double value) {
        number(value);
    }

    @Override
    public void summary(SummaryValue value) {
        totals(value.hasCount() ? value.count() : null, value.hasSum() ? value.sum() : null);
        for (int i = 0; i < value.quantileCount(); i++) {
            number(value.quantile(i));
            number(value.quantileValue(i));
        }
    }

    @Override
    public void histogram(HistogramValue value) {
        int last = value.bucketCount() - 1;
        boolean whole = last >= 0 && value.upperBound(last) == Double.POSITIVE_INFINITY;
        Long total = value.hasCount() ? (Long) value.count() : whole ? (Long) value.cumulativeCount(last) : null;
        totals(total, value.hasSum() ? value.sum() : null);
        for (int i = 0; i <= last; i++) {
            bucket(value.upperBound(i), value.cumulativeCount(i));
        }
    }

    private void totals(Long count, Double sum) {
        count(count);
        facts.add(sum == null ? "no sum" : (Double) (sum + 0.0));
    }

    /** The bucket for infinity has the total, and is not in every format. */
    private void bucket(double upperBound, long count) {
        if (upperBound != Double.POSITIVE_INFINITY) {
            number(upperBound);
            count(count);
        }
    }

    private void count(Long count) {
        facts.add(count == null ? "no count" : roundsCounts ? (Object) (double) count : count);
    }

    /** Formats do not know a negative zero. */
    private void number(double value) {
        facts.add(value + 0.0);
    }
}
