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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * How many threads there are, in which states, how many of them are deadlocked, and how often they had to wait.
 *
 * <p>The JVM counts the waiting of each live thread only. So that the sums never fall, what was last seen of a thread
 * stays in them when it ends; what it did after that is missing.
 */
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

    private static final Desc[] CONTENTION = {
        Desc.counter("jvm_threads_blocked_total", "Times that threads waited to enter an object monitor."),
        Desc.counter("jvm_threads_waited_total", "Times that threads waited to be notified or unparked."),
        Desc.counter("jvm_threads_blocked_seconds_total", "Time that threads waited to enter an object monitor.")
                .withUnit("seconds"),
        Desc.counter("jvm_threads_waited_seconds_total", "Time that threads waited to be notified or unparked.")
                .withUnit("seconds"),
    };

    private static final int CONTENTION_COUNTS = 2;
    private static final double MILLIS_PER_SECOND = 1e3;

    private static final Thread.State[] STATES = Thread.State.values();

    private final ThreadMXBean threads;

    /** Whether this is a GraalVM native image, where asking for deadlocks or states is a fatal error. */
    private final boolean nativeImage;

    /**
     * Held while threads are listed, read and added up: an older reading must not follow a newer one. If an older list
     * did, a thread that began between the two would be forgotten, and then counted from its beginning again.
     */
    private final ReentrantLock adding = new ReentrantLock();

    /** The numbers of {@link #CONTENTION} of each thread that was live in the last reading, by its id. */
    private Map<Long, long[]> seen = new HashMap<>();

    private final long[] contention = new long[CONTENTION.length];

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
        List.of(CONTENTION).forEach(out);
    }

    @Override
    public void collect(Consumer<? super Metric> out) {
        out.accept(ConstMetric.of(CURRENT, threads.getThreadCount()));
        out.accept(ConstMetric.of(DAEMON, threads.getDaemonThreadCount()));
        out.accept(ConstMetric.of(PEAK, threads.getPeakThreadCount()));
        out.accept(ConstMetric.of(STARTED, threads.getTotalStartedThreadCount()));
        if (!nativeImage) {
            collectDeadlocks(out);
            collectThreads(out);
        }
    }

    private void collectThreads(Consumer<? super Metric> out) {
        ThreadInfo[] infos;
        int unknown;
        long[] sums;
        adding.lock();
        try {
            long[] ids = threads.getAllThreadIds();
            long[] valid = valid(ids);
            unknown = ids.length - valid.length;
            infos = read(valid);
            sums = contention.clone();
        } finally {
            adding.unlock();
        }
        collectStates(infos, unknown, out);
        collectContention(sums, out);
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

    /** Reads threads, and adds what they did since the last reading to the sums. */
    private ThreadInfo[] read(long[] ids) {
        // With a depth of zero no stack is walked, and no thread is halted.
        ThreadInfo[] infos = threads.getThreadInfo(ids, 0);
        Map<Long, long[]> live = new HashMap<>();
        for (ThreadInfo info : infos) {
            if (info != null) { // else it ended meanwhile
                live.put(info.getThreadId(), add(info));
            }
        }
        seen = live;
        return infos;
    }

    private long[] add(ThreadInfo info) {
        long[] now = {
            info.getBlockedCount(), info.getWaitedCount(), info.getBlockedTime(), info.getWaitedTime(),
        };
        long[] before = seen.get(info.getThreadId());
        for (int i = 0; i < now.length; i++) {
            now[i] = Math.max(0, now[i]); // -1 where times are not measured
            long known = before == null ? 0 : before[i];
            contention[i] += now[i] >= known ? now[i] - known : now[i]; // began anew when switched off and on
        }
        return now;
    }

    private void collectContention(long[] sums, Consumer<? super Metric> out) {
        for (int i = 0; i < CONTENTION_COUNTS; i++) {
            out.accept(ConstMetric.of(CONTENTION[i], sums[i]));
        }
        if (threads.isThreadContentionMonitoringSupported() && threads.isThreadContentionMonitoringEnabled()) {
            for (int i = CONTENTION_COUNTS; i < sums.length; i++) {
                out.accept(ConstMetric.of(CONTENTION[i], sums[i] / MILLIS_PER_SECOND));
            }
        }
    }

    @SuppressWarnings("EnumOrdinal") // indexes a local array; a map by state would box each count
    private static void collectStates(ThreadInfo[] infos, int unknown, Consumer<? super Metric> out) {
        int[] counts = new int[STATES.length];
        for (ThreadInfo info : infos) {
            if (info != null) {
                counts[info.getThreadState().ordinal()]++;
            }
        }
        for (Thread.State state : STATES) {
            out.accept(ConstMetric.of(STATE, counts[state.ordinal()], state.name()));
        }
        out.accept(ConstMetric.of(STATE, unknown, "UNKNOWN"));
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
