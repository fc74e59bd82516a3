package dev.fennel.pushgateway;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A clock whose time and waits a test moves on by hand. */
final class SteppedPushClock implements PushClock {
    private final AtomicLong nanos = new AtomicLong();
    private final BlockingQueue<Duration> pauses = new LinkedBlockingQueue<>();
    private final BlockingQueue<Boolean> steps = new LinkedBlockingQueue<>();

    /** Moves the clock. */
    void advance(Duration by) {
        nanos.addAndGet(by.toNanos());
    }

    /** Waits until the other thread waits, and returns for how long it wants to. */
    Duration awaitPause() throws InterruptedException {
        Duration pause = pauses.poll(1, TimeUnit.MINUTES);
        if (pause == null) {
            throw new AssertionError("nobody waits");
        }
        return pause;
    }

    /** Ends a wait. */
    void step() {
        steps.add(true);
    }

    @Override
    public long nanoTime() {
        return nanos.get();
    }

    @Override
    public double random() {
        return 0.5;
    }

    @Override
    public boolean pause(long duration) throws InterruptedException {
        pauses.add(Duration.ofNanos(duration));
        boolean goOn = steps.take();
        if (!goOn) {
            stop(); // for any later pause
        }
        return goOn;
    }

    @Override
    public void stop() {
        steps.add(false);
    }
}
