package dev.fennel.metrics;

import dev.fennel.model.Exemplar;
import dev.fennel.model.HistogramValue;
import dev.fennel.model.MetricVisitor;
import dev.fennel.model.SummaryValue;

/** Takes summaries, and fails on anything else. */
interface SummaryVisitor extends MetricVisitor {
    @Override
    void summary(SummaryValue value);

    @Override
    default void counter(double value, long createdMillis, Exemplar exemplar) {
        throw new AssertionError("a counter");
    }

    @Override
    default void gauge(double value) {
        throw new AssertionError("a gauge");
    }

    @Override
    default void untyped(double value) {
        throw new AssertionError("an untyped");
    }

    @Override
    default void histogram(HistogramValue value) {
        throw new AssertionError("a histogram");
    }
}
