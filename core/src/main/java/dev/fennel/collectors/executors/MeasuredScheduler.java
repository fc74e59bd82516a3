package dev.fennel.collectors.executors;

import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * A scheduler that measures the tasks that it passes on to another one. A task that is scheduled once waits from when
 * it is due; of one that is scheduled again and again, only the executions are measured.
 */
final class MeasuredScheduler extends MeasuredExecutorService implements ScheduledExecutorService {
    private final ScheduledExecutorService delegate;

    MeasuredScheduler(ScheduledExecutorService delegate, TaskMetrics metrics) {
        super(delegate, metrics);
        this.delegate = delegate;
    }

    private long due(long delay, TimeUnit unit) {
        return metrics.nanoTime() + Math.max(0, unit.toNanos(delay));
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        MeasuredTask.OfRunnable measured = new MeasuredTask.OfRunnable(task, metrics, due(delay, unit));
        ScheduledFuture<?> future = offer(measured, () -> delegate.schedule(measured, delay, unit));
        metrics.taskScheduled(false);
        return future;
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
        MeasuredTask.OfCallable<V> measured = new MeasuredTask.OfCallable<>(task, metrics, due(delay, unit));
        ScheduledFuture<V> future = offer(measured, () -> delegate.schedule(measured, delay, unit));
        metrics.taskScheduled(false);
        return future;
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, long initialDelay, long period, TimeUnit unit) {
        MeasuredTask.Repeated measured = new MeasuredTask.Repeated(task, metrics);
        ScheduledFuture<?> future =
                offer(measured, () -> delegate.scheduleAtFixedRate(measured, initialDelay, period, unit));
        metrics.taskScheduled(true);
        return future;
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long initialDelay, long delay, TimeUnit unit) {
        MeasuredTask.Repeated measured = new MeasuredTask.Repeated(task, metrics);
        ScheduledFuture<?> future =
                offer(measured, () -> delegate.scheduleWithFixedDelay(measured, initialDelay, delay, unit));
        metrics.taskScheduled(true);
        return future;
    }
}
