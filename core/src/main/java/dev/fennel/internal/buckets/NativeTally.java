package dev.fennel.internal.buckets;

import dev.fennel.internal.buckets.NativeCell.Outcome;

/**
 * What one thread has counted in a native histogram up to some observation of it: one of the two tallies of a
 * {@link NativeBuffer}, which says who changes and who reads it when.
 */
final class NativeTally {
    /** For each classic bucket. */
    private final long[] counts;

    private double sum;
    private NativeCounts natives;

    /** How many observations of the buffer are counted here: the number of the first one that is not. */
    private long counted;

    NativeTally(int bucketCount, NativeCounts none) {
        counts = new long[bucketCount];
        natives = none;
    }

    long counted() {
        return counted;
    }

    void counted(long number) {
        counted = number;
    }

    boolean isWorthCopying() {
        return natives.isWorthCopying();
    }

    /** Counts here what another one has counted, and nothing else, in a scale that is not finer than a given one. */
    void assign(NativeTally other, NativeScale scale) {
        sum = other.sum;
        System.arraycopy(other.counts, 0, counts, 0, counts.length);
        natives = other.natives.copy(scale, natives);
    }

    /**
     * Counts observations.
     *
     * @param values what was observed
     * @param search finds the classic buckets
     * @return whether one is the first in its native bucket
     */
    boolean count(double[] values, int length, BucketSearch search) {
        if (counts.length == 1) {
            counts[0] += length;
        } else {
            for (int i = 0; i < length; i++) {
                counts[search.bucketOf(values[i])]++;
            }
        }
        // The additions wait for each other, so they are between other work.
        double total = sum;
        boolean populated = false;
        for (int i = 0; i < length; i++) {
            double value = values[i];
            total += value;
            populated |= count(value);
        }
        sum = total;
        return populated;
    }

    private boolean count(double value) {
        Outcome outcome = natives.tryAdd(value);
        while (outcome == Outcome.NO_ROOM) {
            NativeCounts next = natives.withRoomFor(value, false);
            next.addAll(natives);
            natives = next;
            outcome = natives.tryAdd(value);
        }
        return outcome == Outcome.POPULATED;
    }

    void copyTo(NativeImage image) {
        image.sum = sum;
        System.arraycopy(counts, 0, image.counts, 0, counts.length);
        natives.copyTo(image, null, 0, 0);
    }
}
