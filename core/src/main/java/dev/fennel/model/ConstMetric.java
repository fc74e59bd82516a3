package dev.fennel.model;

import dev.fennel.internal.Nullable;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * A metric whose value was read elsewhere and does not change: what a custom collector hands out.
 *
 * <pre>{@code
 * out.accept(ConstMetric.of(TEMPERATURE, 61.5, "cpu0"));
 * }</pre>
 *
 * <p>Immutable; the {@code with} methods return a changed copy.
 */
public abstract sealed class ConstMetric implements Metric
        permits ConstMetric.Scalar, ConstMetric.Histogram, ConstMetric.Summary {
    private final Desc desc;
    private final Labels labels;
    private final long timestampMillis;

    ConstMetric(Desc desc, Labels labels, long timestampMillis) {
        this.desc = desc;
        this.labels = labels;
        this.timestampMillis = timestampMillis;
    }

    /**
     * A counter, gauge, untyped metric, info or state of a state set, as the Desc says.
     *
     * @param desc of one of these types
     * @param value the value: 1 for an info, 1 or 0 for a state
     * @param labelValues a value for each variable label, in their order
     * @return the metric
     * @throws IllegalArgumentException if the Desc is of another type, or the value or the label values do not fit it
     */
    public static ConstMetric of(Desc desc, double value, String... labelValues) {
        return new Scalar(desc, desc.labels(labelValues), value);
    }

    /**
     * A histogram with classic buckets.
     *
     * @param desc of type histogram
     * @param count the number of observations, which is the cumulative count of the bucket {@code +Inf}
     * @param sum the sum of the observations
     * @param buckets the cumulative count for each upper bound; {@code +Inf} may be left out
     * @param labelValues a value for each variable label, in their order
     * @return the metric
     * @throws IllegalArgumentException if the Desc is of another type, the label values do not fit it, a bound is NaN,
     *     a count is negative, or the counts do not increase with the bounds up to {@code count}
     */
    public static ConstMetric histogram(
            Desc desc, long count, double sum, Map<Double, Long> buckets, String... labelValues) {
        return histogram(desc, OptionalLong.of(count), OptionalDouble.of(sum), buckets, labelValues);
    }

    /**
     * A histogram with classic buckets, mirrored from somewhere that may not have all of it. What is not there is left
     * out by all formats, and nothing is made up for it. But a format that demands it reports an error instead:
     * OpenMetrics demands the bucket {@code +Inf}, and the count where there is a sum, which it takes from that bucket.
     *
     * @param desc of type histogram
     * @param count the number of observations, if there is a count
     * @param sum the sum of the observations, if there is a sum
     * @param buckets the cumulative count for each upper bound; {@code +Inf} may be left out, and is added if there is
     *     a count
     * @param labelValues a value for each variable label, in their order
     * @return the metric
     * @throws IllegalArgumentException if the Desc is of another type, the label values do not fit it, a bound is NaN,
     *     a count is negative, or the counts do not increase with the bounds up to {@code count}
     */
    public static ConstMetric histogram(
            Desc desc, OptionalLong count, OptionalDouble sum, Map<Double, Long> buckets, String... labelValues) {
        return new Histogram(
                desc, desc.labels(labelValues), NO_TIMESTAMP, FixedHistogram.of(desc, count, sum, buckets));
    }

    /**
     * A histogram with native buckets only. Together they have all observations but NaN.
     *
     * @param desc of type histogram
     * @param count the number of observations
     * @param sum the sum of the observations, NaN if one of them was
     * @param schema the {@linkplain NativeBuckets#schema resolution}, from {@value NativeBuckets#MIN_SCHEMA} to
     *     {@value NativeBuckets#MAX_SCHEMA}
     * @param zeroThreshold how far the zero bucket extends, zero or more and finite
     * @param zeroCount the number of observations in the zero bucket
     * @param positive the number of observations for each {@linkplain NativeBuckets.Populated key} of a bucket above
     *     zero
     * @param negative the same below zero
     * @param labelValues a value for each variable label, in their order
     * @return the metric
     * @throws IllegalArgumentException if the Desc is of another type, the label values do not fit it, schema or zero
     *     threshold are out of their range, a count is negative, or the buckets together have another number of
     *     observations than {@code count}; if the sum is NaN, they may have fewer
     */
    public static ConstMetric nativeHistogram(
            Desc desc,
            long count,
            double sum,
            int schema,
            double zeroThreshold,
            long zeroCount,
            Map<Integer, Long> positive,
            Map<Integer, Long> negative,
            String... labelValues) {
        FixedNativeBuckets buckets = FixedNativeBuckets.of(schema, zeroThreshold, zeroCount, positive, negative);
        return new Histogram(
                desc, desc.labels(labelValues), NO_TIMESTAMP, FixedHistogram.of(desc, count, sum, buckets));
    }

    /**
     * A summary.
     *
     * @param desc of type summary
     * @param count the number of observations
     * @param sum the sum of the observations
     * @param quantiles the value for each quantile's rank, from 0 to 1; may be empty
     * @param labelValues a value for each variable label, in their order
     * @return the metric
     * @throws IllegalArgumentException if the Desc is of another type, the label values do not fit it, the count is
     *     negative, or a rank is not from 0 to 1
     */
    public static ConstMetric summary(
            Desc desc, long count, double sum, Map<Double, Double> quantiles, String... labelValues) {
        return summary(desc, OptionalLong.of(count), OptionalDouble.of(sum), quantiles, labelValues);
    }

    /**
     * A summary mirrored from somewhere that may not have its count or its sum. What is not there is left out by all
     * formats, and nothing is made up for it; OpenMetrics 2.0, which demands both, reports an error instead.
     *
     * @param desc of type summary
     * @param count the number of observations, if there is a count
     * @param sum the sum of the observations, if there is a sum
     * @param quantiles the value for each quantile's rank, from 0 to 1; may be empty
     * @param labelValues a value for each variable label, in their order
     * @return the metric
     * @throws IllegalArgumentException if the Desc is of another type, the label values do not fit it, the count is
     *     negative, or a rank is not from 0 to 1
     */
    public static ConstMetric summary(
            Desc desc, OptionalLong count, OptionalDouble sum, Map<Double, Double> quantiles, String... labelValues) {
        return new Summary(desc, desc.labels(labelValues), NO_TIMESTAMP, FixedSummary.of(desc, count, sum, quantiles));
    }

    /**
     * A copy of any metric with its present value, so that it can be given a timestamp, exemplars or a created
     * timestamp of its own.
     *
     * <pre>{@code
     * out.accept(ConstMetric.copyOf(metric).withTimestamp(measuredAt));
     * }</pre>
     *
     * @param metric an instrument, a metric of your own, or any other one
     * @return the copy; the metric itself if it is a const metric
     * @throws IllegalArgumentException if the metric writes no value, several, or one of another type than its Desc's
     */
    public static ConstMetric copyOf(Metric metric) {
        return metric instanceof ConstMetric same ? same : MetricCopy.of(metric);
    }

    /**
     * Stands for a metric that could not be read: how a collector reports an error without losing its other metrics.
     * Gathering it adds the error to the result.
     *
     * @param desc describes the metric
     * @param error why it could not be read; writing the metric throws it
     * @return a metric without a value
     */
    public static Metric invalid(Desc desc, Throwable error) {
        return new Invalid(Objects.requireNonNull(desc, "desc"), Objects.requireNonNull(error, "error"));
    }

    /**
     * The same metric measured at a given time, for mirroring another monitoring system. Leave it out otherwise: a
     * server gives each sample the time of its scrape, and treats old samples as gone.
     *
     * @param timestamp when the value was measured, cut to milliseconds
     * @return a copy
     */
    public final ConstMetric withTimestamp(Instant timestamp) {
        return copyAt(timestamp.toEpochMilli());
    }

    /**
     * The same metric with the instant when counting began, cut to milliseconds.
     *
     * @param created when counting began
     * @return a copy
     * @throws IllegalArgumentException if this is not a counter, histogram or summary; others have no beginning
     */
    public abstract ConstMetric withCreated(Instant created);

    /**
     * The same histogram with native buckets beside its classic ones. Together they have all its observations but NaN,
     * and they have its exemplars too.
     *
     * @param schema the {@linkplain NativeBuckets#schema resolution}, from {@value NativeBuckets#MIN_SCHEMA} to
     *     {@value NativeBuckets#MAX_SCHEMA}
     * @param zeroThreshold how far the zero bucket extends, zero or more and finite
     * @param zeroCount the number of observations in the zero bucket
     * @param positive the number of observations for each {@linkplain NativeBuckets.Populated key} of a bucket above
     *     zero
     * @param negative the same below zero
     * @return a copy
     * @throws IllegalArgumentException if this is not a histogram, or the buckets do not fit it, as in
     *     {@link #nativeHistogram}
     */
    public ConstMetric withNativeBuckets(
            int schema,
            double zeroThreshold,
            long zeroCount,
            Map<Integer, Long> positive,
            Map<Integer, Long> negative) {
        throw new IllegalArgumentException(desc.quoted() + ": cannot have native buckets");
    }

    /**
     * The same metric with examples of its observations. A counter keeps the last one; a histogram puts each into the
     * classic bucket of its value, if it has one, where the last one stays; native buckets keep them all.
     *
     * @param exemplars at least one
     * @return a copy
     * @throws IllegalArgumentException if there is none, or this is neither a counter nor a histogram
     */
    public final ConstMetric withExemplars(Exemplar... exemplars) {
        if (exemplars.length == 0) {
            throw new IllegalArgumentException(desc.quoted() + ": expected at least one exemplar, got none");
        }
        for (Exemplar exemplar : exemplars) {
            Objects.requireNonNull(exemplar, "exemplar");
        }
        return copyWith(exemplars);
    }

    abstract ConstMetric copyAt(long newTimestampMillis);

    abstract ConstMetric copyWith(Exemplar[] exemplars);

    @Override
    public final Desc desc() {
        return desc;
    }

    @Override
    public final Labels labels() {
        return labels;
    }

    @Override
    public final long timestampMillis() {
        return timestampMillis;
    }

    /**
     * The metric for a person.
     *
     * @return type, name and labels
     */
    @Override
    public final String toString() {
        return desc.quoted() + " " + labels;
    }

    private static void checkType(Desc desc, MetricType expected) {
        if (desc.type() != expected) {
            throw new IllegalArgumentException(desc.quoted() + ": expected a Desc of type " + expected);
        }
    }

    /** A single number: a counter, gauge, untyped metric, info or state. */
    static final class Scalar extends ConstMetric {
        private final double value;
        private final long createdMillis;
        private final @Nullable Exemplar exemplar;

        private Scalar(Desc desc, Labels labels, double value) {
            this(desc, labels, NO_TIMESTAMP, value, NO_TIMESTAMP, null);
        }

        Scalar(
                Desc desc,
                Labels labels,
                long timestampMillis,
                double value,
                long createdMillis,
                @Nullable Exemplar exemplar) {
            super(desc, labels, timestampMillis);
            if (desc.type() == MetricType.HISTOGRAM || desc.type() == MetricType.SUMMARY) {
                throw new IllegalArgumentException(desc.quoted()
                        + ": expected a Desc of type counter, gauge, untyped, info or stateset for a single value");
            }
            if (desc.type() == MetricType.INFO && value != 1) {
                throw new IllegalArgumentException(desc.quoted() + ": expected the value 1, got " + value);
            }
            if (desc.type() == MetricType.STATE_SET && value != 0 && value != 1) {
                throw new IllegalArgumentException(desc.quoted() + ": expected the value 0 or 1, got " + value);
            }
            this.value = value;
            this.createdMillis = createdMillis;
            this.exemplar = exemplar;
        }

        @Override
        public void write(MetricVisitor visitor) {
            MetricType type = desc().type().valueType();
            if (type == MetricType.COUNTER) {
                visitor.counter(value, createdMillis, exemplar);
            } else if (type == MetricType.GAUGE) {
                visitor.gauge(value);
            } else {
                visitor.untyped(value);
            }
        }

        @Override
        public ConstMetric withCreated(Instant created) {
            checkCounter("a created timestamp");
            return new Scalar(desc(), labels(), timestampMillis(), value, created.toEpochMilli(), exemplar);
        }

        @Override
        ConstMetric copyAt(long newTimestampMillis) {
            return new Scalar(desc(), labels(), newTimestampMillis, value, createdMillis, exemplar);
        }

        @Override
        ConstMetric copyWith(Exemplar[] exemplars) {
            checkCounter("an exemplar");
            Exemplar last = exemplars[exemplars.length - 1];
            return new Scalar(desc(), labels(), timestampMillis(), value, createdMillis, last);
        }

        private void checkCounter(String what) {
            if (desc().type() != MetricType.COUNTER) {
                throw new IllegalArgumentException(desc().quoted() + ": cannot have " + what);
            }
        }
    }

    static final class Histogram extends ConstMetric {
        private final FixedHistogram value;

        Histogram(Desc desc, Labels labels, long timestampMillis, FixedHistogram value) {
            super(desc, labels, timestampMillis);
            checkType(desc, MetricType.HISTOGRAM);
            this.value = value;
        }

        @Override
        public void write(MetricVisitor visitor) {
            visitor.histogram(value);
        }

        @Override
        public ConstMetric withNativeBuckets(
                int schema,
                double zeroThreshold,
                long zeroCount,
                Map<Integer, Long> positive,
                Map<Integer, Long> negative) {
            FixedNativeBuckets buckets = FixedNativeBuckets.of(schema, zeroThreshold, zeroCount, positive, negative);
            return new Histogram(desc(), labels(), timestampMillis(), value.with(desc(), buckets));
        }

        @Override
        public ConstMetric withCreated(Instant created) {
            return new Histogram(desc(), labels(), timestampMillis(), value.with(created.toEpochMilli()));
        }

        @Override
        ConstMetric copyAt(long newTimestampMillis) {
            return new Histogram(desc(), labels(), newTimestampMillis, value);
        }

        @Override
        ConstMetric copyWith(Exemplar[] exemplars) {
            return new Histogram(desc(), labels(), timestampMillis(), value.with(exemplars));
        }
    }

    static final class Summary extends ConstMetric {
        private final FixedSummary value;

        Summary(Desc desc, Labels labels, long timestampMillis, FixedSummary value) {
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
            return new Summary(desc(), labels(), timestampMillis(), value.with(created.toEpochMilli()));
        }

        @Override
        ConstMetric copyAt(long newTimestampMillis) {
            return new Summary(desc(), labels(), newTimestampMillis, value);
        }

        @Override
        ConstMetric copyWith(Exemplar[] exemplars) {
            throw new IllegalArgumentException(desc().quoted() + ": cannot have an exemplar");
        }
    }

    /** An error in the place of a metric: not a const metric, which can always be written. */
    private record Invalid(Desc desc, Throwable error) implements Metric {
        @Override
        public Labels labels() {
            return desc.constLabels();
        }

        @Override
        public void write(MetricVisitor visitor) {
            if (error instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            if (error instanceof Error serious) {
                throw serious;
            }
            throw new IllegalStateException(error.toString(), error);
        }
    }
}
