package dev.fennel.testsupport;

import dev.fennel.model.Exemplar;
import dev.fennel.model.HistogramValue;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricType;
import dev.fennel.model.MetricVisitor;
import dev.fennel.model.SummaryValue;
import java.util.ArrayList;
import java.util.List;

/**
 * A copy of the value that a metric has written.
 *
 * <p>{@code bounds} and {@code counts} are a histogram's bucket bounds and cumulative counts, or a summary's ranks;
 * {@code values} are a summary's quantiles.
 */
public record Written(
        MetricType type,
        double value,
        long count,
        long createdMillis,
        List<Exemplar> exemplars,
        List<Double> bounds,
        List<Long> counts,
        List<Double> values) {

    /** Makes a metric write its value. It must call exactly one method, once. */
    public static Written by(Metric metric) {
        List<Written> calls = new ArrayList<>();
        metric.write(new Recorder(calls));
        if (calls.size() != 1) {
            throw new AssertionError(metric + " wrote " + calls.size() + " values: " + calls);
        }
        return calls.get(0);
    }

    private record Recorder(List<Written> calls) implements MetricVisitor {
        @Override
        public void counter(double value, long createdMillis, Exemplar exemplar) {
            scalar(MetricType.COUNTER, value, createdMillis, exemplar == null ? List.of() : List.of(exemplar));
        }

        @Override
        public void gauge(double value) {
            scalar(MetricType.GAUGE, value, Metric.NO_TIMESTAMP, List.of());
        }

        @Override
        public void untyped(double value) {
            scalar(MetricType.UNTYPED, value, Metric.NO_TIMESTAMP, List.of());
        }

        private void scalar(MetricType type, double value, long createdMillis, List<Exemplar> exemplars) {
            calls.add(new Written(type, value, 0, createdMillis, exemplars, List.of(), List.of(), List.of()));
        }

        @Override
        public boolean isScrape() {
            return true;
        }

        @Override
        public boolean takesExemplars() {
            return true;
        }

        @Override
        public void histogram(HistogramValue value) {
            List<Exemplar> exemplars = new ArrayList<>();
            List<Double> bounds = new ArrayList<>();
            List<Long> counts = new ArrayList<>();
            for (int i = 0; i < value.bucketCount(); i++) {
                exemplars.add(value.exemplar(i));
                bounds.add(value.upperBound(i));
                counts.add(value.cumulativeCount(i));
            }
            calls.add(new Written(
                    MetricType.HISTOGRAM,
                    value.sum(),
                    value.count(),
                    value.createdMillis(),
                    exemplars,
                    bounds,
                    counts,
                    List.of()));
        }

        @Override
        public void summary(SummaryValue value) {
            List<Double> ranks = new ArrayList<>();
            List<Double> values = new ArrayList<>();
            for (int i = 0; i < value.quantileCount(); i++) {
                ranks.add(value.quantile(i));
                values.add(value.quantileValue(i));
            }
            calls.add(new Written(
                    MetricType.SUMMARY,
                    value.sum(),
                    value.count(),
                    value.createdMillis(),
                    List.of(),
                    ranks,
                    List.of(),
                    values));
        }
    }
}
