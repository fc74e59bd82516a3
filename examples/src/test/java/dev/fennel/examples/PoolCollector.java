package dev.fennel.examples;

import dev.fennel.model.Collector;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import java.util.function.Consumer;

public final class PoolCollector implements Collector {
    private static final Desc CONNECTIONS = Desc.gauge("pool_connections", "Connections of the pool.", "state");

    private final Pool pool;

    public PoolCollector(Pool pool) {
        this.pool = pool;
    }

    @Override
    public void describe(Consumer<? super Desc> out) {
        out.accept(CONNECTIONS);
    }

    @Override
    public void collect(Consumer<? super Metric> out) {
        out.accept(ConstMetric.of(CONNECTIONS, pool.idle(), "idle"));
        out.accept(ConstMetric.of(CONNECTIONS, pool.busy(), "busy"));
    }
}
