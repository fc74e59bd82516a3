package dev.fennel.testsupport;

import dev.fennel.registry.GatherResult;
import dev.fennel.registry.Gatherer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A gatherer with a gate, which is open at first and can be shut to hold gathers up. */
public final class GatedGatherer implements Gatherer {
    private final Gatherer source;
    private final AtomicInteger passed = new AtomicInteger();
    private final BlockingQueue<Thread> gatherers = new LinkedBlockingQueue<>();
    private volatile CountDownLatch gate = new CountDownLatch(0);

    /** Gathers from somewhere else, behind the gate. */
    public GatedGatherer(Gatherer source) {
        this.source = source;
    }

    /** Holds up the gathers that begin from now on. */
    public void shut() {
        gate = new CountDownLatch(1);
    }

    /** Lets all gathers go on. */
    public void open() {
        gate.countDown();
    }

    /** Waits for a gather to come to the gate, and returns its thread: that of the first, then of the second, ... */
    public Thread awaitGatherer() throws InterruptedException {
        return gatherers.take();
    }

    /** How many gathers have passed the gate. */
    public int passed() {
        return passed.get();
    }

    @Override
    public GatherResult gather() {
        gatherers.add(Thread.currentThread());
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        passed.incrementAndGet();
        return source.gather();
    }
}
