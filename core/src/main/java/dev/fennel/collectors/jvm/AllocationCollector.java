package dev.fennel.collectors.jvm;

import dev.fennel.model.Collector;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** How many bytes were allocated in each memory pool, as of the last garbage collection. */
public final class AllocationCollector implements Collector {
    private static final Desc ALLOCATED = Desc.counter(
                    "jvm_memory_pool_allocated_bytes_total",
                    "Bytes allocated in this memory pool; moves with each garbage collection, not in between.",
                    "pool")
            .withUnit("bytes");

    private final AllocationLedger ledger = new AllocationLedger();

    public AllocationCollector() {
        this(ManagementFactory.getGarbageCollectorMXBeans());
    }

    public AllocationCollector(List<GarbageCollectorMXBean> collectors) {
        CollectionListener.listen(collectors, ledger);
    }

    @Override
    public void describe(Consumer<? super Desc> out) {
        out.accept(ALLOCATED);
    }

    @Override
    public void collect(Consumer<? super Metric> out) {
        for (Map.Entry<String, Long> pool : ledger.allocated().entrySet()) {
            out.accept(ConstMetric.of(ALLOCATED, pool.getValue(), pool.getKey()));
        }
    }
}
