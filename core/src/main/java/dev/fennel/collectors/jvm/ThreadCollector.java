package dev.fennel.collectors.jvm;

import dev.fennel.internal.Nullable;
import dev.fennel.model.Collector;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** How many threads there are, in which states, and how many of them are deadlocked. */
public final class ThreadCollector implements Collector {
    private static final Desc CURRENT = Desc.gauge("jvm_threads_current", "Live threads of the JVM.");
    private static final Desc DAEMON = Desc.gauge("jvm_threads_daemon", "Live daemon threads of the JVM.");
    private static final Desc PEAK =
            Desc.gauge("jvm_threads_peak", "The most threads of the JVM that were ever live at once.");
    private static final Desc STARTED =
            Desc.counter("jvm_threads_started_total", "Threads started since the JVM started.");
    private static final Desc DEADLOCKED = Desc.gauge(
            "jvm_threads_deadlocked",
            "Threads that wait for each other in cycles, for object monitors or ownable synchronizers.");
    private static final Desc DEADLOCKED_MONITOR = Desc.gauge(
            "jvm_threads_deadlocked_monitor", "Threads that wait for each other in cycles, for object monitors.");
    private static final Desc STATE = Desc.gauge("jvm_threads_state", "Live threads in this state.", "state");

    private static final Thread.State[] STATES = Thread.State.values();

    private final ThreadMXBean threads;

    /** Whether this is a GraalVM native image, where asking for deadlocks or states is a fatal error. */
    private final boolean nativeImage;

    public ThreadCollector() {
        this(ManagementFactory.getThreadMXBean(), System.getProperty("org.graalvm.nativeimage.imagecode") != null);
    }

    public ThreadCollector(ThreadMXBean threads, boolean nativeImage) {
        this.threads = threads;
        this.nativeImage = nativeImage;
    }

    @Override
    public void describe(Consumer<? super Desc> out) {
        List.of(CURRENT, DAEMON, PEAK, STARTED, DEADLOCKED, DEADLOCKED_MONITOR, STATE)
                .forEach(out);
    }

    @Override
    public void collect(Consumer<? super Metric> out) {
        out.accept(ConstMetric.of(CURRENT, threads.getThreadCount()));
        out.accept(ConstMetric.of(DAEMON, threads.getDaemonThreadCount()));
        out.accept(ConstMetric.of(PEAK, threads.getPeakThreadCount()));
        out.accept(ConstMetric.of(STARTED, threads.getTotalStartedThreadCount()));
        if (!nativeImage) {
            collectDeadlocks(out);
            collectStates(out);
        }
    }

    private void collectDeadlocks(Consumer<? super Metric> out) {
        if (threads.isSynchronizerUsageSupported()) {
            out.accept(ConstMetric.of(DEADLOCKED, length(threads.findDeadlockedThreads())));
        }
        out.accept(ConstMetric.of(DEADLOCKED_MONITOR, length(threads.findMonitorDeadlockedThreads())));
    }

    private static int length(@Nullable long[] ids) {
        return ids == null ? 0 : ids.length;
    }

    @SuppressWarnings("EnumOrdinal") // indexes a local array; a map by state would box each count
    private void collectStates(Consumer<? super Metric> out) {
        long[] ids = threads.getAllThreadIds();
        long[] valid = valid(ids);
        int[] counts = new int[STATES.length];
        // With a depth of zero no stack is walked, and no thread is halted.
        for (ThreadInfo info : threads.getThreadInfo(valid, 0)) {
            if (info != null) { // else it ended meanwhile
                counts[info.getThreadState().ordinal()]++;
            }
        }
        for (Thread.State state : STATES) {
            out.accept(ConstMetric.of(STATE, counts[state.ordinal()], state.name()));
        }
        out.accept(ConstMetric.of(STATE, ids.length - valid.length, "UNKNOWN"));
    }

    /** The ids that can be asked about: one that is not positive would be refused, and all others with it. */
    private static long[] valid(long[] ids) {
        long[] valid = new long[ids.length];
        int count = 0;
        for (long id : ids) {
            if (id > 0) {
                valid[count++] = id;
            }
        }
        return Arrays.copyOf(valid, count);
    }
}
