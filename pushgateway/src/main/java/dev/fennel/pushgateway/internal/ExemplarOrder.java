package dev.fennel.pushgateway.internal;

import dev.fennel.model.Exemplar;
import dev.fennel.model.HistogramValue;
import dev.fennel.model.NativeBuckets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The order in which exemplars are pushed: by their times in milliseconds, and those of the same time by their values,
 * as a server drops one that comes before the one that it got before.
 */
public final class ExemplarOrder {
    /** Those without a time come last, as they get the time of the sample. */
    private static final Comparator<Exemplar> AS_STORED = Comparator.comparing(
                    ExemplarOrder::time, Comparator.nullsLast(Comparator.<Instant>naturalOrder()))
            .thenComparingDouble(Exemplar::value);

    private ExemplarOrder() {}

    /**
     * The exemplars of native buckets, or those of the classic buckets if the native ones have none, as a server takes
     * them when it scrapes.
     */
    public static List<Exemplar> of(HistogramValue value, NativeBuckets buckets) {
        List<Exemplar> exemplars = new ArrayList<>();
        for (int i = 0; i < buckets.exemplarCount(); i++) {
            exemplars.add(buckets.exemplar(i));
        }
        if (exemplars.isEmpty()) {
            addClassic(value, exemplars);
        }
        exemplars.sort(AS_STORED);
        return exemplars;
    }

    private static @Nullable Instant time(Exemplar exemplar) {
        Instant time = exemplar.timestamp();
        return time == null ? null : time.truncatedTo(ChronoUnit.MILLIS);
    }

    private static void addClassic(HistogramValue value, List<Exemplar> exemplars) {
        for (int i = 0; i < value.bucketCount(); i++) {
            Exemplar exemplar = value.exemplar(i);
            if (exemplar != null) {
                exemplars.add(exemplar);
            }
        }
    }
}
