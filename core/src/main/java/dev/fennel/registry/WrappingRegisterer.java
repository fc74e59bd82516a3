package dev.fennel.registry;

import dev.fennel.model.Collector;

/**
 * Passes collectors on to another registerer, wrapped. It keeps nothing: a wrapped collector is found again because it
 * describes the same set of Descs, or is {@linkplain WrappedCollector equal}.
 *
 * @param inner takes the wrapped collectors
 * @param wrapping what to add
 */
record WrappingRegisterer(Registerer inner, Wrapping wrapping) implements Registerer {
    @Override
    public void register(Collector collector) {
        inner.register(wrapped(collector));
    }

    @Override
    public boolean unregister(Collector collector) {
        return inner.unregister(wrapped(collector));
    }

    private Collector wrapped(Collector collector) {
        return new WrappedCollector(collector, wrapping, true);
    }
}
