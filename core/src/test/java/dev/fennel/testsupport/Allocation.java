package dev.fennel.testsupport;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Measures what a thread allocates. */
public final class Allocation {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocation() {}

    /**
     * Runs work often enough to be compiled, then as often again, counting.
     *
     * @param times how often
     * @param work what to run; it should allocate nothing itself
     * @return bytes allocated by all counted runs together
     */
    public static long bytes(int times, Runnable work) {
        run(times, work);
        run(times, work);
        // Asking allocates a little the first time.
        THREADS.getCurrentThreadAllocatedBytes();
        long before = THREADS.getCurrentThreadAllocatedBytes();
        run(times, work);
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    private static void run(int times, Runnable work) {
        for (int i = 0; i < times; i++) {
            work.run();
        }
    }
}
