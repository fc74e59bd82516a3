package dev.fennel.httpserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.httpserver.ServerThreads.ExchangePool;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ServerThreadsTest {
    private final ExchangePool pool = new ExchangePool();

    @AfterEach
    void end() {
        pool.shutdownNow();
    }

    @Test
    void tasksBeyondTheLimitQueueAndAllAreRun() throws Exception {
        int tasks = 3 * ExchangePool.MAX_THREADS;
        CountDownLatch gate = new CountDownLatch(1);
        Semaphore done = new Semaphore(0);
        for (int i = 0; i < tasks; i++) {
            assertThat(pool.isCrowded()).isEqualTo(i > ExchangePool.MAX_THREADS);
            pool.execute(() -> {
                awaitUninterrupted(gate);
                done.release();
            });
        }
        assertThat(pool.getPoolSize()).isEqualTo(ExchangePool.MAX_THREADS);

        gate.countDown();

        assertThat(done.tryAcquire(tasks, 60, TimeUnit.SECONDS)).isTrue();
        assertThat(pool.isCrowded()).isFalse();
    }

    @Test
    void tasksOneAfterAnotherShareAThread() throws Exception {
        SynchronousQueue<Thread> ran = new SynchronousQueue<>();
        pool.execute(() -> handOver(ran));
        Thread first = ran.take();
        assertThat(first.isDaemon()).isTrue();
        while (first.getState() != Thread.State.TIMED_WAITING) { // for its next task
            Thread.onSpinWait();
        }
        pool.execute(() -> handOver(ran));

        assertThat(ran.take()).isSameAs(first);
        assertThat(pool.getLargestPoolSize()).isEqualTo(1);
    }

    @Test
    void taskAfterTheEndIsDropped() {
        pool.shutdownNow();
        pool.execute(() -> {});

        assertThat(pool.isCrowded()).isFalse();
        assertThat(pool.isTerminated()).isTrue();
    }

    private static void handOver(SynchronousQueue<Thread> queue) {
        try {
            queue.put(Thread.currentThread());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitUninterrupted(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
