package dev.fennel.model;

/**
 * The buckets of a native histogram on one side of zero that something was observed in, by increasing key.
 *
 * <p>The bucket with the key k holds magnitudes above base<sup>k - 1</sup> and up to base<sup>k</sup>, where the base
 * is 2 to the power of 2<sup>-schema</sup>. Infinity is in a bucket of its own after that of the largest double.
 */
public interface PopulatedBuckets {
    /**
     * How many buckets there are.
     *
     * @return zero or more
     */
    int size();

    /**
     * The key of a bucket.
     *
     * @param index from 0 to {@code size() - 1}
     * @return a key, larger than that of the bucket before
     */
    int key(int index);

    /**
     * How many observations are in a bucket.
     *
     * @param index from 0 to {@code size() - 1}
     * @return the count, which is not cumulative
     */
    long count(int index);
}
