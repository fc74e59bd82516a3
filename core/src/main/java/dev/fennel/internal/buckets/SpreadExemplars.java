package dev.fennel.internal.buckets;

import dev.fennel.model.Exemplar;
import java.time.Instant;
import java.util.Arrays;

/**
 * The exemplars of a native histogram: a few, recent, and spread over the range of what was observed.
 *
 * <p>When there is one too many, the oldest has to go if it has reached its time to live; else the older one of the two
 * whose values are closest to each other. The new one always stays. Distances are those on a symmetric logarithmic
 * scale, which has a place for zero and for negative values too.
 *
 * <p>Immutable: adding an exemplar makes another object.
 */
public final class SpreadExemplars {
    /** Up to this magnitude, the scale is linear; above, it is logarithmic. */
    private static final double LINEAR_UP_TO = 0x1p-128;

    private static final double LOG_OF_LINEAR = Math.log(LINEAR_UP_TO);

    private final int max;
    private final long ttlMillis;

    /** Sorted by value. */
    private final Exemplar[] kept;

    /** None. */
    public SpreadExemplars(int max, long ttlMillis) {
        this(max, ttlMillis, new Exemplar[0]);
    }

    private SpreadExemplars(int max, long ttlMillis, Exemplar[] kept) {
        this.max = max;
        this.ttlMillis = ttlMillis;
        this.kept = kept;
    }

    /** These with another one, the newest of all, which has a timestamp and whose value is not NaN. */
    public SpreadExemplars with(Exemplar added) {
        int at = kept.length;
        while (at > 0 && kept[at - 1].value() > added.value()) {
            at--;
        }
        Exemplar[] all = new Exemplar[kept.length + 1];
        System.arraycopy(kept, 0, all, 0, at);
        all[at] = added;
        System.arraycopy(kept, at, all, at + 1, kept.length - at);
        return new SpreadExemplars(max, ttlMillis, all.length <= max ? all : without(all, leastUseful(all, added)));
    }

    private static Exemplar[] without(Exemplar[] all, int index) {
        Exemplar[] rest = Arrays.copyOf(all, all.length - 1);
        System.arraycopy(all, index + 1, rest, index, rest.length - index);
        return rest;
    }

    private int leastUseful(Exemplar[] all, Exemplar added) {
        int oldest = all.length == 1 || all[0] != added ? 0 : 1;
        for (int i = 0; i < all.length; i++) {
            if (all[i] != added && time(all[i]).isBefore(time(all[oldest]))) {
                oldest = i;
            }
        }
        long age = time(added).toEpochMilli() - time(all[oldest]).toEpochMilli();
        return all.length == 2 || age >= ttlMillis ? oldest : olderOfClosest(all, added);
    }

    private static int olderOfClosest(Exemplar[] all, Exemplar added) {
        int closest = 1;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 1; i < all.length; i++) {
            double distance = place(all[i].value()) - place(all[i - 1].value());
            if (distance < least) {
                least = distance;
                closest = i;
            }
        }
        Exemplar lower = all[closest - 1];
        boolean lowerStays =
                lower == added || (all[closest] != added && time(lower).isAfter(time(all[closest])));
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

    int size() {
        return kept.length;
    }

    Exemplar get(int index) {
        return kept[index];
    }
}
