package dev.fennel.registry;

import dev.fennel.internal.Nullable;
import dev.fennel.model.Collector;
import dev.fennel.model.Desc;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One gather of custom collectors: starts them, waits for them, checks what they gave against each other, and merges
 * what passes with the families of the trusted collectors. Used by one thread.
 *
 * <p>A collector that runs foreign code is run {@linkplain SideBySide in another thread}, where its metrics are read as
 * well. One that does not is run in this thread. So are all others if this thread is running a collector itself: this
 * gather is a part of that run then, and the gather that the run belongs to waits for both no longer than its own time.
 * What is under way in this thread already is left out: the collector that gathers, and if that one was run by such a
 * gather itself, all collectors of that gather. So a collector that gathers its own registry does not end in itself,
 * and if n collectors do, there are no more than n squared runs.
 *
 * <p>A registry that is registered here is not run as a collector. Its collectors are asked each for itself, so that
 * one that hangs does not cost the others.
 */
final class CustomGather {
    private final Registry registry;
    private final Duration timeLimit;
    private final List<Asked> all = new ArrayList<>();
    private final List<GatherError> errors = new ArrayList<>();

    /** Null until a collector needs it. */
    private @Nullable SideBySide threads;

    CustomGather(Registry registry, Duration timeLimit) {
        this.registry = registry;
        this.timeLimit = timeLimit;
    }

    /** Starts collectors, and goes on at once. */
    void start(RegisteredCollector[] collectors) {
        for (RegisteredCollector registered : collectors) {
            DescSet described = registry.isPedantic() && !registered.descs().isEmpty() ? registered.descs() : null;
            ask(registered, registered.collector(), new Within(registry, null, null), described);
        }
    }

    private void ask(RegisteredCollector registered, Collector collector, Within within, @Nullable DescSet described) {
        if (CollectorThread.isIn(registered)) {
            errors.add(GatherError.of(registered.toString(), CollectorThread.alreadyIn()));
        } else if (!(WrappedCollector.innermost(collector) instanceof Registry)) {
            all.add(new Asked(registered, within, described, run(registered)));
        } else if (collector instanceof WrappedCollector wrapped) {
            ask(registered, wrapped.inner(), new Within(null, wrapped.wrapping(), within), described);
        } else if (within.isWithin(collector)) {
            errors.add(new GatherError(registered + ": contains the registry that contains it"));
        } else {
            Registry inner = (Registry) collector;
            for (RegisteredCollector its : inner.registered()) {
                ask(its, its.collector(), new Within(inner, null, within), described);
            }
        }
    }

    /** Starts a collector, or returns null if it is to be run in this thread. */
    private @Nullable CompletableFuture<Collected> run(RegisteredCollector registered) {
        AtomicReference<CollectorRun> underWay = registered.underWay();
        if (underWay == null) {
            return null;
        }
        if (threads == null) {
            threads = new SideBySide(registry.machine(), timeLimit);
        }
        if (!CollectorThread.isCurrent()) {
            return CollectorRun.ask(registered, underWay, threads);
        }
        return CollectorRun.isOverdue(underWay, threads) ? CompletableFuture.completedFuture(Collected.OVERDUE) : null;
    }

    /**
     * Waits for the collectors, and merges what they gave: first what they described, in the order of registration, and
     * then the rest. So of metrics that contradict each other the described one stays.
     */
    GatherResult end(TrustedFamilies trusted) {
        List<CompletableFuture<Collected>> running = new ArrayList<>();
        for (Asked asked : all) {
            if (asked.run != null) {
                running.add(asked.run);
            }
        }
        if (running.size() < all.size()) {
            runHere();
        }
        if (threads != null && !running.isEmpty()) {
            threads.await(running);
        }
        FamilyMerger families = new FamilyMerger(trusted.byName());
        for (Asked asked : all) {
            take(asked, families);
        }
        for (Asked asked : all) {
            for (Series series : asked.undescribed) {
                merge(series, asked, families);
            }
        }
        return families.isUnchanged() && errors.isEmpty()
                ? trusted.result()
                : new GatherResult(families.build(errors), errors);
    }

