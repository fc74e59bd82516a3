package dev.fennel.model;

import java.time.Instant;

/** A histogram with a fixed value. */
final class ConstHistogram extends ConstMetric {
    private final ConstBuckets value;

    ConstHistogram(Desc desc, Labels labels, ConstBuckets value) {
        this(desc, labels, NO_TIMESTAMP, value);
    }

    private ConstHistogram(Desc desc, Labels labels, long timestampMillis, ConstBuckets value) {
        super(desc, labels, timestampMillis);
        checkType(desc, MetricType.HISTOGRAM);
        this.value = value;
    }

    @Override
    public void write(MetricVisitor visitor) {
        visitor.histogram(value);
    }

    @Override
    public ConstMetric withCreated(Instant created) {
        return new ConstHistogram(desc(), labels(), timestampMillis(), value.with(created.toEpochMilli()));
    }

    @Override
    ConstMetric copyAt(long newTimestampMillis) {
        return new ConstHistogram(desc(), labels(), newTimestampMillis, value);
    }

    @Override
    ConstMetric copyWith(Exemplar[] exemplars) {
        return new ConstHistogram(desc(), labels(), timestampMillis(), value.with(exemplars));
    }
}
