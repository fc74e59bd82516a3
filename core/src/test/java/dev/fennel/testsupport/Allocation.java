package dev.fennel.testsupport;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Measures what a thread allocates. */
public final class Allocation {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocation() {}

    /**
     * Runs work twice as a warm-up, so that it is compiled, and then once more to measure it.
     *
     * @param times how many times the work runs in each round, which should be enough to compile it
     * @param work the work to measure
     * @return the bytes that the measured round has allocated
     */
    public static long bytes(int times, Runnable work) {
        run(times, work);
        run(times, work);
        // The first call of this method allocates a little.
        THREADS.getCurrentThreadAllocatedBytes();
        long before = THREADS.getCurrentThreadAllocatedBytes();
        run(times, work);
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    /** How many bytes work allocates when it runs for the first time, after other work of the kind has run. */
    public static long bytesOfFirst(Runnable warmUp, Runnable work) {
        warmUp.run();
        long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
        work.run();
        return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
    }

    private static void run(int times, Runnable work) {
        for (int i = 0; i < times; i++) {
            work.run();
        }
    }
}
