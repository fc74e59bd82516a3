package dev.fennel.metrics;

import dev.fennel.internal.families.FamilySink;
import dev.fennel.model.Collector;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A few series that change seldom and together. A change replaces the whole family by compare-and-set, so every reader
 * sees the series as they were at one moment, and nobody waits.
 */
abstract sealed class SeriesSet implements Collector permits Info, StateSet {
    private final Desc desc;
    private final AtomicReference<MetricFamily> family;

    SeriesSet(Desc desc, List<? extends Metric> series) {
        this.desc = desc;
        this.family = new AtomicReference<>(new MetricFamily(desc, series));
    }

    /**
     * Replaces the series by others.
     *
     * @param change makes the new ones from the present ones, in order; may be called more than once
     */
    final void update(UnaryOperator<List<Metric>> change) {
        family.updateAndGet(now -> {
            List<Metric> changed = change.apply(now.metrics());
            return changed.equals(now.metrics()) ? now : new MetricFamily(desc, changed);
        });
    }

    /**
     * The Desc of every series.
     *
     * @return the Desc
     */
    public final Desc desc() {
        return desc;
    }

    @Override
    public final void describe(Consumer<? super Desc> out) {
        out.accept(desc);
        if (out instanceof FamilySink sink) {
            sink.offer(this, this::family);
            if (sink.comparesLayouts()) {
                sink.layout(this, layout());
            }
        }
    }

    /** What this is made of besides its Desc, in words, as {@link Instrument#layout} has it. */
    String layout() {
        return "";
    }

    @Override
    public final void collect(Consumer<? super Metric> out) {
        family().metrics().forEach(out);
    }

    /** All series as a family, in order; the same object for as long as nothing changes. */
    @SuppressWarnings("NullAway") // the reference holds a family from the start
    final MetricFamily family() {
        return family.get();
    }

    /**
     * Describes the metric for people to read.
     *
     * @return type and name
     */
    @Override
    public final String toString() {
        return desc.quoted();
    }
}
