package dev.fennel.internal.buckets;

/**
 * Which buckets a native histogram has at present.
 *
 * @param schema how many there are from a power of two to the next, as an exponent of two; from {@value #COARSEST} to
 *     {@value #FINEST}
 * @param zeroThreshold values that are no further from zero are in the zero bucket
 */
public record NativeScale(int schema, double zeroThreshold) {
    static final int COARSEST = -4;
    static final int FINEST = NativeIndex.LOG_PER_OCTAVE;

    /**
     * The coarsest schema whose bounds grow by no more than a factor, else the finest. The growth of most schemas is
     * not a double. A factor that is within the error of the bound gives that schema, as it cannot be given more
     * exactly.
     *
     * @param factor above 1
     */
    public static int schemaFor(double factor) {
        int schema = COARSEST;
        // The bound with the key 1 is the factor from each bound to the next.
        while (schema < FINEST && leastFactor(schema) > factor) {
            schema++;
        }
        return schema;
    }

    private static double leastFactor(int schema) {
        double growth = upperBound(1, schema);
        return schema > 0 ? Math.nextDown(growth) : growth;
    }

    /** The key of a bucket in this scale, given the key in the finest. */
    public int key(int finestKey) {
        return coarserKey(finestKey, FINEST - schema);
    }

    /** The largest double in a bucket. */
    double upperBound(int key) {
        return upperBound(key, schema);
    }

    private static double upperBound(int key, int schema) {
        long finest = (long) key << (FINEST - schema);
        return NativeIndex.upperBound((int) Math.min(finest, NativeIndex.KEY_OF_INFINITY));
    }

    /**
     * The next step towards fewer buckets: the zero bucket takes in the bucket nearest to it, if it may become so wide;
     * else all buckets become twice as wide.
     *
     * @param reading what is populated, which is at least one bucket
     * @param maxZeroThreshold how far the zero bucket may be widened
     * @return this scale if it cannot be made coarser
     */
    public NativeScale coarser(NativeReading reading, double maxZeroThreshold) {
        double wider = upperBound(reading.smallestKey());
        if (zeroThreshold < maxZeroThreshold && wider <= maxZeroThreshold) {
            return new NativeScale(schema, wider);
        }
        return schema > COARSEST ? halved() : this;
    }

    /** Buckets twice as wide. */
    NativeScale halved() {
        return new NativeScale(schema - 1, zeroThreshold);
    }

    /** The key, in this scale, of the bucket that another one, of a scale that is not coarser, is a part of. */
    int coarserKey(int key, NativeScale finer) {
        return coarserKey(key, finer.schema - schema);
    }

    /** The scale that has the wider buckets of both, and the wider zero bucket. */
    NativeScale coarsest(NativeScale other) {
        if (covers(other)) {
            return this;
        }
        return other.covers(this)
                ? other
                : new NativeScale(Math.min(schema, other.schema), Math.max(zeroThreshold, other.zeroThreshold));
    }

    /** Whether neither the buckets nor the zero bucket of another scale are wider. */
    boolean covers(NativeScale other) {
        return schema <= other.schema && zeroThreshold >= other.zeroThreshold;
    }

    // Written out because the JDK keeps the class loader of a record whose derived methods were called.
    @Override
    public boolean equals(Object other) {
        return other instanceof NativeScale that && covers(that) && that.covers(this);
    }

    @Override
    public int hashCode() {
        return 31 * schema + Double.hashCode(zeroThreshold);
    }

    @Override
    public String toString() {
        return "schema " + schema + ", zero threshold " + zeroThreshold;
    }

    /**
     * The key that a bucket gets when buckets become twice as wide, so many times: it has that of the last it is made
     * of.
     */
    static int coarserKey(int key, int times) {
        return (key + (1 << times) - 1) >> times;
    }
}
