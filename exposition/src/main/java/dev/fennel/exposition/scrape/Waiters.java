package dev.fennel.exposition.scrape;

import dev.fennel.exposition.internal.Nullable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that wait until others have given something back.
 *
 * <p>A lock with a condition would do the same. But on JDK 17 a lock that others hold allocates, and giving back must
 * not fail for lack of memory. So a monitor guards the list here, as it does the state of {@link BufferPool} and
 * {@link SharedScrapes}. Nothing blocks under these monitors, so no virtual thread is pinned, and {@link #wake} needs
 * no memory.
 *
 * <p>A thread is in the list before it makes its attempt. So a change that comes too late for the attempt wakes it: an
 * unpark that comes before the park makes the park return at once.
 */
final class Waiters {
    /** Guarded by itself. */
    private final List<Thread> threads = new ArrayList<>();

    /**
     * What a waiting thread tries after each change.
     *
     * @param <T> what it gets
     */
    interface Attempt<T> {
        /** What the thread waits for, or null if it is not to be had yet. */
        @Nullable
        T make();
    }

    /**
     * Makes an attempt until it gets something or the time is up; at least one, even if there is no time.
     *
     * @return null if the time is up
     * @throws InterruptedException if the thread is interrupted and would have to wait
     */
    <T> @Nullable T await(Attempt<T> attempt, long nanos) throws InterruptedException {
        T got = attempt.make();
        return got == null ? awaitParked(attempt, System.nanoTime() + nanos) : got;
    }

    /** Makes another attempt, once this thread is in the list. */
    private <T> @Nullable T awaitParked(Attempt<T> attempt, long deadline) throws InterruptedException {
        Thread me = Thread.currentThread();
        synchronized (threads) {
            threads.add(me);
        }
        try {
            T got = attempt.make();
            for (long left = deadline - System.nanoTime();
                    got == null && left > 0;
                    left = deadline - System.nanoTime()) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                LockSupport.parkNanos(this, left);
                got = attempt.make();
            }
            return got;
        } finally {
            synchronized (threads) {
                threads.remove(me);
            }
        }
    }

    /** Lets all threads make another attempt. */
    void wake() {
        synchronized (threads) {
            for (int i = 0; i < threads.size(); i++) {
                LockSupport.unpark(threads.get(i));
            }
        }
    }

    /** How many threads wait. */
    int count() {
        synchronized (threads) {
            return threads.size();
        }
    }
}
