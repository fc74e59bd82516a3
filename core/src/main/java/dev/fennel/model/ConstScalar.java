package dev.fennel.model;

import java.time.Instant;

/** A counter, gauge or untyped metric with a fixed value. */
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
            throw new IllegalArgumentException(
                    quoted(desc) + ": expected a Desc of type counter, gauge or untyped for a single value");
        }
        this.value = value;
        this.createdMillis = createdMillis;
        this.exemplar = exemplar;
    }

    @Override
    public void write(MetricVisitor visitor) {
        switch (desc().type()) {
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
