package dev.fennel.registry;

import dev.fennel.internal.families.FamilySink;
import dev.fennel.internal.families.FamilySource;
import dev.fennel.model.Collector;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A collector whose Descs and metrics are wrapped. Each registration through a wrapping registerer makes one, and so
 * does each attempt to undo it; {@link Identity} is what they have in common.
 */
final class WrappedCollector implements Collector {
    private final Collector inner;
    private final Wrapping wrapping;

    /** Whether a registerer made this, so that no user knows it. */
    private final boolean byRegisterer;

    WrappedCollector(Collector inner, Wrapping wrapping, boolean byRegisterer) {
        this.inner = Objects.requireNonNull(inner, "collector");
        this.wrapping = wrapping;
        this.byRegisterer = byRegisterer;
    }

    /** The collector as its user gave it to a registerer, without what registerers wrapped around it. */
    static Collector given(Collector registered) {
        Collector given = registered;
        while (given instanceof WrappedCollector wrapped && wrapped.byRegisterer) {
            given = wrapped.inner;
        }
        return given;
    }

    /** The collector that does the work. */
    static Collector innermost(Collector collector) {
        Collector innermost = collector;
        while (innermost instanceof WrappedCollector wrapped) {
            innermost = wrapped.inner;
        }
        return innermost;
    }

    /** What this adds to the metrics of the collector within. */
    Wrapping wrapping() {
        return wrapping;
    }

    /** The collector within, which may be wrapped itself. */
    Collector inner() {
        return inner;
    }

    @Override
    public void describe(Consumer<? super Desc> out) {
        inner.describe(
                out instanceof FamilySink sink ? new Offered(out, sink) : desc -> out.accept(wrapping.wrap(desc)));
    }

    @Override
    public void collect(Consumer<? super Metric> out) {
        inner.collect(metric -> out.accept(wrapping.wrap(metric)));
    }

    /**
     * What a registry knows a collector by apart from its Descs: the object that does the work, with all that is added
     * to its names and labels. It does not matter in how many steps, or in which order, that is added.
     *
     * <p>Equality and hash are written out for the reason that {@link DescSet.Id} gives. There is an order because many
     * wrappers of one collector may have labels of the same hash, which a hash map then keeps in a tree.
     *
     * @param innermost the collector that does the work, compared by its identity, as its own equality is a user's code
     * @param wrapping all that is added
     */
    record Identity(Collector innermost, Wrapping wrapping) implements Comparable<Identity> {
        /**
         * The identity of any collector, wrapped or not.
         *
         * @throws IllegalArgumentException if two of its wrappers add a label of the same name
         */
        static Identity of(Collector collector) {
            Wrapping all = Wrapping.NONE;
            Collector innermost = collector;
            while (innermost instanceof WrappedCollector wrapped) {
                all = all.over(wrapped.wrapping);
                innermost = wrapped.inner;
            }
            return new Identity(innermost, all);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Identity that && innermost == that.innermost && wrapping.equals(that.wrapping);
        }

        @Override
        public int hashCode() {
            return 31 * wrapping.hashCode() + System.identityHashCode(innermost);
        }

        /** Orders by what is added, which is all that can be ordered. */
        @Override
        public int compareTo(Identity other) {
            int order = wrapping.prefix().compareTo(other.wrapping.prefix());
            return order != 0 ? order : SeriesOrder.compare(wrapping.labels(), other.wrapping.labels());
        }
    }

    /** Wraps the Descs and the families on their way to a registry. */
    private final class Offered implements Consumer<Desc>, FamilySink {
        private final Consumer<? super Desc> out;
        private final FamilySink sink;

        Offered(Consumer<? super Desc> out, FamilySink sink) {
            this.out = out;
            this.sink = sink;
        }

        @Override
        public void accept(Desc desc) {
            out.accept(wrapping.wrap(desc));
        }

        @Override
        public void offer(Collector offering, FamilySource source) {
            if (offering == inner) {
                sink.offer(WrappedCollector.this, new WrappedMetric.Family(source, wrapping));
            }
        }

        @Override
        public void promiseToReturn(Collector promising) {
            if (promising == inner) {
                sink.promiseToReturn(WrappedCollector.this);
            }
        }

        @Override
        public void promiseOneFamily(Collector promising) {
            if (promising == inner) {
                sink.promiseOneFamily(WrappedCollector.this);
            }
        }

        @Override
        public boolean comparesLayouts() {
            return sink.comparesLayouts();
        }

        @Override
        public void layout(Collector describing, String layout) {
            if (describing == inner) {
                sink.layout(WrappedCollector.this, layout);
            }
        }
    }
}
