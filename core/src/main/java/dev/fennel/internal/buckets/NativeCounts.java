package dev.fennel.internal.buckets;

import dev.fennel.internal.Nullable;
import dev.fennel.internal.buckets.NativeCell.Outcome;

/**
 * The native buckets of one cell.
 *
 * <p>Which buckets there are never changes; when others are needed, the cell gets another object. The counts are
 * changed only by the thread that has entered the cell.
 */
public final class NativeCounts {
    private static final int MOST_WORDS_TO_COPY = 256;

    private final NativeScale scale;
    private final BucketWindows positive;

    /** By the keys of the magnitudes. */
    private final BucketWindows negative;

    /** The count of the zero bucket is the only element; null if these have room for nothing. */
    private final @Nullable long[] zeros;

    private NativeCounts(NativeScale scale, BucketWindows positive, BucketWindows negative, @Nullable long[] zeros) {
        this.scale = scale;
        this.positive = positive;
        this.negative = negative;
        this.zeros = zeros;
    }

    /** Counts with room for nothing, which cells may share. */
    public static NativeCounts none(NativeScale scale) {
        return new NativeCounts(scale, BucketWindows.EMPTY, BucketWindows.EMPTY, null);
    }

    /** The scale that the keys are of. */
    public NativeScale scale() {
        return scale;
    }

    BucketWindows positive() {
        return positive;
    }

    BucketWindows negative() {
        return negative;
    }

    @Nullable
    long[] zeros() {
        return zeros;
    }

    /** Whether these are so few that copying them takes little of the time of counting what waits in a buffer. */
    boolean isWorthCopying() {
        return positive.words() + negative.words() <= MOST_WORDS_TO_COPY;
    }

    /** Counts a value if there is room for it. */
    Outcome tryAdd(double value) {
        double magnitude = Math.abs(value);
        if (magnitude > scale.zeroThreshold()) {
            int key = scale.key(NativeIndex.key(magnitude));
            BucketWindow window = (value > 0 ? positive : negative).windowOf(key);
            return window == null ? Outcome.NO_ROOM : window.tryAdd(key);
        }
        if (magnitude <= scale.zeroThreshold()) {
            if (zeros == null) {
                return Outcome.NO_ROOM;
            }
            zeros[0]++;
        }
        return Outcome.COUNTED;
    }

    /** Whether a value other than NaN can be counted here. */
    boolean hasRoomFor(double value) {
        return zeros != null
                && switch (side(value)) {
                    case 0 -> true;
                    case 1 -> positive.hasRoomFor(key(value));
                    default -> negative.hasRoomFor(key(value));
                };
    }

    /**
     * Counts in the same scale with room for a value. They share with these what need not be replaced; the rest is for
     * the caller to {@linkplain #addAll add}.
     */
    NativeCounts withRoomFor(double value, boolean padded) {
        long[] ownZeros = zeros == null ? new long[1] : zeros;
        return switch (side(value)) {
            case 0 -> new NativeCounts(scale, positive, negative, ownZeros);
            case 1 -> new NativeCounts(scale, positive.withRoomFor(key(value), padded), negative, ownZeros);
            default -> new NativeCounts(scale, positive, negative.withRoomFor(key(value), padded), ownZeros);
        };
    }

    /** Where a value other than NaN is counted: 0 in the zero bucket, 1 among the positive, -1 among the negative. */
    private int side(double value) {
        return Math.abs(value) <= scale.zeroThreshold() ? 0 : value > 0 ? 1 : -1;
    }

    /** The key of the bucket of a value that is not in the zero bucket. */
    private int key(double value) {
        return scale.key(NativeIndex.key(Math.abs(value)));
    }

    /**
     * The same counts in words of their own, in a scale that is not finer than a given one.
     *
     * @param reused what becomes the copy if it has the same buckets
     */
    NativeCounts copy(NativeScale coarser, NativeCounts reused) {
        NativeScale coarsest = scale.coarsest(coarser);
        if (!coarsest.equals(scale)) {
            NativeCounts copy = emptyIn(coarsest, false);
            copy.addAll(this);
            return copy;
        }
        boolean hasSameBuckets = reused.scale.equals(scale)
                && (reused.zeros == null) == (zeros == null)
                && reused.positive.hasSameBuckets(positive)
                && reused.negative.hasSameBuckets(negative);
        NativeCounts copy = hasSameBuckets
                ? reused
                : new NativeCounts(scale, positive.empty(), negative.empty(), zeros == null ? null : new long[1]);
        copy.positive.assign(positive);
        copy.negative.assign(negative);
        if (copy.zeros != null && zeros != null) {
            copy.zeros[0] = zeros[0];
        }
        return copy;
    }

    /** Copies all counts, but one word of an array as it was before. */
    void copyTo(NativeImage image, @Nullable long[] changing, int index, long word) {
        image.scale = scale;
        image.positive.copy(positive, changing, index, word);
        image.negative.copy(negative, changing, index, word);
        image.zeros = zeros == null ? 0 : zeros == changing ? word : zeros[0];
    }

    /** Counts in a coarser scale, all zero, that these can be added to. */
    NativeCounts emptyIn(NativeScale coarser, boolean padded) {
        int times = scale.schema() - coarser.schema();
        // What is below goes to the zero bucket.
        int lowest = coarser.key(NativeIndex.key(Math.nextUp(coarser.zeroThreshold())));
        return new NativeCounts(
                coarser,
                positive.coarser(times, lowest, padded),
                negative.coarser(times, lowest, padded),
                zeros == null ? null : new long[1]);
    }

    /** Adds the counts of others, for which these were made, except those that they share. */
    void addAll(NativeCounts other) {
        if (zeros != null && other.zeros != null && other.zeros != zeros) {
            zeros[0] += other.zeros[0];
        }
        addAll(positive, other.positive, other.scale);
        addAll(negative, other.negative, other.scale);
    }

    private void addAll(BucketWindows to, BucketWindows from, NativeScale fromScale) {
        for (BucketWindow window : from.all()) {
            if (!shares(to, window)) {
                for (int key = window.firstKey(); key < window.endKey(); key++) {
                    long count = window.count(key);
                    if (count != 0) {
                        add(to, key, count, fromScale);
                    }
                }
            }
        }
    }

    private static boolean shares(BucketWindows windows, BucketWindow one) {
        return windows.windowOf(one.firstKey()) == one;
    }

    @SuppressWarnings("NullAway") // these were made for the counts that are added
    private void add(BucketWindows to, int key, long count, NativeScale fromScale) {
        if (fromScale.upperBound(key) <= scale.zeroThreshold()) {
            zeros[0] += count;
        } else {
            int coarse = scale.coarserKey(key, fromScale);
            to.windowOf(coarse).add(coarse, count);
        }
    }
}
