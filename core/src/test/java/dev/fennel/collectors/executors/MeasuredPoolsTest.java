package dev.fennel.collectors.executors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.testsupport.Collected;
import dev.fennel.testsupport.StartedExecutors;
import dev.fennel.testsupport.VirtualThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Measured executors of the JDK do what they do unmeasured. */
@Timeout(60)
class MeasuredPoolsTest {
    private final TaskFamilies families = new TaskFamilies();

    @RegisterExtension
    final StartedExecutors pools = new StartedExecutors();

    private ExecutorService measured(ExecutorService executor) {
        return (ExecutorService) families.measure("pool", pools.start(executor));
    }

    private Map<String, Double> values() {
        return Collected.from(families).values();
    }

    @Test
    void threadPoolReturnsItsWaitingTasksAndFutures() throws Exception {
        ExecutorService pool = measured(Executors.newFixedThreadPool(1));
        pools.occupy(pool);
        Runnable task = () -> {};
        pool.execute(task);
        Future<String> future = pool.submit(() -> "x");

        List<Runnable> waiting = pool.shutdownNow();

        assertThat(waiting).hasSize(2);
        assertThat(waiting.get(0)).isSameAs(task);
        assertThat(waiting.get(1)).isSameAs(future);
        assertThat(values()).containsEntry("executor_idle_seconds_count{name=\"pool\"}", 1.0);
    }

    @Test
    void schedulersReturnTheirWaitingFutures() throws Exception {
        for (ScheduledExecutorService scheduler :
                List.of(Executors.newScheduledThreadPool(1), Executors.newSingleThreadScheduledExecutor())) {
            ScheduledExecutorService measured = (ScheduledExecutorService) measured(scheduler);
            Future<?> submitted = measured.submit(() -> {});
            submitted.get();
            ScheduledFuture<?> delayed = measured.schedule(() -> "x", 1, TimeUnit.DAYS);
            ScheduledFuture<?> repeated = measured.scheduleWithFixedDelay(() -> {}, 1, 1, TimeUnit.DAYS);

            assertThat(submitted).isInstanceOf(ScheduledFuture.class);
            assertThat(measured.shutdownNow()).hasSize(2).allMatch(task -> task == delayed || task == repeated);
        }
        assertThat(values())
                .containsEntry("executor_scheduled_once_total{name=\"pool\"}", 2.0)
                .containsEntry("executor_scheduled_repetitively_total{name=\"pool\"}", 2.0)
                .containsEntry("executor_seconds_count{name=\"pool\"}", 2.0);
    }

    /** With a future that is not its own, the only thread would wait for a task that nobody else can execute. */
    @Test
    void threadOfAForkJoinPoolHelpsWithTheTaskThatItWaitsFor() throws Exception {
        ExecutorService pool = measured(new ForkJoinPool(1));

        Future<String> outer = pool.submit(() -> pool.submit(() -> "inner").get());

        assertThat(outer.get()).isEqualTo("inner");
        assertThat(outer).isInstanceOf(ForkJoinTask.class);
        assertThat(values()).containsEntry("executor_seconds_count{name=\"pool\"}", 2.0);
    }

    @Test
    void fullPoolRefuses() throws Exception {
        ExecutorService pool =
                measured(new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(1)));
        pools.occupy(pool);
        pool.execute(() -> {});

        assertThatThrownBy(() -> pool.submit(() -> "x")).isInstanceOf(RejectedExecutionException.class);
        assertThatThrownBy(() -> pool.submit(() -> {}, "x")).isInstanceOf(RejectedExecutionException.class);

        assertThat(values()).containsEntry("executor_rejected_tasks_total{name=\"pool\"}", 2.0);
    }

    /** Services can be closed since JDK 19. */
    @Test
    void closingIsDoneAsTheServiceDoesIt() throws Exception {
        ExecutorService common = (ExecutorService) families.measure("pool", ForkJoinPool.commonPool());
        ExecutorService single = measured(Executors.newSingleThreadExecutor());
        if (common instanceof AutoCloseable closeable) {
            closeable.close();
            ((AutoCloseable) single).close();
            assertThat(single.isTerminated()).isTrue();
        }

        assertThat(common.submit(() -> "still open").get()).isEqualTo("still open");
    }

    @Test
    void virtualThreadPerTaskIsMeasured() throws Throwable {
        ExecutorService executor = measured(VirtualThreads.executor());
        CountDownLatch begun = new CountDownLatch(2);
        CountDownLatch end = new CountDownLatch(1);
        List<Future<?>> futures = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            futures.add(executor.submit(() -> {
                begun.countDown();
                end.await();
                return null;
            }));
        }
        begun.await();
        List<String> whileRunning = new ArrayList<>();
        families.collectTallies(
                Set.of(), metric -> whileRunning.add(metric.desc().name() + metric.labels()));

        end.countDown();
        for (Future<?> future : futures) {
            future.get();
        }

        assertThat(whileRunning)
                .containsExactlyInAnyOrder(
                        "executor_active_threads{name=\"pool\"}",
                        "executor_completed_tasks_total{name=\"pool\"}",
                        "executor_queued_tasks{name=\"pool\"}");
        assertThat(values()).containsEntry("executor_seconds_count{name=\"pool\"}", 2.0);
    }

    @Test
    void taskSeesTheContextClassLoaderOfItsThread() throws Exception {
        ClassLoader own = new ClassLoader() {};
        ExecutorService pool = measured(Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task);
            thread.setContextClassLoader(own);
            return thread;
        }));

        assertThat(pool.submit(() -> Thread.currentThread().getContextClassLoader())
                        .get())
                .isSameAs(own);
    }
}
