package dev.fennel.collectors.executors;

import dev.fennel.internal.Nullable;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Consumer;

/**
 * How busy executors are, by {@code name}. The names are Micrometer's; it leaves out the unit of some numbers of
 * ForkJoinPools, which have that of the other pools here, as they are the same families.
 */
public final class PoolFamilies {
    private static final Desc POOL_SIZE = gauge("executor_pool_size_threads", "Threads that the executor has now.");
    private static final Desc POOL_CORE =
            gauge("executor_pool_core_threads", "Threads that the executor keeps even if they are idle.");
    private static final Desc POOL_MAX =
            gauge("executor_pool_max_threads", "Threads that the executor may have at most.");
    private static final Desc PARALLELISM =
            gauge("executor_parallelism_threads", "Threads that a ForkJoinPool is meant to keep running.");
    private static final Desc ACTIVE = gauge("executor_active_threads", "Threads that execute a task.");
    private static final Desc RUNNING =
            gauge("executor_running_threads", "Threads of a ForkJoinPool that do not wait for a task or a resource.");
    private static final Desc QUEUED = gauge(
            "executor_queued_tasks", "Tasks that wait to be executed; of a scheduler also those that are not due.");
    private static final Desc REMAINING =
            gauge("executor_queue_remaining_tasks", "Tasks for which the queue has room; 2147483647 if unbounded.");
    private static final Desc COMPLETED = Desc.counter(
            "executor_completed_tasks_total", "Tasks that the executor is done with, failed ones too.", "name");
    private static final Desc STEALS = Desc.counter(
            "executor_steals_total", "Tasks that threads of a ForkJoinPool took from queues of others.", "name");

    private PoolFamilies() {}

    private static Desc gauge(String name, String help) {
        return Desc.gauge(name, help, "name");
    }

    public static void describe(Consumer<? super Desc> out) {
        List.of(POOL_SIZE, POOL_CORE, POOL_MAX, PARALLELISM, ACTIVE, RUNNING, QUEUED, REMAINING, COMPLETED, STEALS)
                .forEach(out);
    }

    /**
     * Finds what knows how busy it is.
     *
     * @param executor any executor, or a measured one
     * @return the pool that it is; null if it is none of these
     */
    public static @Nullable ExecutorService of(Executor executor) {
        Executor own = MeasuredExecutor.withoutMeasuring(executor);
        return own instanceof ThreadPoolExecutor || own instanceof ForkJoinPool ? (ExecutorService) own : null;
    }

    /**
     * Reads a pool.
     *
     * @param name the value of the label
     * @param pool what {@link #of} found
     * @param out takes the metrics
     */
    public static void collect(String name, ExecutorService pool, Consumer<? super Metric> out) {
        if (pool instanceof ThreadPoolExecutor threads) {
            out.accept(ConstMetric.of(POOL_SIZE, threads.getPoolSize(), name));
            out.accept(ConstMetric.of(POOL_CORE, threads.getCorePoolSize(), name));
            out.accept(ConstMetric.of(POOL_MAX, threads.getMaximumPoolSize(), name));
            out.accept(ConstMetric.of(ACTIVE, threads.getActiveCount(), name));
            out.accept(ConstMetric.of(QUEUED, threads.getQueue().size(), name));
            out.accept(ConstMetric.of(REMAINING, threads.getQueue().remainingCapacity(), name));
            out.accept(ConstMetric.of(COMPLETED, threads.getCompletedTaskCount(), name));
        } else if (pool instanceof ForkJoinPool forks) {
            out.accept(ConstMetric.of(POOL_SIZE, forks.getPoolSize(), name));
            out.accept(ConstMetric.of(PARALLELISM, forks.getParallelism(), name));
            out.accept(ConstMetric.of(ACTIVE, forks.getActiveThreadCount(), name));
            out.accept(ConstMetric.of(RUNNING, forks.getRunningThreadCount(), name));
            long queued = forks.getQueuedTaskCount() + forks.getQueuedSubmissionCount();
            out.accept(ConstMetric.of(QUEUED, queued, name));
            out.accept(ConstMetric.of(STEALS, forks.getStealCount(), name));
        }
    }

    /**
     * Reads what was counted of the tasks of executors that do not know how busy they are.
     *
     * @param name the value of the label
     * @param tasks the counts
     * @param out takes the metrics
     */
    static void collect(String name, TaskMetrics.Tally tasks, Consumer<? super Metric> out) {
        out.accept(ConstMetric.of(ACTIVE, tasks.active(), name));
        out.accept(ConstMetric.of(COMPLETED, tasks.completed(), name));
        if (!tasks.hasUnknownQueue) {
            out.accept(ConstMetric.of(QUEUED, tasks.queued(), name));
        }
    }
}
