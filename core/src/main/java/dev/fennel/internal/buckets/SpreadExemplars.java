package dev.fennel.internal.buckets;

import dev.fennel.model.Exemplar;
import java.time.Instant;

/**
 * The exemplars of a native histogram: a few, recent, and spread over the range of what was observed.
 *
 * <p>When there is one too many, the oldest has to go if it has reached its time to live; else the older one of the two
 * whose values are closest to each other. The new one always stays. Distances are those on a symmetric logarithmic
 * scale, which has a place for zero and for negative values too.
 *
 * <p>Used by one thread at a time.
 */
public final class SpreadExemplars {
    /** Up to this magnitude, the scale is linear; above, it is logarithmic. */
    private static final double LINEAR_UP_TO = 0x1p-128;

    private static final double LOG_OF_LINEAR = Math.log(LINEAR_UP_TO);

    /** Sorted by value, with room for one more than the limit. */
    private final Exemplar[] kept;

    private final long ttlMillis;
    private int size;

    public SpreadExemplars(int max, long ttlMillis) {
        this.kept = new Exemplar[max + 1];
        this.ttlMillis = ttlMillis;
    }

    /** Adds an exemplar, the newest of all, which has a timestamp and whose value is not NaN. */
    public void add(Exemplar added) {
        int at = size;
        while (at > 0 && kept[at - 1].value() > added.value()) {
            at--;
        }
        System.arraycopy(kept, at, kept, at + 1, size - at);
        kept[at] = added;
        size++;
        if (size == kept.length) {
            remove(leastUseful(added));
        }
    }

    private void remove(int index) {
        size--;
        System.arraycopy(kept, index + 1, kept, index, size - index);
        kept[size] = null;
    }

    private int leastUseful(Exemplar added) {
        int oldest = size == 1 || kept[0] != added ? 0 : 1;
        for (int i = 0; i < size; i++) {
            if (kept[i] != added && time(kept[i]).isBefore(time(kept[oldest]))) {
                oldest = i;
            }
        }
        long age = time(added).toEpochMilli() - time(kept[oldest]).toEpochMilli();
        return size == 2 || age >= ttlMillis ? oldest : olderOfClosest(added);
    }

    private int olderOfClosest(Exemplar added) {
        int closest = 1;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 1; i < size; i++) {
            double distance = place(kept[i].value()) - place(kept[i - 1].value());
            if (distance < least) {
                least = distance;
                closest = i;
            }
        }
        Exemplar lower = kept[closest - 1];
        boolean lowerStays =
                lower == added || (kept[closest] != added && time(lower).isAfter(time(kept[closest])));
        return lowerStays ? closest : closest - 1;
    }

    @SuppressWarnings("NullAway") // what is added has a timestamp
    private static Instant time(Exemplar one) {
        return one.timestamp();
    }

    /** The place of a value on the scale. */
    private static double place(double value) {
        double magnitude = Math.min(Math.abs(value), Double.MAX_VALUE);
        double distance =
                magnitude <= LINEAR_UP_TO ? magnitude / LINEAR_UP_TO : 1 + Math.log(magnitude) - LOG_OF_LINEAR;
        return Math.copySign(distance, value);
    }

    /** Copies all to the beginning of an array, and returns their number. */
    int copyTo(Exemplar[] target) {
        System.arraycopy(kept, 0, target, 0, size);
        return size;
    }
}
