package dev.fennel.model;

/**
 * The buckets of a native histogram at one moment, which belong to the count and sum of the {@link HistogramValue} that
 * they are part of: together they hold all observations but NaN.
 *
 * <p>Only the protobuf format and OpenMetrics 2.0 can show them. Valid for as long as the value is.
 */
public interface NativeBuckets {
    /** The coarsest schema, in which every bound is 65536 times the one before. */
    int MIN_SCHEMA = -4;

    /** The finest schema, in which there are 256 buckets from a power of two to the next. */
    int MAX_SCHEMA = 8;

    /**
     * The resolution: from each bound to the next it is a factor of 2 to the power of 2<sup>-schema</sup>.
     *
     * @return from {@value #MIN_SCHEMA} to {@value #MAX_SCHEMA}
     */
    int schema();

    /**
     * How far the zero bucket extends, in both directions.
     *
     * @return zero or more and finite; values that are no further from zero are in the zero bucket
     */
    double zeroThreshold();

    /**
     * How many observations are in the zero bucket.
     *
     * @return the count
     */
    long zeroCount();

    /**
     * The buckets above the zero bucket.
     *
     * @return a view of the same value
     */
    Populated positive();

    /**
     * The buckets below the zero bucket, by the keys of the magnitudes.
     *
     * @return a view of the same value
     */
    Populated negative();

    /**
     * How many examples of observations there are.
     *
     * @return zero or more
     */
    default int exemplarCount() {
        return 0;
    }

    /**
     * An example of an observation.
     *
     * @param index from 0 to {@code exemplarCount() - 1}
     * @return the exemplar; they are in the order of their values
     */
    default Exemplar exemplar(int index) {
        throw new IndexOutOfBoundsException(index);
    }

    /**
     * The buckets on one side of zero that something was observed in, by increasing key.
     *
     * <p>The bucket with the key k holds magnitudes above base<sup>k - 1</sup> and up to base<sup>k</sup>, where the
     * base is 2 to the power of 2<sup>-schema</sup>. Infinity is in a bucket of its own after that of the largest
     * double.
     */
    interface Populated {
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
}
