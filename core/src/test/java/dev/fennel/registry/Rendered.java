package dev.fennel.registry;

import dev.fennel.model.Exemplar;
import dev.fennel.model.HistogramValue;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricVisitor;
import dev.fennel.model.SummaryValue;
import dev.fennel.testsupport.NativeText;
import java.util.ArrayList;
import java.util.List;

/** Writes a gather's metrics as lines of text, to compare. */
final class Rendered implements MetricVisitor {
    private final StringBuilder line = new StringBuilder();

    /** One line a series: {@code name{labels} value @timestamp}. */
    static List<String> lines(GatherResult result) {
        List<String> lines = new ArrayList<>();
        for (MetricFamily family : result.families()) {
            for (Metric metric : family.metrics()) {
                Rendered rendered = new Rendered();
                rendered.line.append(family.name()).append(metric.labels()).append(' ');
                metric.write(rendered);
                if (metric.timestampMillis() != Metric.NO_TIMESTAMP) {
                    rendered.line.append(" @").append(metric.timestampMillis());
                }
                lines.add(rendered.line.toString());
            }
        }
        return lines;
    }

    static List<String> errors(GatherResult result) {
        return result.errors().stream().map(GatherError::message).toList();
    }

    @Override
    public void counter(double value, long createdMillis, Exemplar exemplar) {
        line.append("counter ").append(value);
        line.append(createdMillis == Metric.NO_TIMESTAMP ? "" : " created " + createdMillis);
        line.append(exemplar == null ? "" : " exemplar " + exemplar.labels());
    }

    @Override
    public void gauge(double value) {
        line.append(value);
    }

    @Override
    public void untyped(double value) {
        line.append("untyped ").append(value);
    }

    @Override
    public void histogram(HistogramValue value) {
        line.append("count ").append(value.count()).append(" sum ").append(value.sum());
        for (int i = 0; i < value.bucketCount(); i++) {
            line.append(" le ").append(value.upperBound(i)).append(": ").append(value.cumulativeCount(i));
            line.append(
                    value.exemplar(i) == null
                            ? ""
                            : " exemplar " + value.exemplar(i).labels());
        }
        if (value.nativeBuckets() != null) {
            line.append(" native ").append(NativeText.of(value));
            line.append(" exemplars ").append(value.nativeBuckets().exemplarCount());
        }
        line.append(value.createdMillis() == Metric.NO_TIMESTAMP ? "" : " created " + value.createdMillis());
    }

    @Override
    public void summary(SummaryValue value) {
        line.append("count ").append(value.count()).append(" sum ").append(value.sum());
        for (int i = 0; i < value.quantileCount(); i++) {
            line.append(" q ").append(value.quantile(i)).append(": ").append(value.quantileValue(i));
        }
        line.append(value.createdMillis() == Metric.NO_TIMESTAMP ? "" : " created " + value.createdMillis());
    }
}
