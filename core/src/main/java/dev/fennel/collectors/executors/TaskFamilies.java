package dev.fennel.collectors.executors;

import dev.fennel.collectors.executors.TaskMetrics.Counts;
import dev.fennel.collectors.executors.TaskMetrics.Tally;
import dev.fennel.metrics.CounterVec;
import dev.fennel.metrics.HistogramBuilder;
import dev.fennel.metrics.HistogramVec;
import dev.fennel.model.Collector;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** The instruments of measured executors, by {@code name}. Their names are Micrometer's. */
public final class TaskFamilies implements Collector {
    private static final double[] BUCKETS = {.0001, .001, .005, .01, .05, .1, .5, 1, 5, 10, 60};

    final LongSupplier nanoTime;
    final HistogramVec waited = seconds("executor_idle_seconds", "Time that tasks waited until they were executed.");
    final HistogramVec ran = seconds("executor_seconds", "Time that the execution of tasks took.");
    final CounterVec rejected = counter("executor_rejected_tasks_total", "Tasks that the executor refused.");
    final CounterVec once = counter("executor_scheduled_once_total", "Tasks scheduled to be executed once.");
    final CounterVec repetitively =
            counter("executor_scheduled_repetitively_total", "Tasks scheduled to be executed again and again.");

    private final List<Collector> all = List.of(waited, ran, rejected, once, repetitively);
    private final Map<String, Tally> tallies = new ConcurrentHashMap<>();

    public TaskFamilies() {
        this(System::nanoTime);
    }

    TaskFamilies(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    private static HistogramVec seconds(String name, String help) {
        HistogramBuilder<HistogramVec> builder = HistogramVec.builder(name, help, "name");
        return builder.unit("seconds").buckets(BUCKETS).build();
    }

    private static CounterVec counter(String name, String help) {
        return CounterVec.builder(name, help, "name").build();
    }

    /**
     * Measures an executor.
     *
     * @param name the value of the label
     * @param executor executes the tasks
     * @return an executor with all interfaces of {@code java.util.concurrent} that the given one has
     */
    public Executor measure(String name, Executor executor) {
        if (executor instanceof ScheduledExecutorService scheduler) {
            return new MeasuredScheduler(scheduler, metrics(name, executor, Counts.RUNS));
        }
        TaskMetrics metrics = metrics(name, executor, Counts.ALL);
        return executor instanceof ExecutorService service
                ? new MeasuredExecutorService(service, metrics)
                : new MeasuredExecutor(executor, metrics);
    }

    private TaskMetrics metrics(String name, Executor executor, Counts counts) {
        if (PoolFamilies.of(executor) != null) {
            return new TaskMetrics(name, this, Counts.NONE, new Tally());
        }
        Tally tally = tallies.computeIfAbsent(name, key -> new Tally());
        if (counts == Counts.RUNS) {
            tally.hasUnknownQueue = true;
        }
        return new TaskMetrics(name, this, counts, tally);
    }

    @Override
    public void describe(Consumer<? super Desc> out) {
        all.forEach(family -> family.describe(out));
    }

    @Override
    public void collect(Consumer<? super Metric> out) {
        all.forEach(family -> family.collect(out));
    }

    /**
     * Hands out what was counted of executors that are not pools.
     *
     * @param except names that are to be left out, as they are those of pools
     * @param out takes the metrics
     */
    public void collectTallies(Set<String> except, Consumer<? super Metric> out) {
        tallies.forEach((name, tally) -> {
            if (!except.contains(name)) {
                PoolFamilies.collect(name, tally, out);
            }
        });
    }
}
