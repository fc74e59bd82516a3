package dev.fennel.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Threads that repeat something without a pause while something else is measured. Each does it once at least, and ends
 * when the crowd is dismissed.
 */
public final class Crowd {
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean dismissed;
    private volatile Throwable failure;

    private Crowd() {}

    /**
     * Starts threads.
     *
     * @param size the number of threads
     * @param work makes what a thread repeats, for each its own
     * @return the threads at work
     */
    public static Crowd start(int size, Supplier<Runnable> work) {
        Crowd crowd = new Crowd();
        for (int i = 0; i < size; i++) {
            Runnable task = work.get();
            Thread thread = new Thread(() -> crowd.repeat(task), "crowd-" + i);
            thread.setDaemon(true);
            crowd.threads.add(thread);
        }
        crowd.threads.forEach(Thread::start);
        return crowd;
    }

    private void repeat(Runnable task) {
        try {
            do {
                task.run();
            } while (!dismissed);
        } catch (RuntimeException | Error e) {
            failure = e;
        }
    }

    /**
     * Ends the threads and waits for them.
     *
     * @throws InterruptedException if this thread is interrupted
     * @throws IllegalStateException if one of them failed, so that what was measured means nothing
     */
    public void dismiss() throws InterruptedException {
        dismissed = true;
        for (Thread thread : threads) {
            thread.join();
        }
        if (failure != null) {
            throw new IllegalStateException("a thread failed that should have worked all the time", failure);
        }
    }
}
