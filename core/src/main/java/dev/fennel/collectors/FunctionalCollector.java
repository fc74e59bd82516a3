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
 *         out -> queues.forEach((name, queue) -> out.accept(ConstMetric.of(desc, queue.size(), name))), desc));
 * }</pre>
 */
public final class FunctionalCollector implements Collector {
    private final Consumer<Consumer<? super Metric>> collect;
    private final List<Desc> descs;

    private FunctionalCollector(Consumer<Consumer<? super Metric>> collect, List<Desc> descs) {
        this.collect = collect;
        this.descs = descs;
    }

    /**
     * A collector that runs a function in each gather.
     *
     * @param collect hands out the metrics; run by several threads at once, if several gather at once
     * @param descs the Descs of all metrics that it may ever hand out; with none, the collector is unchecked
     * @return the collector
     */
    public static FunctionalCollector of(Consumer<Consumer<? super Metric>> collect, Desc... descs) {
        return new FunctionalCollector(Objects.requireNonNull(collect, "collect"), List.of(descs));
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
