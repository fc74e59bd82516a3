package dev.fennel.testsupport;

import dev.fennel.registry.GatherResult;
import dev.fennel.registry.Gatherer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A gatherer behind a gate. The gate is open at first; a test shuts it to hold gathers up. */
public final class GatedGatherer implements Gatherer {
    private final Gatherer source;
    private final AtomicInteger passed = new AtomicInteger();
    private final BlockingQueue<Thread> gatherers = new LinkedBlockingQueue<>();
    private volatile CountDownLatch gate = new CountDownLatch(0);

    /** Puts a gate before a gatherer. */
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

    /**
     * Waits until a gather comes to the gate, and returns its thread. Each call returns the thread of the next gather.
     */
    public Thread awaitGatherer() throws InterruptedException {
        return gatherers.take();
    }

    /** How many gathers have come to the gate beyond those whose threads were {@linkplain #awaitGatherer returned}. */
    public int gatherersWaiting() {
        return gatherers.size();
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
