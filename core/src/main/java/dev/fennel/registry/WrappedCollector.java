package dev.fennel.registry;

import dev.fennel.internal.families.FamilySink;
import dev.fennel.internal.families.FamilySource;
import dev.fennel.model.Collector;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A collector whose Descs and metrics are wrapped.
 *
 * <p>Each registration through a wrapping registerer makes one, and so does each attempt to undo it. So two of them are
 * equal if they wrap the very same object in the same way. That is how an unchecked collector, which has nothing but
 * its identity, is found again.
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

    /** Whether both are the same object, or wrap the same one in the same way. */
    static boolean same(Collector a, Collector b) {
        return a == b || (a instanceof WrappedCollector && a.equals(b));
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
     * Whether the other object wraps the very same collector in the same way.
     *
     * @param other any object
     * @return true if both stand for the same metrics
     */
    @Override
    public boolean equals(Object other) {
        return other instanceof WrappedCollector that && wrapping.equals(that.wrapping) && same(inner, that.inner);
    }

    /**
     * A hash of the innermost collector's identity.
     *
     * @return the hash
     */
    @Override
    public int hashCode() {
        return System.identityHashCode(innermost(this));
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
    }
}