    /** Runs what runs in this thread. From the first to the last, no gather within one of them runs any of them. */
    private void runHere() {
        List<RegisteredCollector> entered = new ArrayList<>(all.size());
        try {
            for (Asked asked : all) {
                boolean foreign = asked.registered.underWay() != null;
                if (asked.run == null && foreign && CollectorThread.enter(asked.registered)) {
                    entered.add(asked.registered);
                }
            }
            for (Asked asked : all) {
                if (asked.run == null) {
                    asked.collected = Collected.by(asked.registered, new HandedOut());
                }
            }
        } finally {
            for (RegisteredCollector registered : entered) {
                CollectorThread.leave(registered);
            }
        }
    }

    /** Ends what still waits for a thread. For a gather that does not come to its end. */
    void leave() {
        if (threads != null) {
            threads.leave();
        }
    }

    private void take(Asked asked, FamilyMerger families) {
        Collected collected = collected(asked);
        errors.addAll(collected.errors());
        Desc last = null;
        boolean described = false;
        for (Series series : collected.series()) {
            if (series.desc() != last) { // mostly the same for many series
                last = series.desc();
                described = asked.registered.descs().covers(last);
            }
            if (described) {
                merge(series, asked, families);
            } else {
                asked.undescribed.add(series);
            }
        }
    }

    private Collected collected(Asked asked) {
        if (threads == null || asked.run == null) {
            return asked.collected;
        }
        try {
            Collected given = asked.run.getNow(Collected.OVERDUE);
            if (given == Collected.OVERDUE) {
                return Collected.failed(threads.overdue(asked.registered));
            }
            return given == Collected.NOT_RUN ? Collected.failed(threads.notRun(asked.registered)) : given;
        } catch (Throwable thrown) { // no memory to ask
            return Collected.failed(GatherError.of(asked.registered.toString(), thrown));
        }
    }

    private void merge(Series series, Asked asked, FamilyMerger families) {
        try {
            Series wrapped = asked.within.wrap(series);
            if (asked.described != null) {
                Series.LabelCheck.described(wrapped, asked.described);
            }
            Desc desc = wrapped.desc();
            families.familyFor(desc.type(), desc.name(), desc.help(), desc.unit())
                    .add(wrapped);
        } catch (Throwable thrown) {
            errors.add(GatherError.of(series.withSource(), thrown));
        }
    }

    /** A collector that was asked for its metrics. */
    private static final class Asked {
        private final RegisteredCollector registered;
        private final Within within;

        /** What its metrics must be among, or null. */
        private final @Nullable DescSet described;

        /** Its run in another thread, or null. */
        private final @Nullable CompletableFuture<Collected> run;

        /** What it gave in this thread. */
        private Collected collected = Collected.NOT_RUN;

        private final List<Series> undescribed = new ArrayList<>(0);

        Asked(
                RegisteredCollector registered,
                Within within,
                @Nullable DescSet described,
                @Nullable CompletableFuture<Collected> run) {
            this.registered = registered;
            this.within = within;
            this.described = described;
            this.run = run;
        }
    }

    /**
     * Where a collector is registered: in a registry, perhaps within another, with wrappers between them.
     *
     * @param registry the registry, or null for a wrapper
     * @param wrapping what a wrapper adds, or null for a registry
     * @param outer what this is within, or null for the registry that gathers
     */
    private record Within(
            @Nullable Registry registry,
            @Nullable Wrapping wrapping,
            @Nullable Within outer) {
        boolean isWithin(Collector other) {
            return registry == other || (outer != null && outer.isWithin(other));
        }

        /** Adds what all wrappers add to a metric that is read already. */
        Series wrap(Series series) {
            Series wrapped = wrapping == null ? series : series.wrapped(wrapping);
            return outer == null ? wrapped : outer.wrap(wrapped);
        }
    }
}
