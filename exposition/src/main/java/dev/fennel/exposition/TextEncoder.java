package dev.fennel.exposition;

import dev.fennel.model.Exemplar;
import dev.fennel.model.HistogramValue;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricVisitor;
import dev.fennel.model.SummaryValue;
import dev.fennel.registry.GatherError;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Placeholder. */
final class TextEncoder implements Encoder, MetricVisitor {
    private final StringBuilder out = new StringBuilder();
    private final List<GatherError> errors = new ArrayList<>();
    private String name;
    private Labels labels;

    @Override
    public void reset() {
        out.setLength(0);
        errors.clear();
    }

    @Override
    public void encode(MetricFamily family) {
        name = family.name();
        out.append("# HELP ").append(name).append(' ').append(family.help()).append('\n');
        out.append("# TYPE ").append(name).append(' ').append(family.type()).append('\n');
        for (Metric metric : family.metrics()) {
            int start = out.length();
            try {
                labels = metric.labels();
                metric.write(this);
            } catch (RuntimeException e) {
                out.setLength(start);
                errors.add(new GatherError("error writing " + name + labels + ": " + e, e));
            }
        }
    }

    @Override
    public void finish() {}

    @Override
    public List<GatherError> errors() {
        return List.copyOf(errors);
    }

    @Override
    public int size() {
        return toByteArray().length;
    }

    @Override
    public void writeTo(OutputStream stream) throws IOException {
        stream.write(toByteArray());
    }

    @Override
    public byte[] toByteArray() {
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void counter(double value, long createdMillis, Exemplar exemplar) {
        gauge(value);
    }

    @Override
    public void gauge(double value) {
        line("", labels, value);
    }

    @Override
    public void untyped(double value) {
        gauge(value);
    }

    @Override
    public void histogram(HistogramValue value) {
        for (int i = 0; i < value.bucketCount(); i++) {
            double bound = value.upperBound(i);
            String le = bound == Double.POSITIVE_INFINITY ? "+Inf" : number(bound);
            line("_bucket", labels.plus(Labels.of("le", le)), value.cumulativeCount(i));
        }
        line("_sum", labels, value.sum());
        line("_count", labels, value.count());
    }

    @Override
    public void summary(SummaryValue value) {
        for (int i = 0; i < value.quantileCount(); i++) {
            line("", labels.plus(Labels.of("quantile", number(value.quantile(i)))), value.quantileValue(i));
        }
        line("_sum", labels, value.sum());
        line("_count", labels, value.count());
    }

    private void line(String suffix, Labels all, double value) {
        out.append(name).append(suffix).append(all.isEmpty() ? "" : all.toString());
        out.append(' ').append(number(value)).append('\n');
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e6 ? Long.toString((long) value) : "" + value;
    }
}
