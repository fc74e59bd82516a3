package dev.fennel.collectors.jvm;

import dev.fennel.model.Collector;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.util.List;
import java.util.function.Consumer;

/** The pools that the JVM's memory is divided into, such as eden and metaspace. */
public final class MemoryPoolCollector implements Collector {
    private static final UsageFamilies NOW = new UsageFamilies("jvm_memory_pool", "pool", "this memory pool");
    private static final UsageFamilies AFTER_COLLECTION = new UsageFamilies(
            "jvm_memory_pool_collection", "pool", "this memory pool just after its last garbage collection");

    private final List<MemoryPoolMXBean> pools;

    public MemoryPoolCollector() {
        this(ManagementFactory.getMemoryPoolMXBeans());
    }

    public MemoryPoolCollector(List<MemoryPoolMXBean> pools) {
        this.pools = pools;
    }

    @Override
    public void describe(Consumer<? super Desc> out) {
        NOW.describe(out);
        AFTER_COLLECTION.describe(out);
    }

    @Override
    public void collect(Consumer<? super Metric> out) {
        for (MemoryPoolMXBean pool : pools) {
            NOW.collect(pool.getUsage(), pool.getName(), out);
            AFTER_COLLECTION.collect(pool.getCollectionUsage(), pool.getName(), out);
        }
    }
}
