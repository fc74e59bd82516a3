package dev.fennel.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Runs collectors in real threads, with time that passes when a test says so. */
final class HandMachine {
    static final String LEFT_OUT = ": has not returned after 10s, left out until it does";

    final AtomicLong nanos = new AtomicLong();
    final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
    private final AtomicLong looks = new AtomicLong();
    private final ExecutorService gathers = Executors.newCachedThreadPool();

    Registry registry() {
        return registry(TimeUnit.MILLISECONDS.toNanos(1));
    }

    Registry registry(long patienceNanos) {
        CollectorThread.Factory factory = (task, loader) -> {
            Thread thread = new CollectorThread(task, loader);
            threads.add(thread);
            return thread;
        };
        LongSupplier clock = () -> {
            looks.incrementAndGet();
            return nanos.get();
        };
        return new Registry(false, new SideBySide.Machine(factory, clock, patienceNanos));
    }

    /** Waits until whoever waits for collectors has looked at the clock again and again, to help where it can. */
    void awaitLooks() {
        long enough = looks.get() + 20;
        while (looks.get() < enough) {
            Thread.onSpinWait();
        }
    }

    Future<GatherResult> start(Gatherer gatherer) {
        return gathers.submit(() -> gatherer.gather());
    }

    void passTime() {
        nanos.addAndGet(Duration.ofSeconds(10).toNanos());
    }

    static CollectorRun underWay(Registry registry, int index) {
        return registry.registered().get(index).underWay().get();
    }

    /** Waits for the end of a collector's run: only then can the next one begin. */
    static void awaitEnd(Registry registry, int index) {
        while (underWay(registry, index) != null) {
            Thread.onSpinWait();
        }
    }

    /** All collectors must have been released, so that no thread stays. */
    void close() throws InterruptedException {
        gathers.shutdownNow();
        assertThat(gathers.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        for (Thread thread : threads) {
            thread.join(TimeUnit.MINUTES.toMillis(1));
            assertThat(thread.isAlive()).isFalse();
        }
    }
}
