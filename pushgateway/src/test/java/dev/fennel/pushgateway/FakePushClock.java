package dev.fennel.pushgateway;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A clock on which waiting takes no time but moves the time on, and chance is a fixed number. */
class FakePushClock implements PushClock {
    private final double random;
    private final List<Duration> pauses = new CopyOnWriteArrayList<>();
    private long nanos;
    private boolean stopped;
    private boolean interrupts;

    FakePushClock(double random) {
        this.random = random;
    }

    /** All waits so far. */
    List<Duration> pauses() {
        return pauses;
    }

    /** Lets the next wait be interrupted. */
    FakePushClock interrupting() {
        interrupts = true;
        return this;
    }

    @Override
    public long nanoTime() {
        return nanos;
    }

    @Override
    public double random() {
        return random;
    }

    @Override
    public boolean pause(long duration) throws InterruptedException {
        pauses.add(Duration.ofNanos(duration));
        nanos += duration;
        if (interrupts) {
            throw new InterruptedException();
        }
        return !stopped;
    }

    @Override
    public void stop() {
        stopped = true;
    }
}
