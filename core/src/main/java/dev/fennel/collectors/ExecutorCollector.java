package dev.fennel.collectors;

import dev.fennel.collectors.executors.PoolFamilies;
import dev.fennel.collectors.executors.TaskFamilies;
import dev.fennel.model.Collector;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/**
 * How busy executors are, and how long their tasks wait and run. One collector is for any number of executors, each
 * with a value of the label {@code name}. Use the executor that {@code measure} returns instead of your own:
 *
 * <pre>{@code
 * ExecutorCollector executors = registry.registerOrGet(new ExecutorCollector());
 * ExecutorService mail = executors.measure("mail", Executors.newFixedThreadPool(4));
 * }</pre>
 *
 * <p>Names are Micrometer's, so that its dashboards work:
 *
 * <ul>
 *   <li>Of a {@code ThreadPoolExecutor}, a {@code ScheduledThreadPoolExecutor} too:
 *       {@code executor_pool_{size,core,max}_threads}, {@code executor_active_threads}, {@code executor_queued_tasks},
 *       {@code executor_queue_remaining_tasks} and {@code executor_completed_tasks_total}.
 *   <li>Of a {@code ForkJoinPool}: {@code executor_pool_size_threads}, {@code executor_parallelism_threads},
 *       {@code executor_active_threads}, {@code executor_running_threads}, {@code executor_queued_tasks} and
 *       {@code executor_steals_total}.
 *   <li>Of any measured executor: the histograms {@code executor_idle_seconds}, the time that tasks waited, and
 *       {@code executor_seconds}, the time that they were executed; {@code executor_rejected_tasks_total}; of a
 *       scheduler also {@code executor_scheduled_once_total} and {@code executor_scheduled_repetitively_total}.
 *   <li>Of a measured executor that is neither of the two pools, such as one with a virtual thread per task or a single
 *       thread: what was counted of its tasks, as {@code executor_active_threads},
 *       {@code executor_completed_tasks_total} and {@code executor_queued_tasks}, of a scheduler without the latter. A
 *       task that such an executor drops without a word stays queued in that count.
 * </ul>
 *
 * <p>Executors are held weakly: one that nobody uses any more is not kept alive, and what was read of it leaves the
 * scrape; there is nothing to unregister. What was counted and timed stays, so names are for a few well-known uses, not
 * for single executors that come and go. All of one name are counted and timed together. Only the pool that was given
 * last is read.
 *
 * <p>Safe to be used by several threads.
 */
public final class ExecutorCollector implements Collector {
    private final TaskFamilies tasks = new TaskFamilies();
    private final Map<String, WeakReference<ExecutorService>> pools = new ConcurrentHashMap<>();

    /** A collector without any executor. */
    public ExecutorCollector() {
        // Executors are added later.
    }

    /**
     * Adds a pool that is read in each scrape. Its tasks are not measured.
     *
     * @param name the value of the label
     * @param pool a {@code ThreadPoolExecutor} or a {@code ForkJoinPool}, as most methods of {@code Executors} make
     *     them, or a measured one
     * @throws IllegalArgumentException if it is neither, so that nothing can be read of it
     */
    public void add(String name, ExecutorService pool) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(pool, "pool");
        if (!addIfPool(name, pool)) {
            throw new IllegalArgumentException("executor \"" + name
                    + "\": expected a ThreadPoolExecutor or a ForkJoinPool, got a "
                    + pool.getClass().getName() + ", of which only the tasks can be measured");
        }
    }

    private boolean addIfPool(String name, Executor executor) {
        ExecutorService pool = PoolFamilies.of(executor);
        if (pool != null) {
            pools.put(name, new WeakReference<>(pool));
        }
        return pool != null;
    }

    /**
     * Measures the tasks of an executor, and reads it in each scrape if it is a pool.
     *
     * @param name the value of the label
     * @param executor executes the tasks
     * @return an executor that passes its tasks on to the given one. It is an {@code ExecutorService} or a
     *     {@code ScheduledExecutorService} if that is one
     * @throws IllegalArgumentException if the name is not valid Unicode
     */
    public Executor measure(String name, Executor executor) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(executor, "executor");
        Executor measured = tasks.measure(name, executor);
        addIfPool(name, executor);
        return measured;
    }

    /**
     * Measures the tasks of an executor service, and reads it in each scrape if it is a pool.
     *
     * <p>The returned one does all that the given one does, and throws what that throws. It measures tasks that were
     * given to itself; {@code shutdownNow} returns those. An executor that looks at the class of its tasks, to sort or
     * refuse them, sees a task that measures, which is comparable if the given task is. What it rejects without an
     * exception is not counted as rejected.
     *
     * @param name the value of the label
     * @param executor executes the tasks
     * @return an executor service that passes its tasks on to the given one
     * @throws IllegalArgumentException if the name is not valid Unicode
     */
    public ExecutorService measure(String name, ExecutorService executor) {
        return (ExecutorService) measure(name, (Executor) executor);
    }

    /**
     * Measures the tasks of a scheduler, and reads it in each scrape if it is a pool. A task that is scheduled once
     * waits from when it is due. Of one that is scheduled again and again, each execution is timed, and no wait.
     *
     * @param name the value of the label
     * @param executor executes the tasks
     * @return a scheduler that passes its tasks on to the given one
     * @throws IllegalArgumentException if the name is not valid Unicode
     */
    public ScheduledExecutorService measure(String name, ScheduledExecutorService executor) {
        return (ScheduledExecutorService) measure(name, (Executor) executor);
    }

    @Override
    public void describe(Consumer<? super Desc> out) {
        PoolFamilies.describe(out);
        tasks.describe(out);
    }

    @Override
    public void collect(Consumer<? super Metric> out) {
        LenientReading reading = new LenientReading();
        pools.forEach((name, reference) -> {
            ExecutorService pool = reference.get();
            if (pool == null) {
                pools.remove(name, reference);
            } else { // a pool may be a subclass of a user's own, which throws
                Consumer<Consumer<? super Metric>> read = sink -> PoolFamilies.collect(name, pool, sink);
                reading.collect("executor " + name, FunctionalCollector.unchecked(read));
            }
        });
        tasks.collectTallies(pools.keySet(), reading);
        tasks.collect(reading);
        reading.handOut(out);
    }
}
