package dev.fennel.collectors.jvm;

import dev.fennel.model.Collector;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.Consumer;

/** The pools of direct and mapped byte buffers. */
public final class BufferPoolCollector implements Collector {
    private static final Desc USED = Desc.gauge(
                    "jvm_buffer_pool_used_bytes", "Bytes of memory that the JVM uses for this buffer pool.", "pool")
            .withUnit("bytes");
    private static final Desc CAPACITY = Desc.gauge(
                    "jvm_buffer_pool_capacity_bytes",
                    "Bytes that the buffers of this buffer pool can hold together.",
                    "pool")
            .withUnit("bytes");
    private static final Desc BUFFERS =
            Desc.gauge("jvm_buffer_pool_used_buffers", "Buffers in use in this buffer pool.", "pool");

    private final List<BufferPoolMXBean> pools;

    public BufferPoolCollector() {
        this(ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class));
    }

    public BufferPoolCollector(List<BufferPoolMXBean> pools) {
        this.pools = pools;
    }

    @Override
    public void describe(Consumer<? super Desc> out) {
        List.of(USED, CAPACITY, BUFFERS).forEach(out);
    }

    @Override
    public void collect(Consumer<? super Metric> out) {
        for (BufferPoolMXBean pool : pools) {
            if (pool.getMemoryUsed() >= 0) { // -1 if the JVM does not know
                out.accept(ConstMetric.of(USED, pool.getMemoryUsed(), pool.getName()));
            }
            out.accept(ConstMetric.of(CAPACITY, pool.getTotalCapacity(), pool.getName()));
            out.accept(ConstMetric.of(BUFFERS, pool.getCount(), pool.getName()));
        }
    }
}
