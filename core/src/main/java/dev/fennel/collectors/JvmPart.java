package dev.fennel.collectors;

import dev.fennel.collectors.jvm.AllocationCollector;
import dev.fennel.collectors.jvm.BufferPoolCollector;
import dev.fennel.collectors.jvm.ClassLoadingCollector;
import dev.fennel.collectors.jvm.CompilationCollector;
import dev.fennel.collectors.jvm.GcCollector;
import dev.fennel.collectors.jvm.GcPauseCollector;
import dev.fennel.collectors.jvm.MemoryCollector;
import dev.fennel.collectors.jvm.MemoryPoolCollector;
import dev.fennel.collectors.jvm.NativeMemoryCollector;
import dev.fennel.collectors.jvm.RuntimeInfoCollector;
import dev.fennel.collectors.jvm.ThreadCollector;
import dev.fennel.collectors.jvm.VirtualThreadCollector;
import dev.fennel.model.Collector;

/** The parts that a {@link JvmCollector} is made of, each with families of its own. */
public enum JvmPart {
    /**
     * Heap and the rest: {@code jvm_memory_{used,committed,max,init}_bytes} by {@code area}, and
     * {@code jvm_memory_objects_pending_finalization}.
     */
    MEMORY,
    /**
     * Each memory pool, now and just after it was last collected:
     * {@code jvm_memory_pool_{used,committed,max,init}_bytes} and
     * {@code jvm_memory_pool_collection_{used,committed,max,init}_bytes} by {@code pool}.
     */
    MEMORY_POOLS,
    /**
     * Bytes ever allocated: {@code jvm_memory_allocated_bytes_total} is what all threads allocated on the heap, as the
     * JVM counts it; absent before JDK 21. {@code jvm_memory_pool_allocated_bytes_total} by {@code pool} is a lower
     * bound made of how full each pool was around garbage collections, which with ZGC and Shenandoah may be half of the
     * truth. It moves with each garbage collection; absent before the first, and on JVMs that don't notify of them.
     */
    ALLOCATION,
    /** Memory outside the heap: {@code jvm_buffer_pool_{used_bytes,capacity_bytes,used_buffers}} by {@code pool}. */
    BUFFER_POOLS,
    /**
     * Memory that the JVM needs for itself: {@code jvm_native_memory_{reserved,committed}_bytes} by {@code pool}, and
     * the pool {@code Total}. Absent unless the JVM was started with {@code -XX:NativeMemoryTracking=summary}. Where a
     * program resolves only the modules it requires, those must include {@code jdk.management} and {@code jdk.jfr},
     * without which the JVM does not report it.
     */
    NATIVE_MEMORY,
    /** Garbage collections and their time: the summary {@code jvm_gc_collection_seconds} by {@code gc}. */
    GC,
    /**
     * How long garbage collections halted the program: the histogram {@code jvm_gc_pause_seconds} by {@code gc},
     * {@code action} and {@code cause}. Work that a collector does beside the program is not counted. Absent before the
     * first pause, and on JVMs that don't notify of them.
     */
    GC_PAUSES,
    /**
     * Threads: {@code jvm_threads_{current,daemon,peak,started_total,deadlocked,deadlocked_monitor}} and
     * {@code jvm_threads_state} by {@code state}. How often threads waited: {@code jvm_threads_blocked_total} for an
     * object monitor, {@code jvm_threads_waited_total} for anything else; what a thread did between the last scrape and
     * its end is missing there. {@code jvm_threads_{blocked,waited}_seconds_total} is for how long, absent unless the
     * program called {@code ThreadMXBean.setThreadContentionMonitoringEnabled(true)}. Virtual threads are not among
     * them. The cost grows with the number of threads, and the search for deadlocks halts them all for a moment.
     */
    THREADS,
    /**
     * The scheduler of virtual threads: {@code jvm_virtual_threads_{parallelism,pool_size,mounted,queued}}. Absent
     * before JDK 24, which was the first to report them.
     */
    VIRTUAL_THREADS,
    /** Classes: {@code jvm_classes_{currently_loaded,loaded_total,unloaded_total}}. */
    CLASS_LOADING,
    /**
     * Compiling to machine code: {@code jvm_compilation_time_seconds_total}, absent where the JVM does not report it.
     */
    COMPILATION,
    /**
     * Which JVM this is: {@code jvm_runtime_info}, which is 1, by {@code version}, {@code vendor} and {@code runtime}.
     */
    RUNTIME_INFO;

    Collector collector() {
        return switch (this) {
            case MEMORY -> new MemoryCollector();
            case MEMORY_POOLS -> new MemoryPoolCollector();
            case ALLOCATION -> new AllocationCollector();
            case BUFFER_POOLS -> new BufferPoolCollector();
            case NATIVE_MEMORY -> new NativeMemoryCollector();
            case GC -> new GcCollector();
            case GC_PAUSES -> new GcPauseCollector();
            case THREADS -> new ThreadCollector();
            case VIRTUAL_THREADS -> new VirtualThreadCollector();
            case CLASS_LOADING -> new ClassLoadingCollector();
            case COMPILATION -> new CompilationCollector();
            case RUNTIME_INFO -> new RuntimeInfoCollector();
        };
    }
}
