package dev.fennel.exposition;

import dev.fennel.metrics.Gauge;
import dev.fennel.registry.GatherResult;
import dev.fennel.registry.Gatherer;
import dev.fennel.registry.Registry;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A gatherer that waits until it is told to go on. */
final class Blockade implements Gatherer {
    private final Registry gathered = Registry.create();
    private final AtomicInteger passed = new AtomicInteger();
    private final BlockingQueue<Thread> gatherers = new LinkedBlockingQueue<>();
    private volatile CountDownLatch gate = new CountDownLatch(0);

    Blockade() {
        Gauge.builder("queue_depth", "Jobs waiting.").register(gathered).set(7);
    }

    /** Blocks the gathers that begin from now on. */
    void block() {
        gate = new CountDownLatch(1);
    }

    void release() {
        gate.countDown();
    }

    /** The first thread that gathered, once there is one. */
    Thread gatherer() {
        while (gatherers.isEmpty()) {
            Thread.onSpinWait();
        }
        return gatherers.peek();
    }

    /** How many gathers went on. */
    int passed() {
        return passed.get();
    }

    /** Waits at the gate. */
    void pass() {
        gatherers.add(Thread.currentThread());
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        passed.incrementAndGet();
    }

    @Override
    public GatherResult gather() {
        pass();
        return gathered.gather();
    }
}
