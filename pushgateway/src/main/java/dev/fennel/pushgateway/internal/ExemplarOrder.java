package dev.fennel.pushgateway.internal;

import dev.fennel.model.Exemplar;
import dev.fennel.model.NativeBuckets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The order in which exemplars are pushed: by their times, as a server drops one that is older than the one before. */
public final class ExemplarOrder {
    /** Those without a time come last, as they get the time of the sample. */
    private static final Comparator<Exemplar> BY_TIME =
            Comparator.comparing(Exemplar::timestamp, Comparator.nullsLast(Comparator.naturalOrder()));

    private ExemplarOrder() {}

    /** The exemplars of native buckets in the order of their times. */
    public static List<Exemplar> of(NativeBuckets buckets) {
        List<Exemplar> exemplars = new ArrayList<>();
        for (int i = 0; i < buckets.exemplarCount(); i++) {
            exemplars.add(buckets.exemplar(i));
        }
        exemplars.sort(BY_TIME);
        return exemplars;
    }
}
