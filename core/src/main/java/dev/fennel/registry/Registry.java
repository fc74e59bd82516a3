package dev.fennel.registry;

import dev.fennel.model.Collector;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import java.util.List;
import java.util.function.Consumer;

/** Placeholder. */
public final class Registry implements Registerer, Gatherer, Collector {
    private Registry() {}

    /**
     * Placeholder.
     *
     * @return registry
     */
    public static Registry create() {
        return new Registry();
    }

    /**
     * Placeholder.
     *
     * @return registry
     */
    public static Registry defaultRegistry() {
        return new Registry();
    }

    @Override
    public void register(Collector collector) {}

    @Override
    public boolean unregister(Collector collector) {
        return false;
    }

    @Override
    public GatherResult gather() {
        return new GatherResult(List.of(), List.of());
    }

    @Override
    public void describe(Consumer<? super Desc> out) {}

    @Override
    public void collect(Consumer<? super Metric> out) {}
}
