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
     * <p>Each run of a collector gives two samples of all pools, at its start and its end. Between two samples, a rise
     * of a pool was allocated there: in eden between two runs, by the program; in the survivor and old spaces during a
     * run, by the collector that moves objects. A fall was freed.
     *
     * <p>Assumptions:
     *
     * <ol>
     *   <li>Before its first sample a pool was empty, so all that is in it then was allocated.
     *   <li>Runs are reported when they have ended, and overlap where one collector works while others run: a young
     *       collection inside an old one, or pauses inside a cycle. So the start of an outer run is reported after the
     *       inner ones.
     *   <li>Some collectors take no samples for their pauses (ZGC and Shenandoah) and report pools without a byte. A
     *       JVM whose pools are really all empty, metaspace included, does not exist.
     * </ol>
     *
     * <p>Guarantees:
     *
     * <ol>
     *   <li>No byte is counted twice. For that, a sample that is older than the last one is passed over, or the rise
     *       from it would be counted again; so is one whose pools are all empty, or the whole content of the pools
     *       would count as allocated with the next.
     *   <li>The sum never falls, and is a lower bound: what was both allocated and freed between two samples shows in
     *       neither.
     *   <li>A reading sees each sample as a whole, since both take the monitor. Nothing but arithmetic and look-ups in
     *       maps is done under it.
     * </ol>
     */
    static final class AllocationLedger implements Consumer<CollectionListener.GcRun> {
        /** Guarded by this object's monitor, as are the other fields. */
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
