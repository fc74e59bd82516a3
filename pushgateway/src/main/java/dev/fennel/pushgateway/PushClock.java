package dev.fennel.pushgateway;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Time as retries and periodic pushes see it: a clock, waiting that can be ended, and chance. */
interface PushClock {
    /** A time in nanoseconds that only goes on, as {@link System#nanoTime}. */
    long nanoTime();

    /** A number from 0 inclusive to 1 exclusive, any with the same chance. */
    double random();

    /**
     * Waits.
     *
     * @return false if {@link #stop} ended the waiting, or was called before
     */
    boolean pause(long nanos) throws InterruptedException;

    /** Ends the waiting that goes on, and any later one. */
    void stop();

    /** A pace of real time. */
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
