package dev.fennel.registry;

import dev.fennel.internal.Nullable;
import dev.fennel.internal.families.FamilySink;
import dev.fennel.internal.families.FamilySource;
import dev.fennel.model.Collector;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * A collector with what it described when it was registered, and how its metrics are gathered.
 *
 * @param collector the collector
 * @param identity what it is known by if it describes nothing, or not the same as before
 * @param descs what it described; empty if it is unchecked
 * @param isOneFamily whether a message names it by its family
 * @param trusted where its families come from if nothing of it needs a check; empty for a custom collector
 * @param underWay its run under way, or null inside; null itself for a collector that runs no foreign code, and so is
 *     run in any thread, by several at once
 */
record RegisteredCollector(
        Collector collector,
        WrappedCollector.Identity identity,
        DescSet descs,
        boolean isOneFamily,
        List<FamilySource> trusted,
        @Nullable AtomicReference<CollectorRun> underWay) {
    /** Lets the collector describe itself. That runs a user's code, so no lock may be held. */
    static RegisteredCollector of(Collector collector) {
        Description description = new Description(collector);
        collector.describe(description);
        DescSet descs = description.descs.build();
        // Trust needs a Desc: only what is described is known not to clash with another collector's series.
        List<FamilySource> trusted = descs.isEmpty() ? List.of() : List.copyOf(description.sources);
        boolean foreign = trusted.isEmpty() && !description.returns;
        return new RegisteredCollector(
                collector,
                WrappedCollector.Identity.of(collector),
                descs,
                description.isOneFamily,
                trusted,
                foreign ? new AtomicReference<>() : null);
    }

    /** One registration, equal to nothing else. */
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    /**
     * The collector for a message. Not its own text, as that would run a user's code.
     *
     * @return the type and name of a collector that is a single metric or family itself, such as a function or a Vec;
     *     of all others, the class of the collector that does the work
     */
    @Override
    public String toString() {
        Collector innermost = WrappedCollector.innermost(collector);
        return (isOneFamily || !trusted.isEmpty() || innermost instanceof Metric)
                        && descs.descs().size() == 1
                ? descs.descs().get(0).quoted()
                : "collector " + innermost.getClass().getName();
    }

    /** Takes what a collector describes and the families that it offers; used by one thread. */
    private static final class Description implements Consumer<Desc>, FamilySink {
        private final Collector described;
        private final DescSet.Builder descs = new DescSet.Builder();
        private final List<FamilySource> sources = new ArrayList<>();
        private boolean isOneFamily;
        private boolean returns;

        Description(Collector described) {
            this.described = described;
        }

        @Override
        public void accept(Desc desc) {
            descs.accept(desc);
        }

        /**
         * Ignores offers from other collectors: one of them may stand behind this one without being all that it
         * collects.
         */
        @Override
        public void offer(Collector offering, FamilySource source) {
            if (offering == described) {
                sources.add(source);
            }
        }

        @Override
        public void promiseOneFamily(Collector promising) {
            isOneFamily |= promising == described;
        }

        @Override
        public void promiseToReturn(Collector promising) {
            returns |= promising == described;
        }
    }
}
