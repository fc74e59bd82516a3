package dev.fennel.pushgateway.internal;

import dev.fennel.model.MetricType;

/**
 * Checks that a metric, which is foreign code, gives one value of the type of its family, and that the value was taken
 * to its end: a metric may catch what its visitor throws. Used by one thread.
 */
public final class OneValue {
    private MetricType expected = MetricType.UNTYPED;
    private boolean begun;
    private boolean whole;

    /** Waits for the value of another metric, whose family is of this type. */
    public void expect(MetricType familyType) {
        expected = familyType.valueType();
        begun = false;
        whole = false;
    }

    /**
     * Begins to take a value.
     *
     * @throws IllegalStateException if it is of another type than expected, or not the first one
     */
    public void begin(MetricType type) {
        if (begun || type != expected) {
            whole = false;
            throw new IllegalStateException("expected one value of type " + expected + ", got one of type " + type
                    + (begun ? " after another one" : ""));
        }
        begun = true;
    }

    /** The value has been taken. */
    public void end() {
        whole = true;
    }

    /**
     * Called when the metric has returned.
     *
     * @throws IllegalStateException if there was no value, or no whole one
     */
    public void check() {
        if (!whole) {
            throw new IllegalStateException("expected a value, got " + (begun ? "one that failed half-way" : "none"));
        }
    }
}
