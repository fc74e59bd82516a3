package dev.fennel.testsupport;

import dev.fennel.model.Exemplar;
import dev.fennel.model.HistogramValue;
import dev.fennel.model.MetricVisitor;
import dev.fennel.model.SummaryValue;
import java.util.function.Consumer;

/** Hands the value of a histogram to a function, and refuses all other kinds of values. */
public record HistogramTaker(Consumer<HistogramValue> taker) implements MetricVisitor {
    @Override
    public void histogram(HistogramValue value) {
        taker.accept(value);
    }

    @Override
    public void counter(double value, long createdMillis, Exemplar exemplar) {
        throw new AssertionError("wrote a counter");
    }

    @Override
    public void gauge(double value) {
        throw new AssertionError("wrote a gauge");
    }

    @Override
    public void untyped(double value) {
        throw new AssertionError("wrote an untyped value");
    }

    @Override
    public void summary(SummaryValue value) {
        throw new AssertionError("wrote a summary");
    }

    @Override
    public boolean isScrape() {
        return true;
    }
}
