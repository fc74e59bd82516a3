package dev.fennel.metrics;

import dev.fennel.internal.Nullable;
import dev.fennel.internal.buckets.NativeCounts;
import dev.fennel.internal.buckets.NativeGeneration;
import dev.fennel.internal.buckets.NativeScale;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The options of a histogram with native buckets.
 *
 * @param noCounts the counts of a cell that has none of its own yet, in the scale that the histogram begins with
 * @param maxBuckets how many populated buckets there should be at most; 0 for any number
 * @param minResetMillis how long after its beginning it may be reset; 0 for never
 * @param maxZeroThreshold how far the zero bucket may be widened
 * @param maxExemplars how many exemplars are kept
 * @param exemplarTtlMillis the age from which an exemplar is the first to be dropped
 * @param clock the time, in milliseconds since the epoch
 */
record NativeOptions(
        NativeCounts noCounts,
        int maxBuckets,
        long minResetMillis,
        double maxZeroThreshold,
        int maxExemplars,
        long exemplarTtlMillis,
        LongSupplier clock) {

    /**
     * The options in words, for {@link HistogramSpec#layout}: two that differ have different words.
     *
     * @return all of them but the clock
     */
    @Override
    public String toString() {
        return "native buckets of schema " + scale().schema() + " with a zero threshold of "
                + scale().zeroThreshold() + ", which are at most " + maxBuckets + " (0 for any number), reset after "
                + minResetMillis + " ms (0 for never), with a zero threshold widened to " + maxZeroThreshold + " and "
                + maxExemplars + " exemplars for " + exemplarTtlMillis + " ms";
    }

    /** The scale that the histogram begins with. */
    NativeScale scale() {
        return noCounts.scale();
    }

    /** A histogram that begins now. */
    NativeGeneration newGeneration(int bucketCount) {
        return new NativeGeneration(bucketCount, noCounts, clock.getAsLong());
    }

    /** Collects and checks the options of native buckets. */
    static final class Builder {
        /** A bound in every schema. */
        private static final double DEFAULT_ZERO_THRESHOLD = 0x1p-128;

        private boolean wanted;
        private double factor;
        private double zeroThreshold = DEFAULT_ZERO_THRESHOLD;
        private int maxBuckets;
        private Duration minResetDuration = Duration.ZERO;
        private double maxZeroThreshold;
        private int maxExemplars = 10;
        private Duration exemplarTtl = Duration.ofMinutes(5);
        private LongSupplier clock = System::currentTimeMillis;

        void factor(double value) {
            factor = value;
            wanted = true;
        }

        void zeroThreshold(double value) {
            zeroThreshold = value;
        }

        void maxBuckets(int value) {
            maxBuckets = value;
        }

        void minResetDuration(Duration value) {
            minResetDuration = value;
        }

        void maxZeroThreshold(double value) {
            maxZeroThreshold = value;
        }

        void maxExemplars(int value) {
            maxExemplars = value;
        }

        void exemplarTtl(Duration value) {
            exemplarTtl = value;
        }

        void clock(LongSupplier value) {
            clock = value;
        }

        /**
         * The options, or null if native buckets were not asked for.
         *
         * @param subject begins the message of what is thrown
         * @throws IllegalArgumentException if an option is out of its range
         */
        @Nullable
        NativeOptions build(String subject) {
            if (!wanted) {
                return null;
            }
            check(factor > 1, subject, "a factor of native buckets above 1", factor);
            checkThreshold(zeroThreshold, subject, "zero threshold");
            checkThreshold(maxZeroThreshold, subject, "max zero threshold");
            check(maxBuckets >= 0, subject, "a limit of 0 or more native buckets", maxBuckets);
            check(!minResetDuration.isNegative(), subject, "a min reset duration of zero or more", minResetDuration);
            check(maxExemplars >= 0, subject, "a limit of 0 or more exemplars", maxExemplars);
            check(!exemplarTtl.isNegative(), subject, "a time to live of exemplars of zero or more", exemplarTtl);
            return new NativeOptions(
                    NativeCounts.none(new NativeScale(NativeScale.schemaFor(factor), zeroThreshold)),
                    maxBuckets,
                    millis(minResetDuration),
                    maxZeroThreshold,
                    maxExemplars,
                    millis(exemplarTtl),
                    clock);
        }

        /** Rounds up, so that a short duration does not become none. */
        private static long millis(Duration duration) {
            long longest = Long.MAX_VALUE / 1_000_000;
            return duration.toSeconds() > longest / 1_000
                    ? longest
                    : duration.plusNanos(999_999).toMillis();
        }

        private static void checkThreshold(double threshold, String subject, String what) {
            check(
                    threshold >= 0 && threshold < Double.POSITIVE_INFINITY,
                    subject,
                    "a finite " + what + " of 0 or more",
                    threshold);
        }

        private static void check(boolean fits, String subject, String expected, Object given) {
            if (!fits) {
                throw new IllegalArgumentException(subject + ": expected " + expected + ", got " + given);
            }
        }
    }
}
