package dev.fennel.model;

import java.time.Instant;

/** A summary with a fixed value. */
final class ConstSummary extends ConstMetric {
    private final ConstQuantiles value;

    ConstSummary(Desc desc, Labels labels, ConstQuantiles value) {
        this(desc, labels, NO_TIMESTAMP, value);
    }

    private ConstSummary(Desc desc, Labels labels, long timestampMillis, ConstQuantiles value) {
        super(desc, labels, timestampMillis);
        checkType(desc, MetricType.SUMMARY);
        this.value = value;
    }

    @Override
    public void write(MetricVisitor visitor) {
        visitor.summary(value);
    }

    @Override
    public ConstMetric withCreated(Instant created) {
        return new ConstSummary(desc(), labels(), timestampMillis(), value.with(created.toEpochMilli()));
    }

    @Override
    ConstMetric copyAt(long newTimestampMillis) {
        return new ConstSummary(desc(), labels(), newTimestampMillis, value);
    }

    @Override
    ConstMetric copyWith(Exemplar[] exemplars) {
        throw new IllegalArgumentException(quoted(desc()) + ": cannot have an exemplar");
    }
}
