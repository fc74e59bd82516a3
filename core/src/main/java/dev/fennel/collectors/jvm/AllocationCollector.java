package dev.fennel.collectors.jvm;

import dev.fennel.model.Collector;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
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

    /**
     * Adds up what was allocated in each memory pool, from how full the pools were around garbage collections.
     *
     * <p>Each run of a collector gives two samples of all pools, at its start and its end. In the order of time, every
     * rise of a pool from one sample to the next was allocated there: in eden between two runs, by the program; in the
     * survivor and old spaces during a run, by the collector that moves objects. A fall was freed. The first sample
     * counts from zero, for what the program had allocated before. What was both allocated and freed between two
     * samples shows in neither: with a collector that works while the program runs, the sum is a lower bound.
     *
     * <p>Two kinds of sample would be counted wrong, and are passed over:
     *
     * <ul>
     *   <li>Those not in the order of time. Runs overlap where one collector works while others run: a young collection
     *       inside an old one, or pauses inside a cycle. Each is told at its end, so the start of an outer run is told
     *       after inner ones, and the rise from there on would be counted twice.
     *   <li>Empty ones. Some collectors take no samples for their pauses (ZGC and Shenandoah), and tell of pools
     *       without a byte. Counted from there, the next sample would pass for freshly allocated. A JVM whose pools are
     *       all empty, metaspace and all, does not exist.
     * </ul>
     */
    static final class AllocationLedger implements Consumer<CollectionListener.GcRun> {
        /** Guarded by this, as are the other fields; nothing but arithmetic is done under the lock. */
        private final Map<String, Long> lastUsed = new HashMap<>();

        private final Map<String, Long> allocated = new HashMap<>();
        private long lastMillis;

        @Override
        public synchronized void accept(CollectionListener.GcRun run) {
            sample(run.startMillis(), run.usedBefore());
            sample(run.endMillis(), run.usedAfter());
        }

        private void sample(long millis, Map<String, Long> used) {
            boolean empty = used.values().stream().allMatch(bytes -> bytes == 0);
            if (empty || millis < lastMillis) {
                return;
            }
            lastMillis = millis;
            used.forEach((pool, bytes) -> {
                Long last = lastUsed.put(pool, bytes);
                long rise = Math.max(0, bytes - (last == null ? 0 : last));
                allocated.merge(pool, rise, Long::sum);
            });
        }

        /**
         * What was allocated so far.
         *
         * @return bytes by pool, a copy; empty before the first garbage collection
         */
        synchronized Map<String, Long> allocated() {
            return Map.copyOf(allocated);
        }
    }
}
