package dev.fennel.registry;

import dev.fennel.internal.Nullable;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/**
 * Merges the results of several gatherers, and does it again only if one of them returns another result than the last
 * time.
 */
final class MergedGatherer implements Gatherer {
    private final List<Gatherer> gatherers;

    /** The last merge. Gathers race to write it, which is harmless: each checks that it is current. */
    private volatile Merged last = new Merged(new GatherResult[0], new GatherResult(List.of(), List.of()));

    MergedGatherer(List<Gatherer> gatherers) {
        this.gatherers = gatherers;
    }

    @Override
    public GatherResult gather() {
        return gather(Registry.TIME_LIMIT);
    }

    @Override
    public GatherResult gather(Duration timeLimit) {
        Begun begun = begin(timeLimit);
        try {
            return begun.gather();
        } finally {
            begun.leave();
        }
    }

    /**
     * Starts the custom collectors of all registries, so that those of the later ones have as much time as those of the
     * first. Other gatherers are asked one after the other, and have the time that is left.
     *
     * @return waits for them, and gathers the rest; used once, and left in any case
     */
    private Begun begin(Duration timeLimit) {
        BegunMerge begun = new BegunMerge(timeLimit);
        for (int i = 0; i < begun.each.length; i++) {
            begun.each[i] = begin(begun.each[i], timeLimit);
        }
        return begun;
    }

    private static Gatherer begin(Gatherer gatherer, Duration timeLimit) {
        try {
            if (gatherer instanceof Registry registry) {
                return registry.begin(timeLimit);
            }
            return gatherer instanceof MergedGatherer merged ? merged.begin(timeLimit) : gatherer;
        } catch (Throwable thrown) { // no memory: it has another try when it is its turn
            return gatherer;
        }
    }

    /** Passes on that the result was read: null if none of those that it is made of waits for that. */
    private static @Nullable Runnable whenDone(GatherResult[] parts) {
        for (GatherResult part : parts) {
            if (part.whenDone() != null) {
                return () -> done(parts);
            }
        }
        return null;
    }

    private static void done(GatherResult[] parts) {
        for (GatherResult part : parts) {
            if (part != null) {
                part.done();
            }
        }
    }

    private GatherResult merged(GatherResult[] parts) {
        Merged known = last;
        if (known.isOf(parts)) {
            return known.result();
        }
        Merged merged = new Merged(parts, new Merge(known.result().families()).of(parts));
        last = merged;
        return merged.result();
    }

    /** A gather whose custom collectors are started. */
    interface Begun extends Gatherer {
        /** Ends what still waits for a thread, if the gather has not come to its end. Throws nothing. */
        void leave();
    }

    /** The gathers of all, those of registries begun; used by one thread. */
    private final class BegunMerge implements Begun {
        private final long start = System.nanoTime();
        private final Gatherer[] each = gatherers.toArray(new Gatherer[0]);
        private final Duration timeLimit;

        BegunMerge(Duration timeLimit) {
            this.timeLimit = timeLimit;
        }

        @Override
        public GatherResult gather() {
            GatherResult[] parts = new GatherResult[each.length];
            try {
                for (int i = 0; i < parts.length; i++) {
                    parts[i] = GatherResult.of(each[i], timeLimit.minusNanos(System.nanoTime() - start));
                }
                return merged(parts);
            } catch (Throwable thrown) {
                done(parts);
                throw thrown;
            }
        }

        @Override
        public void leave() {
            for (Gatherer gatherer : each) {
                if (gatherer instanceof Begun begun) {
                    begun.leave();
                }
            }
        }
    }

    /**
     * A merge that is done.
     *
     * @param parts what each gatherer returned
     * @param result all of it together
     */
    private record Merged(GatherResult[] parts, GatherResult result) {
        boolean isOf(GatherResult[] others) {
            boolean same = parts.length == others.length;
            for (int i = 0; same && i < parts.length; i++) {
                same = parts[i] == others[i];
            }
            return same;
        }
    }

    /** A merge under way; used by one thread. */
    private static final class Merge {
        private final Set<MetricFamily> intact = Collections.newSetFromMap(new IdentityHashMap<>());
        private final FamilyMerger families = new FamilyMerger(new LinkedHashMap<>());
        private final List<GatherError> errors = new ArrayList<>();

        /**
         * Starts a merge.
         *
         * @param intact families that are known to be sorted and without faults, as an earlier merge returned them
         */
        Merge(Collection<MetricFamily> intact) {
            this.intact.addAll(intact);
        }

        GatherResult of(GatherResult[] parts) {
            for (int i = 0; i < parts.length; i++) {
                String source = "gatherer #" + (i + 1);
                for (GatherError error : parts[i].errors()) {
                    errors.add(error.of(source));
                }
                for (MetricFamily family : parts[i].families()) {
                    add(family, source);
                }
            }
            return new GatherResult(families.build(errors), errors, whenDone(parts));
        }

        private void add(MetricFamily family, String source) {
            if (family.metrics().isEmpty()) {
                return;
            }
            try {
                if (!families.isKnown(family.name()) && (intact.contains(family) || isIntact(family, source))) {
                    families.adopt(family);
                    return;
                }
                FamilyMerger.Growing merged =
                        families.familyFor(family.type(), family.name(), family.help(), family.unit());
                for (Metric metric : family.metrics()) {
                    add(metric, family, merged, source);
                }
            } catch (MetricFault fault) {
                errors.add(GatherError.of(source + ": " + family.quoted(), fault));
            }
        }

        private void add(Metric metric, MetricFamily family, FamilyMerger.Growing merged, String source) {
            try {
                merged.add(checked(metric, family, source));
            } catch (Throwable thrown) {
                errors.add(GatherError.of(source + ": metric of " + family.quoted(), thrown));
            }
        }

        /** Whether all metrics of a family pass their checks and are in order, which leaves no room for duplicates. */
        private static boolean isIntact(MetricFamily family, String source) {
            try {
                Comparator<Series> order = SeriesOrder.of(family.type());
                Series last = null;
                for (Metric metric : family.metrics()) {
                    Series series = checked(metric, family, source);
                    if (last != null && order.compare(last, series) >= 0) {
                        return false;
                    }
                    last = series;
                }
                return true;
            } catch (Throwable thrown) {
                return false; // the fault is found again, and reported, when the metrics are added one by one
            }
        }

        private static Series checked(Metric metric, MetricFamily family, String source) {
            Series series = Series.of(metric, source);
            if (series.desc().type() != family.type()) {
                throw new MetricFault("got type " + series.desc().type() + ", expected " + family.type());
            }
            Series.LabelCheck.notReserved(series);
            return series;
        }
    }
}
