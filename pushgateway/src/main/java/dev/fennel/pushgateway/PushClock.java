package dev.fennel.pushgateway;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * The clock on which retries wait for the next attempt, and periodic pushes for the next push: the time, waits that can
 * be ended for good, and the random numbers that spread retries.
 *
 * <p>One thread waits on a clock; any thread may stop it.
 */
interface PushClock {
    /** A time in nanoseconds that only goes on, as {@link System#nanoTime}. */
    long nanoTime();

    /** A random number from 0 inclusive to 1 exclusive, uniformly distributed. */
    double random();

    /**
     * Waits.
     *
     * @return false if {@link #stop} ended the wait, or was called before
     */
    boolean pause(long nanos) throws InterruptedException;

    /** Ends the present wait, and all later ones at once. */
    void stop();

    /** A clock of real time. */
    static PushClock real() {
        return new PushClock() {
            private final CountDownLatch stopped = new CountDownLatch(1);

            @Override
            public long nanoTime() {
                return System.nanoTime();
            }

            @Override
            public double random() {
                return ThreadLocalRandom.current().nextDouble();
            }

            @Override
            public boolean pause(long nanos) throws InterruptedException {
                return !stopped.await(nanos, TimeUnit.NANOSECONDS);
            }

            @Override
            public void stop() {
                stopped.countDown();
            }
        };
    }
}
