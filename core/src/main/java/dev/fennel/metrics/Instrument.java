package dev.fennel.metrics;

import dev.fennel.internal.families.FamilySink;
import dev.fennel.model.Collector;
import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import java.util.function.Consumer;

/**
 * One series that application code writes to. It is a metric, and a collector of itself.
 *
 * <p>A series keeps only the values of its variable labels, and shares everything else with its siblings through the
 * Desc. This makes hundreds of thousands of series affordable.
 */
public abstract sealed class Instrument extends SeriesEntry implements Metric, Collector
        permits Counter, Gauge, HistogramCells, Summary, MetricVec.Own {
    static {
        // What is used with an instrument, so that it is not loaded at the end of a stack: what is loaded for the
        // first time may be lost there to the whole JVM.
        ExemplarSampler.rehearse();
        Timer.rehearse();
    }

    Instrument(String[] labelValues) {
        super(labelValues);
    }

    @Override
    final Instrument exposed() {
        return this;
    }

    /**
     * All label pairs, const and variable. Each call makes a new object.
     *
     * @return the labels, sorted by name
     */
    @Override
    public final Labels labels() {
        return desc().labels(labelValues);
    }

    @Override
    public final void describe(Consumer<? super Desc> out) {
        out.accept(desc());
        if (out instanceof FamilySink sink) {
            sink.offer(this);
            if (sink.comparesLayouts()) {
                sink.layout(this, layout());
            }
        }
    }

    /** What this is made of besides its Desc, in words: what can stand for each other has the same. */
    String layout() {
        return "";
    }

    @Override
    public final void collect(Consumer<? super Metric> out) {
        out.accept(this);
    }

    /**
     * Describes the series for people to read.
     *
     * @return type, name and labels
     */
    @Override
    public final String toString() {
        return desc().quoted() + " " + labels();
    }
}
