package dev.fennel.model;

import dev.fennel.internal.SelfConsistent;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * A metric whose value was read elsewhere and does not change: what a custom collector hands out.
 *
 * <pre>{@code
 * out.accept(ConstMetric.of(TEMPERATURE, 61.5, "cpu0"));
 * }</pre>
 *
 * <p>Immutable; the {@code with} methods return a changed copy.
 */
@SuppressWarnings("exports") // the mark is between registry and model, not for users
public abstract sealed class ConstMetric implements Metric, SelfConsistent
        permits ConstScalar, ConstHistogram, ConstSummary {
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
        return new ConstScalar(desc, desc.labels(labelValues), value);
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
        return new ConstHistogram(desc, desc.labels(labelValues), ConstBuckets.of(desc, count, sum, buckets));
    }

    /**
     * A histogram with native buckets only. Together they have all observations but NaN.
     *
     * @param desc of type histogram
     * @param count the number of observations
     * @param sum the sum of the observations, NaN if one of them was
     * @param schema the {@linkplain NativeBuckets#schema resolution}, from {@value NativeBuckets#MIN_SCHEMA} to
     *     {@value NativeBuckets#MAX_SCHEMA}
     * @param zeroThreshold how far the zero bucket extends, zero or more
     * @param zeroCount the number of observations in the zero bucket
     * @param positive the number of observations for each {@linkplain PopulatedBuckets key} of a bucket above zero
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
        ConstNativeBuckets buckets = new ConstNativeBuckets(
                schema,
                zeroThreshold,
                zeroCount,
                ConstPopulatedBuckets.of(quoted(desc), positive),
                ConstPopulatedBuckets.of(quoted(desc), negative),
                new Exemplar[0]);
        return new ConstHistogram(desc, desc.labels(labelValues), ConstBuckets.of(desc, count, sum, buckets));
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
        return new ConstSummary(desc, desc.labels(labelValues), ConstQuantiles.of(desc, count, sum, quantiles));
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
     * The same metric with examples of its observations. A counter keeps the last one; a histogram puts each into the
     * bucket of its value, where the last one stays; native buckets keep them all.
     *
     * @param exemplars at least one
     * @return a copy
     * @throws IllegalArgumentException if there is none, or this is neither a counter nor a histogram
     */
    public final ConstMetric withExemplars(Exemplar... exemplars) {
        if (exemplars.length == 0) {
            throw new IllegalArgumentException(quoted(desc) + ": expected at least one exemplar, got none");
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
        return quoted(desc) + " " + labels;
    }

    static String quoted(Desc desc) {
        return desc.type() + " \"" + desc.name() + "\"";
    }

    static void checkType(Desc desc, MetricType expected) {
        if (desc.type() != expected) {
            throw new IllegalArgumentException(quoted(desc) + ": expected a Desc of type " + expected);
        }
    }
}
