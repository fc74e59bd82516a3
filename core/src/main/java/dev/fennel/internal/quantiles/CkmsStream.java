package dev.fennel.internal.quantiles;

import java.util.Arrays;

/**
 * A quantile sketch: of a stream of observations it keeps few enough to fit in little memory, and enough to answer each
 * quantile within its error. The algorithm is the one for targeted quantiles of Cormode, Korn, Muthukrishnan and
 * Srivastava, "Effective Computation of Biased Quantiles over Data Streams", with a bound and a query that are proven
 * below.
 *
 * <p>A sample is an observed value with a <em>width</em>, the number of observations it stands for, and a
 * <em>slack</em>. Of the observations, the uppermost ones, as many as its <em>repeats</em>, have its very value; the
 * others are dropped ones just below. Let {@code start} be the sum of the widths before it. Then the highest rank of
 * its value among the {@code n} observations, counted from 1, is between {@code start + width} and {@code start + width
 * + slack}, and the lowest one is less by {@code repeats - 1}. The upper bound of the lowest one, {@code start + width
 * + slack - repeats + 1}, is the sample's {@code end}. Ends increase from sample to sample.
 *
 * <p><b>Asking.</b> To find the quantile q with error e, look for the first sample whose end exceeds (q + e)n. The
 * value of the sample before it has a rank of at most (q + e)n, and one of at least the {@code start} of the one found,
 * which is (q - e)n or more if that has {@code end - start <= 2en}. So all that matters is that a sample is this narrow
 * while (q + e)n falls between its start and its end. A sample with {@code end - start = 1} is always narrow enough:
 * then what comes before has the exact rank. A sample whose rank is surely nearer to qn than that one's is as good.
 *
 * <p><b>The bound.</b> Observations that arrive later move samples, but do not make them wider. A sample above (q + e)n
 * can only come in the way when n has grown to start / (q + e), one below only when n has grown to (n - end) / (1 - q -
 * e), since that many observations were surely above it. So each sample keeps, for each objective,
 *
 * <pre>{@code end - start <= max(1, 2e * max(n, start / (q + e), (n - end) / (1 - q)))}</pre>
 *
 * which is a little narrower than it need be for those below, and narrower than in the paper for those above, where
 * start / q is too wide. The right side never falls: an observation that arrives below adds one to n, start and end,
 * one above adds one to n. One that arrives between a sample and the one before it gets a sample of its own with the
 * start and the end that the former had, so its slack is their distance less one. One that equals a sample's value
 * widens that sample, and its repeats, by one; start and end stay. So a value that is observed very often takes one
 * sample.
 *
 * <p><b>Forgetting.</b> Two neighbours become one, with the value and the end of the upper and the start of the lower,
 * when the bound allows. The first sample is never merged with another value, nor the value of the last dropped: least
 * and greatest stay exact, as do the ranks of what arrives beyond them. Of observations in most orders a few dozen
 * samples are left, however many there were. That is not so in contrived orders: of values that close in on one from
 * both sides, a few in a hundred stay.
 *
 * <p>A stream is never changed in place. Merging writes the outcome to another one, in a single pass over the samples
 * and the sorted arrivals, and allocates only to grow. Used by one thread at a time.
 */
public final class CkmsStream {
    /** A stream without observations; never written to. */
    static final CkmsStream EMPTY = new CkmsStream();

    /** Up to this many observations are all kept. With usual objectives, half as many are left of millions. */
    static final int ALL_KEPT = 100;

    private static final long[] NONE = {};
    private static final int INITIAL_CAPACITY = 8;

    private long[] values = NONE;
    private long[] widths = NONE;
    private long[] slacks = NONE;
    private long[] repeats = NONE;
    private int size;
    private long count;

    // While merging: the sum of the widths so far, and the highest end that the last sample may come to have.
    private long rank;
    private long highestEnd;

