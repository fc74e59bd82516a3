package dev.fennel.testsupport;

import dev.fennel.model.Exemplar;
import dev.fennel.model.HistogramValue;
import dev.fennel.model.MetricVisitor;
import dev.fennel.model.SummaryValue;

/** Ignores all values, so that the cost of writing them can be measured. */
public class Ignoring implements MetricVisitor {
    @Override
    public void counter(double value, long createdMillis, Exemplar exemplar) {}

    @Override
    public void gauge(double value) {}

    @Override
    public void untyped(double value) {}

    @Override
    public void histogram(HistogramValue value) {}

    @Override
    public void summary(SummaryValue value) {}
}
