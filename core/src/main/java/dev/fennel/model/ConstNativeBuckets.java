package dev.fennel.model;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.LongStream;

/** The native buckets of a histogram's value that does not change. */
record ConstNativeBuckets(
        int schema,
        double zeroThreshold,
        long zeroCount,
        ConstPopulatedBuckets positive,
        ConstPopulatedBuckets negative,
        Exemplar[] exemplars)
        implements NativeBuckets {

    /**
     * Checks that the buckets are possible and hold as many observations as there are.
     *
     * @param subject begins the message of what is thrown
     * @throws IllegalArgumentException if they don't
     */
    void check(String subject, long count, double sum) {
        if (schema < MIN_SCHEMA || schema > MAX_SCHEMA) {
            throw new IllegalArgumentException(subject + ": expected a native histogram schema from " + MIN_SCHEMA
                    + " to " + MAX_SCHEMA + ", got " + schema);
        }
        if (!(zeroThreshold >= 0 && zeroThreshold < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    subject + ": expected a finite zero threshold of 0 or more, got " + zeroThreshold);
        }
        if (zeroCount < 0 || count < 0) {
            throw new IllegalArgumentException(subject + ": expected counts of zero or more, got a count of " + count
                    + " and " + zeroCount + " in the zero bucket");
        }
        int compared = population().compareTo(BigInteger.valueOf(count));
        // NaN is in no bucket, but there is none unless the sum tells.
        if (compared > 0 || compared < 0 && !Double.isNaN(sum)) {
            throw new IllegalArgumentException(subject + ": expected all buckets together to have "
                    + (compared > 0 ? "no more than " : "") + "the count of " + count + " observations, got "
                    + population());
        }
    }

    /** How many observations there are in all buckets, however many. */
    private BigInteger population() {
        return LongStream.concat(
                        LongStream.of(zeroCount),
                        LongStream.concat(Arrays.stream(positive.counts()), Arrays.stream(negative.counts())))
                .mapToObj(BigInteger::valueOf)
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    ConstNativeBuckets with(Exemplar[] added) {
        Exemplar[] all = Arrays.copyOf(exemplars, exemplars.length + added.length);
        System.arraycopy(added, 0, all, exemplars.length, added.length);
        Arrays.sort(all, Comparator.comparingDouble(Exemplar::value));
        return new ConstNativeBuckets(schema, zeroThreshold, zeroCount, positive, negative, all);
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
