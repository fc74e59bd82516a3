package dev.fennel.collectors.jvm;

import dev.fennel.internal.Nullable;
import dev.fennel.model.Collector;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * How many bytes were allocated: by all threads on the heap, where the JDK counts that, and in each memory pool, at
 * least, as of the last garbage collection.
 */
public final class AllocationCollector implements Collector {
    private static final Desc ALLOCATED = Desc.counter(
                    "jvm_memory_pool_allocated_bytes_total",
                    "Bytes allocated in this memory pool, at least, as of the last garbage collection: what one that ran"
                            + " beside the program freed meanwhile is not counted.",
                    "pool")
            .withUnit("bytes");
    private static final Desc TOTAL = Desc.counter(
                    "jvm_memory_allocated_bytes_total",
                    "Bytes that all threads have allocated on the heap since the JVM started.")
            .withUnit("bytes");

    private static final int FIRST_JDK_WITH_TOTAL = 21;

    private final AllocationLedger ledger = new AllocationLedger();

    /** Null if the JDK does not count what all threads allocate. */
    private final @Nullable LongSupplier total;

    public AllocationCollector() {
        this(ManagementFactory.getGarbageCollectorMXBeans(), total());
    }

    public AllocationCollector(List<GarbageCollectorMXBean> collectors, @Nullable LongSupplier total) {
        this.total = total;
        CollectionListener.listen(collectors, ledger);
    }

    @Override
    public void describe(Consumer<? super Desc> out) {
        out.accept(ALLOCATED);
        out.accept(TOTAL);
    }

    @Override
    public void collect(Consumer<? super Metric> out) {
        long bytes = total == null ? -1 : total.getAsLong();
        if (bytes >= 0) { // -1 if the JVM was started so that it does not count
            out.accept(ConstMetric.of(TOTAL, bytes));
        }
        for (Map.Entry<String, Long> pool : ledger.allocated().entrySet()) {
            out.accept(ConstMetric.of(ALLOCATED, pool.getValue(), pool.getKey()));
        }
    }

    private static @Nullable LongSupplier total() {
        return Runtime.version().feature() < FIRST_JDK_WITH_TOTAL ? null : ThreadTotal.find();
    }

    /** The JDK's own count of what all threads have allocated, those that have ended included. */
    private static final class ThreadTotal implements LongSupplier {
        private final ThreadMXBean threads;
        private final Method count;

        private ThreadTotal(ThreadMXBean threads, Method count) {
            this.threads = threads;
            this.count = count;
        }

        /**
         * Finds the count.
         *
         * @return the count, or null if there is none
         */
        static @Nullable LongSupplier find() {
            ThreadMXBean threads = ManagementFactory.getThreadMXBean();
            if (!JdkManagement.PRESENT || !(threads instanceof com.sun.management.ThreadMXBean)) {
                return null;
            }
            try {
                // The method is unknown to the JDK that this library is compiled for.
                Method count = com.sun.management.ThreadMXBean.class.getMethod("getTotalThreadAllocatedBytes");
                return new ThreadTotal(threads, count);
            } catch (NoSuchMethodException e) {
                return null;
            }
        }

        @Override
        public long getAsLong() {
            try {
                return (long) count.invoke(threads);
            } catch (ReflectiveOperationException e) {
                return -1; // a JVM that cannot count
            }
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
     *   <li>A reading sees each sample as a whole, since both take the lock. Nothing but arithmetic and look-ups in
     *       maps is done under it.
     * </ol>
     */
    static final class AllocationLedger implements CollectionObserver {
        /** Guards the other fields. */
        private final ReentrantLock lock = new ReentrantLock();

        private final Map<String, Long> lastUsed = new HashMap<>();

        private final Map<String, Long> allocated = new HashMap<>();
        private long lastMillis;

        @Override
        public void accept(GcRun run) {
            lock.lock();
            try {
                sample(run.startMillis(), run.usedBefore());
                sample(run.endMillis(), run.usedAfter());
            } finally {
                lock.unlock();
            }
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
        Map<String, Long> allocated() {
            lock.lock();
            try {
                return Map.copyOf(allocated);
            } finally {
                lock.unlock();
            }
        }
    }
}
