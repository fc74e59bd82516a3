package dev.fennel.collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import dev.fennel.registry.Registry;
import dev.fennel.testsupport.Collected;
import dev.fennel.testsupport.StartedExecutors;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class ExecutorCollectorTest {
    private final ExecutorCollector executors = new ExecutorCollector();

    @RegisterExtension
    final StartedExecutors pools = new StartedExecutors();

    /** The values of the executor of this name, without label and common prefix. */
    private Map<String, Double> values(String name) {
        String label = "{name=\"" + name + "\"}";
        Map<String, Double> values = new TreeMap<>();
        Collected.from(executors).values().forEach((series, value) -> {
            if (series.endsWith(label)) {
                values.put(series.substring("executor_".length(), series.length() - label.length()), value);
            }
        });
        return values;
    }

    @Test
    void describesItsFamilies() {
        assertThat(Collected.from(executors).described().stream().map(desc -> desc.type() + " " + desc.name()))
                .containsExactly(
                        "gauge executor_pool_size_threads",
                        "gauge executor_pool_core_threads",
                        "gauge executor_pool_max_threads",
                        "gauge executor_parallelism_threads",
                        "gauge executor_active_threads",
                        "gauge executor_running_threads",
                        "gauge executor_queued_tasks",
                        "gauge executor_queue_remaining_tasks",
                        "counter executor_completed_tasks_total",
                        "counter executor_steals_total",
                        "histogram executor_idle_seconds",
                        "histogram executor_seconds",
                        "counter executor_rejected_tasks_total",
                        "counter executor_scheduled_once_total",
                        "counter executor_scheduled_repetitively_total");
    }

    @Test
    void threadPoolIsRead() throws InterruptedException {
        ThreadPoolExecutor pool =
                pools.start(new ThreadPoolExecutor(1, 3, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(10)));
        executors.add("mail", pool);
        pool.execute(() -> {});
        pools.occupy(pool); // in the same thread, which has counted the other one by then
        pool.execute(() -> {});
        pool.execute(() -> {});

        assertThat(values("mail"))
                .containsOnly(
                        entry("pool_size_threads", 1.0),
                        entry("pool_core_threads", 1.0),
                        entry("pool_max_threads", 3.0),
                        entry("active_threads", 1.0),
                        entry("queued_tasks", 2.0),
                        entry("queue_remaining_tasks", 8.0),
                        entry("completed_tasks_total", 1.0));
    }

    @Test
    void scheduledPoolIsRead() {
        ScheduledThreadPoolExecutor pool = pools.start(new ScheduledThreadPoolExecutor(1));
        executors.add("timer", pool);
        pool.schedule(() -> {}, 1, TimeUnit.DAYS);

        assertThat(values("timer"))
                .containsEntry("pool_max_threads", (double) Integer.MAX_VALUE)
                .containsEntry("queued_tasks", 1.0)
                .hasSize(7);
    }

    @Test
    void forkJoinPoolIsRead() throws InterruptedException {
        ForkJoinPool pool = pools.start(new ForkJoinPool(1));
        executors.add("forks", pool);
        pools.occupy(pool);
        pool.execute(() -> {});

        assertThat(values("forks"))
                .containsEntry("pool_size_threads", 1.0)
                .containsEntry("parallelism_threads", 1.0)
                .containsEntry("active_threads", 1.0)
                .containsEntry("queued_tasks", 1.0)
                .containsKeys("running_threads", "steals_total") // estimates
                .hasSize(6);
    }

    @Test
    void measuredPoolIsReadToo() throws InterruptedException {
        ExecutorService mail = executors.measure("mail", pools.start(Executors.newFixedThreadPool(1)));
        pools.occupy(mail);

        assertThat(values("mail"))
                .containsEntry("active_threads", 1.0)
                .containsEntry("pool_size_threads", 1.0)
                .containsEntry("idle_seconds_count", 1.0)
                .containsEntry("seconds_count", 0.0)
                .containsEntry("rejected_tasks_total", 0.0);
    }

    @Test
    void schedulerThatHidesItsPoolHasNoQueue() throws Exception {
        ExecutorService timer = executors.measure("timer", pools.start(Executors.newSingleThreadScheduledExecutor()));
        pools.occupy(timer);

        assertThat(values("timer"))
                .containsOnly(
                        entry("active_threads", 1.0),
                        entry("completed_tasks_total", 0.0),
                        entry("idle_seconds_count", 1.0),
                        entry("idle_seconds_sum", values("timer").get("idle_seconds_sum")),
                        entry("seconds_count", 0.0),
                        entry("seconds_sum", 0.0),
                        entry("rejected_tasks_total", 0.0));
    }

    @Test
    void executorsOfSeveralLibrariesAreSideBySide() {
        Registry registry = Registry.pedantic();
        registry.registerOrGet(executors).measure("mail", pools.start(Executors.newFixedThreadPool(1)));
        registry.registerOrGet(new ExecutorCollector())
                .measure("web", pools.start(Executors.newSingleThreadExecutor()));
        registry.registerOrGet(new ExecutorCollector()).add("forks", ForkJoinPool.commonPool());

        assertThat(values("mail")).containsKey("active_threads");
        assertThat(values("web")).containsKey("active_threads");
        assertThat(values("forks")).containsKey("active_threads");
        assertThat(registry.gather().errors()).isEmpty();
    }

    @Test
    void poolGivenLastIsReadOfAName() {
        executors.measure("mail", pools.start(Executors.newSingleThreadExecutor()));
        executors.add("mail", pools.start(Executors.newFixedThreadPool(1)));
        executors.add("mail", pools.start(Executors.newFixedThreadPool(2)));

        assertThat(values("mail")).containsEntry("pool_core_threads", 2.0);
    }

    @Test
    void measuredPoolCanBeAdded() {
        executors.add("mail", executors.measure("other", pools.start(Executors.newFixedThreadPool(2))));

        assertThat(values("mail")).containsEntry("pool_core_threads", 2.0);
    }

    @Test
    void executorOfWhichNothingCanBeReadIsRefused() {
        ExecutorService single = pools.start(Executors.newSingleThreadExecutor());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> executors.add("mail", single))
                .withMessage("executor \"mail\": expected a ThreadPoolExecutor or a ForkJoinPool, got a "
                        + single.getClass().getName() + ", of which only the tasks can be measured");
    }

    @Test
    void poolThatFailsCostsItsOwnNumbersOnly() {
        executors.add(
                "broken", pools.start(new ThreadPoolExecutor(1, 1, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>()) {
                    @Override
                    public int getActiveCount() {
                        throw new IllegalStateException("broken");
                    }
                }));
        executors.add("mail", pools.start(Executors.newFixedThreadPool(1)));

        assertThat(values("broken")).containsOnlyKeys("pool_size_threads", "pool_core_threads", "pool_max_threads");
        assertThat(values("mail")).hasSize(7);
    }

    @Test
    void poolThatNobodyUsesIsNotKeptAlive() {
        WeakReference<ExecutorService> dropped = measuredAndDropped("mail");
        while (dropped.get() != null && !Thread.interrupted()) {
            System.gc();
        }

        assertThat(dropped.get()).isNull();
        assertThat(values("mail"))
                .containsOnlyKeys(
                        "idle_seconds_count",
                        "idle_seconds_sum",
                        "seconds_count",
                        "seconds_sum",
                        "rejected_tasks_total");
    }

    private WeakReference<ExecutorService> measuredAndDropped(String name) {
        ExecutorService pool = Executors.newFixedThreadPool(1);
        executors.measure(name, pool).shutdown();
        return new WeakReference<>(pool);
    }
}
