package dev.fennel.model;

import java.time.Instant;

/** A single fixed value: a counter, gauge, untyped metric, info or state. */
final class ConstScalar extends ConstMetric {
    private final double value;
    private final long createdMillis;
    private final Exemplar exemplar;

    ConstScalar(Desc desc, Labels labels, double value) {
        this(desc, labels, NO_TIMESTAMP, value, NO_TIMESTAMP, null);
    }

    private ConstScalar(
            Desc desc, Labels labels, long timestampMillis, double value, long createdMillis, Exemplar exemplar) {
        super(desc, labels, timestampMillis);
        if (desc.type() == MetricType.HISTOGRAM || desc.type() == MetricType.SUMMARY) {
            throw new IllegalArgumentException(quoted(desc)
                    + ": expected a Desc of type counter, gauge, untyped, info or stateset for a single value");
        }
        checkValue(desc, value);
        this.value = value;
        this.createdMillis = createdMillis;
        this.exemplar = exemplar;
    }

    private static void checkValue(Desc desc, double value) {
        if (desc.type() == MetricType.INFO && value != 1) {
            throw new IllegalArgumentException(quoted(desc) + ": expected the value 1, got " + value);
        }
        if (desc.type() == MetricType.STATE_SET && value != 0 && value != 1) {
            throw new IllegalArgumentException(quoted(desc) + ": expected the value 0 or 1, got " + value);
        }
    }

    @Override
    public void write(MetricVisitor visitor) {
        switch (desc().type().valueType()) {
            case COUNTER -> visitor.counter(value, createdMillis, exemplar);
            case GAUGE -> visitor.gauge(value);
            default -> visitor.untyped(value);
        }
    }

    @Override
    public ConstMetric withCreated(Instant created) {
        checkCounter("a created timestamp");
        return new ConstScalar(desc(), labels(), timestampMillis(), value, created.toEpochMilli(), exemplar);
    }

    @Override
    ConstMetric copyAt(long newTimestampMillis) {
        return new ConstScalar(desc(), labels(), newTimestampMillis, value, createdMillis, exemplar);
    }

    @Override
    ConstMetric copyWith(Exemplar[] exemplars) {
        checkCounter("an exemplar");
        Exemplar last = exemplars[exemplars.length - 1];
        return new ConstScalar(desc(), labels(), timestampMillis(), value, createdMillis, last);
    }

    private void checkCounter(String what) {
        if (desc().type() != MetricType.COUNTER) {
            throw new IllegalArgumentException(quoted(desc()) + ": cannot have " + what);
        }
    }
}
