package dev.fennel.collectors;

import dev.fennel.model.Collector;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A collector made of a function.
 *
 * <pre>{@code
 * Desc desc = Desc.gauge("queue_depth", "Jobs waiting.", "queue");
 * registry.register(FunctionalCollector.of(
 *         desc, out -> queues.forEach((name, queue) -> out.accept(ConstMetric.of(desc, queue.size(), name)))));
 * }</pre>
 *
 * <p>For values of one family, {@code GaugeFunc.builder(...).values(...)} is shorter.
 */
public final class FunctionalCollector implements Collector {
    private final List<Desc> descs;
    private final Consumer<Consumer<? super Metric>> collect;

    private FunctionalCollector(List<Desc> descs, Consumer<Consumer<? super Metric>> collect) {
        this.descs = descs;
        this.collect = collect;
    }

    /**
     * A collector that runs a function in each gather, for metrics of one family.
     *
     * @param desc describes all metrics that it may ever hand out
     * @param collect hands out the metrics; run by several threads at once, if several gather at once
     * @return the collector
     */
    public static FunctionalCollector of(Desc desc, Consumer<Consumer<? super Metric>> collect) {
        return of(List.of(desc), collect);
    }

    /**
     * A collector that runs a function in each gather.
     *
     * @param descs describe all metrics that it may ever hand out; copied
     * @param collect hands out the metrics; run by several threads at once, if several gather at once
     * @return the collector
     * @throws IllegalArgumentException if there are no Descs, for which there is {@link #unchecked}
     */
    public static FunctionalCollector of(List<Desc> descs, Consumer<Consumer<? super Metric>> collect) {
        if (descs.isEmpty()) {
            throw new IllegalArgumentException("expected at least one Desc, got none; unchecked(collect) needs none");
        }
        return new FunctionalCollector(List.copyOf(descs), Objects.requireNonNull(collect, "collect"));
    }

    /**
     * A collector that does not say beforehand what it hands out. Any registry accepts it, and it cannot clash with
     * others when it is registered. But what it hands out may do so in a gather, and is left out then. So this is only
     * for metrics whose names are not known beforehand.
     *
     * @param collect hands out the metrics; run by several threads at once, if several gather at once
     * @return the collector
     */
    public static FunctionalCollector unchecked(Consumer<Consumer<? super Metric>> collect) {
        return new FunctionalCollector(List.of(), Objects.requireNonNull(collect, "collect"));
    }

    @Override
    public void describe(Consumer<? super Desc> out) {
        descs.forEach(out);
    }

    @Override
    public void collect(Consumer<? super Metric> out) {
        collect.accept(out);
    }
}
