package dev.fennel.registry;

import dev.fennel.model.Exemplar;
import dev.fennel.model.NativeBuckets;

/** A copy of a histogram's native buckets, checked to keep what {@link NativeBuckets} promises. */
record CapturedNativeBuckets(
        int schema,
        double zeroThreshold,
        long zeroCount,
        CapturedPopulatedBuckets positive,
        CapturedPopulatedBuckets negative,
        Exemplar[] exemplars)
        implements NativeBuckets {

    /** A copy, or null of null. */
    static CapturedNativeBuckets copyOf(NativeBuckets value) {
        if (value == null) {
            return null;
        }
        Exemplar[] exemplars = new Exemplar[Math.max(0, value.exemplarCount())];
        for (int i = 0; i < exemplars.length; i++) {
            exemplars[i] = value.exemplar(i);
        }
        return new CapturedNativeBuckets(
                value.schema(),
                value.zeroThreshold(),
                value.zeroCount(),
                CapturedPopulatedBuckets.copyOf(value.positive()),
                CapturedPopulatedBuckets.copyOf(value.negative()),
                exemplars);
    }

    void check(long count, double sum) {
        if (schema < MIN_SCHEMA || schema > MAX_SCHEMA || !(zeroThreshold >= 0) || zeroCount < 0) {
            throw new MetricFault("expected native buckets with a schema from " + MIN_SCHEMA + " to " + MAX_SCHEMA
                    + " and a zero bucket of zero or more, got schema " + schema + " and " + zeroCount + " up to "
                    + zeroThreshold);
        }
        long population = zeroCount + positive.population() + negative.population();
        if (population > count || population < count && !Double.isNaN(sum)) {
            throw new MetricFault(
                    "expected native buckets to have the count of " + count + " observations, got " + population);
        }
    }

    @Override
    public int exemplarCount() {
        return exemplars.length;
    }

    @Override
    public Exemplar exemplar(int index) {
        return exemplars[index];
    }
}
