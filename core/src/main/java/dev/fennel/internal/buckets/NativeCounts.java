package dev.fennel.internal.buckets;

/**
 * The native buckets of one cell, except for the zero bucket, which is in the cell itself.
 *
 * <p>The range of buckets never changes; when others are needed, the cell gets another object. The counts are read and
 * written only by the thread that has taken the cell.
 *
 * @param scale gives the keys
 * @param positive counts of observations above the zero bucket
 * @param negative counts of observations below, by the keys of their magnitudes
 */
public record NativeCounts(NativeScale scale, BucketWindow positive, BucketWindow negative) {
    /** No buckets. */
    public static NativeCounts none(NativeScale scale) {
        return new NativeCounts(scale, BucketWindow.EMPTY, BucketWindow.EMPTY);
    }

    /** The same buckets, all zero, with room for an observation for which these had none. */
    public NativeCounts withRoomFor(double value, boolean padded) {
        int key = scale.key(NativeIndex.key(Math.abs(value)));
        return value > 0
                ? new NativeCounts(scale, positive.withRoomFor(key, padded), negative.cleared())
                : new NativeCounts(scale, positive.cleared(), negative.withRoomFor(key, padded));
    }

    /** Buckets, all zero, that these can be added to, in the same schema or in one whose buckets are twice as wide. */
    public NativeCounts emptyIn(NativeScale newScale) {
        return newScale.schema() == scale.schema()
                ? new NativeCounts(newScale, positive.cleared(), negative.cleared())
                : new NativeCounts(newScale, positive.halved(), negative.halved());
    }

    /**
     * Adds the counts of other buckets, for which these were made. Returns how many of them are in the zero bucket now.
     */
    public long addAll(NativeCounts other) {
        return addAll(positive, other.positive, other.scale) + addAll(negative, other.negative, other.scale);
    }

    private long addAll(BucketWindow to, BucketWindow from, NativeScale fromScale) {
        boolean halved = scale.schema() != fromScale.schema();
        long zeros = 0;
        for (int i = 0; i < from.length(); i++) {
            long count = from.count(i);
            if (count != 0) {
                int key = from.key(i);
                if (fromScale.upperBound(key) <= scale.zeroThreshold()) {
                    zeros += count;
                } else {
                    to.add(halved ? NativeScale.halvedKey(key) : key, count);
                }
            }
        }
        return zeros;
    }
}
