package dev.fennel.model;

import dev.fennel.internal.Nullable;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/** The native buckets of a {@link FixedHistogram}. */
record FixedNativeBuckets(
        int schema, double zeroThreshold, long zeroCount, Side positive, Side negative, Exemplar[] exemplars)
        implements NativeBuckets {

    /** The buckets of a const metric. */
    static FixedNativeBuckets of(
            int schema,
            double zeroThreshold,
            long zeroCount,
            Map<Integer, Long> positive,
            Map<Integer, Long> negative) {
        return new FixedNativeBuckets(
                schema, zeroThreshold, zeroCount, Side.of(positive), Side.of(negative), new Exemplar[0]);
    }

    /** A copy of any buckets, which are read once; null of null. */
    static @Nullable FixedNativeBuckets copyOf(@Nullable NativeBuckets value) {
        if (value == null) {
            return null;
        }
        Exemplar[] exemplars = new Exemplar[Math.max(0, value.exemplarCount())];
        for (int i = 0; i < exemplars.length; i++) {
            exemplars[i] = value.exemplar(i);
        }
        return new FixedNativeBuckets(
                value.schema(),
                value.zeroThreshold(),
                value.zeroCount(),
                Side.copyOf(value.positive()),
                Side.copyOf(value.negative()),
                exemplars);
    }

    /**
     * Looks for what is wrong with the buckets: that they are impossible, or do not hold as many observations as there
     * are.
     *
     * @return got against expected, or null
     */
    @Nullable
    String fault(long count, double sum) {
        if (schema < MIN_SCHEMA || schema > MAX_SCHEMA) {
            return "expected a native histogram schema from " + MIN_SCHEMA + " to " + MAX_SCHEMA + ", got " + schema;
        }
        if (!(zeroThreshold >= 0 && zeroThreshold < Double.POSITIVE_INFINITY)) {
            return "expected a finite zero threshold of 0 or more, got " + zeroThreshold;
        }
        if (zeroCount < 0 || count < 0) {
            return "expected counts of zero or more, got a count of " + count + " and " + zeroCount
                    + " in the zero bucket";
        }
        String ofSide = positive.fault() != null ? positive.fault() : negative.fault();
        if (ofSide != null || isPopulation(count, sum)) {
            return ofSide;
        }
        boolean tooMany = population().compareTo(BigInteger.valueOf(count)) > 0;
        return "expected all buckets together to have " + (tooMany ? "no more than " : "") + "the count of " + count
                + " observations, got " + population();
    }

    /**
     * Whether the buckets have all {@code count} observations except NaN, of which there is none unless the sum is NaN.
     */
    private boolean isPopulation(long count, double sum) {
        int compared = population().compareTo(BigInteger.valueOf(count));
        return compared == 0 || (compared < 0 && Double.isNaN(sum));
    }

    /** How many observations there are in all buckets, however many. */
    private BigInteger population() {
        return BigInteger.valueOf(zeroCount).add(positive.population()).add(negative.population());
    }

    FixedNativeBuckets with(Exemplar[] added) {
        Exemplar[] all = Arrays.copyOf(exemplars, exemplars.length + added.length);
        System.arraycopy(added, 0, all, exemplars.length, added.length);
        Arrays.sort(all, Comparator.comparingDouble(Exemplar::value));
        return new FixedNativeBuckets(schema, zeroThreshold, zeroCount, positive, negative, all);
    }

    @Override
    public int exemplarCount() {
        return exemplars.length;
    }

    @Override
    public Exemplar exemplar(int index) {
        return exemplars[index];
    }

    /** The populated buckets on one side of zero. */
    record Side(int[] keys, long[] counts) implements Populated {

        /** The buckets of a const metric, sorted by key, without the empty ones. */
        static Side of(Map<Integer, Long> counts) {
            TreeMap<Integer, Long> sorted = new TreeMap<>(counts);
            sorted.values().removeIf(count -> count == 0);
            return new Side(
                    sorted.keySet().stream().mapToInt(key -> key).toArray(),
                    sorted.values().stream().mapToLong(count -> count).toArray());
        }

        private static Side copyOf(Populated value) {
            int[] keys = new int[Math.max(0, value.size())];
            long[] counts = new long[keys.length];
            for (int i = 0; i < keys.length; i++) {
                keys[i] = value.key(i);
                counts[i] = value.count(i);
            }
            return new Side(keys, counts);
        }

        private @Nullable String fault() {
            for (int i = 0; i < keys.length; i++) {
                if (counts[i] < 0) {
                    return "expected counts of zero or more, got " + counts[i] + " in bucket " + keys[i];
                }
                if (i > 0 && keys[i] <= keys[i - 1]) {
                    return "expected native buckets with increasing keys, got " + keys[i] + " after " + keys[i - 1];
                }
            }
            return null;
        }

        /** The sum of all counts, none of which is negative. */
        private BigInteger population() {
            BigInteger total = BigInteger.ZERO;
            long part = 0;
            for (long count : counts) {
                if (part + count < 0) { // overflow
                    total = total.add(BigInteger.valueOf(part));
                    part = 0;
                }
                part += count;
            }
            return total.add(BigInteger.valueOf(part));
        }

        @Override
        public int size() {
            return keys.length;
        }

        @Override
        public int key(int index) {
            return keys[index];
        }

        @Override
        public long count(int index) {
            return counts[index];
        }
    }
}