    /**
     * Makes this the outcome of adding some arrivals to another stream; what was here before is forgotten.
     *
     * @param before another stream, left as it is
     * @param arrivals {@linkplain SortableDoubles sortable} values, sorted
     * @param arrived the number of arrivals
     * @param objectives the quantiles and their errors; always the same
     */
    void merge(CkmsStream before, long[] arrivals, int arrived, Objectives objectives) {
        start(before.count + arrived);
        int next = 0;
        for (int i = 0; i < before.size; i++) {
            long value = before.values[i];
            long width = before.widths[i];
            long slack = before.slacks[i];
            long repeated = before.repeats[i];
            while (next < arrived && arrivals[next] < value) {
                add(arrivals[next++], 1, width + slack - repeated, 1, objectives);
            }
            add(value, width, slack, repeated, objectives);
        }
        while (next < arrived) {
            add(arrivals[next++], 1, 0, 1, objectives);
        }
    }

    private void start(long newCount) {
        size = 0;
        count = newCount;
        rank = 0;
        highestEnd = 0;
    }

    private void add(long value, long width, long slack, long repeated, Objectives objectives) {
        int last = size - 1;
        if (last >= 0 && values[last] == value) {
            // An arrival: samples all differ. It stands right above the last one, whose slack is as before.
            widths[last] += width;
            repeats[last] += width;
        } else if (rank + width + slack - repeated + 1 <= highestEnd) {
            values[last] = value;
            widths[last] += width;
            slacks[last] = slack;
            repeats[last] = repeated;
        } else {
            append(value, width, slack, repeated);
            highestEnd = rank == 0 || count <= ALL_KEPT ? 0 : objectives.highestEnd(rank, count);
        }
        rank += width;
    }

    private void append(long value, long width, long slack, long repeated) {
        // The repeats grow last, so if there is no memory, none of the arrays is taken for longer than it is.
        if (size == repeats.length) {
            int capacity = Math.max(INITIAL_CAPACITY, size + (size >> 1));
            values = Arrays.copyOf(values, capacity);
            widths = Arrays.copyOf(widths, capacity);
            slacks = Arrays.copyOf(slacks, capacity);
            repeats = Arrays.copyOf(repeats, capacity);
        }
        values[size] = value;
        widths[size] = width;
        slacks[size] = slack;
        repeats[size] = repeated;
        size++;
    }

    /** How many observations there were. */
    long count() {
        return count;
    }

    /** How many samples are kept. */
    int size() {
        return size;
    }

    /**
     * The value at a quantile: of those whose rank is surely within the error, the one nearest to the quantile.
     *
     * @param quantile one of the objectives
     * @param error the objective's error
     * @return the value, NaN if there are no observations
     */
    public double query(double quantile, double error) {
        long target = Math.max(1, (long) Math.ceil(quantile * count));
        double highest = Math.max(target, (quantile + error) * count);
        int nearest = -1;
        long shortest = Long.MAX_VALUE;
        long reached = 0;
        for (int i = 0; i < size; i++) {
            reached += widths[i];
            long end = reached + slacks[i] - repeats[i] + 1;
            if (end > highest) {
                break;
            }
            long distance = Math.max(0, Math.max(target - reached, end - target));
            if (distance < shortest) {
                shortest = distance;
                nearest = i;
            }
        }
        return nearest < 0 ? Double.NaN : SortableDoubles.toDouble(values[nearest]);
    }

    /** Doubles other than NaN as longs in the same order, which sort and compare faster. */
    public static final class SortableDoubles {
        private SortableDoubles() {}

        /** The long for a double other than NaN; that of 0.0 is 0, that of -0.0 is -1. */
        public static long fromDouble(double value) {
            return flip(Double.doubleToRawLongBits(value));
        }

        static double toDouble(long sortable) {
            return Double.longBitsToDouble(flip(sortable));
        }

        /** Reverses the order of the negative ones, whose magnitude grows with their bits. Its own inverse. */
        private static long flip(long bits) {
            return bits ^ (bits >> 63 & Long.MAX_VALUE);
        }
    }
}
