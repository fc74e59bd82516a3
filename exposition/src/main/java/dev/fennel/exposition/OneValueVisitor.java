package dev.fennel.exposition;

import dev.fennel.exposition.internal.Nullable;
import dev.fennel.model.Exemplar;
import dev.fennel.model.HistogramValue;
import dev.fennel.model.MetricType;
import dev.fennel.model.MetricVisitor;
import dev.fennel.model.SummaryValue;

/**
 * Accepts exactly one value from a metric, of its family's type, and passes it to an encoder.
 *
 * <p>Writing a value may throw, and a metric may catch that and return as if all were well. So this also remembers
 * whether the encoder reached the value's end.
 */
final class OneValueVisitor implements MetricVisitor {
    private final BufferedEncoder encoder;
    /** The type of the next value; null before the first metric. */
    private @Nullable MetricType expected;

    private boolean begun;
    private boolean whole;

    OneValueVisitor(BufferedEncoder encoder) {
        this.encoder = encoder;
    }

    /** Prepares for the value of the next metric. */
    void expect(MetricType type) {
        expected = type;
        begun = false;
        whole = false;
    }

    /** What is wrong if the metric did not write one complete value; null if it did. */
    @Nullable
    String missing() {
        if (whole) {
            return null;
        }
        return "expected a value, got " + (begun ? "one that failed half-way" : "none");
    }

    @Override
    public boolean isScrape() {
        return encoder.isScrape();
    }

    @Override
    public boolean takesExemplars() {
        return encoder.takesExemplars();
    }

    @Override
    public void counter(double value, long createdMillis, @Nullable Exemplar exemplar) {
        begin(MetricType.COUNTER);
        encoder.putCounter(value, createdMillis, exemplar);
        whole = true;
    }

    @Override
    public void gauge(double value) {
        begin(MetricType.GAUGE);
        encoder.putGauge(value);
        whole = true;
    }

    @Override
    public void untyped(double value) {
        begin(MetricType.UNTYPED);
        encoder.putUntyped(value);
        whole = true;
    }

    @Override
    public void histogram(HistogramValue value) {
        begin(MetricType.HISTOGRAM);
        encoder.putHistogram(value);
        whole = true;
    }

    @Override
    public void summary(SummaryValue value) {
        begin(MetricType.SUMMARY);
        encoder.putSummary(value);
        whole = true;
    }

    private void begin(MetricType type) {
        if (begun) {
            throw new IllegalStateException("expected one value, got another one of type " + type);
        }
        if (type != expected) {
            throw new IllegalStateException("expected a value of type " + expected + ", got one of type " + type);
        }
        begun = true;
    }
}
