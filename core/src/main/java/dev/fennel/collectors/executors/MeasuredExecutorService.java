package dev.fennel.collectors.executors;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An executor service that measures the tasks that it passes on to another one.
 *
 * <p>Each method calls the same method of the other one, with one exception. Where the queue is counted here, the
 * future of a submitted task is this library's own, and the other service executes it: such a future notices that it is
 * cancelled, and nothing else does. That is what {@code AbstractExecutorService} does, too. Pools and schedulers keep
 * their own futures: in a ForkJoinPool, a thread that waits for its own helps to execute other tasks, and without that
 * a pool can come to a standstill; and a scheduler's {@code shutdownNow} returns them.
 *
 * <p>It does not extend {@code AbstractExecutorService}, because an {@code ExecutorCompletionService} would then ask it
 * for a future, put that into another one, and have each task measured twice.
 */
class MeasuredExecutorService extends MeasuredExecutor implements ExecutorService {
    private final ExecutorService delegate;

    MeasuredExecutorService(ExecutorService delegate, TaskMetrics metrics) {
        super(delegate, metrics);
        this.delegate = delegate;
    }

    @Override
    public final <T> Future<T> submit(Callable<T> task) {
        MeasuredTask.OfCallable<T> measured = measured(task);
        if (!metrics.countsQueue()) {
            return offer(measured, () -> delegate.submit(measured));
        }
        MeasuredTask.Future<T> future = new MeasuredTask.Future<>(measured);
        execute(future, measured);
        return future;
    }

    @Override
    public final <T> Future<T> submit(Runnable task, T result) {
        if (metrics.countsQueue()) {
            return submit(Executors.callable(task, result));
        }
        MeasuredTask.OfRunnable measured = measured(task);
        return offer(measured, () -> delegate.submit(measured, result));
    }

    @Override
    public final Future<?> submit(Runnable task) {
        if (metrics.countsQueue()) {
            return submit(Executors.callable(task));
        }
        MeasuredTask.OfRunnable measured = measured(task);
        return offer(measured, () -> delegate.submit(measured));
    }

    private <T> MeasuredTask.OfCallable<T> measured(Callable<T> task) {
        return new MeasuredTask.OfCallable<>(task, metrics, metrics.nanoTime());
    }

    @Override
    public final <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks) throws InterruptedException {
        try (Batch<T> batch = new Batch<>(tasks)) {
            return delegate.invokeAll(batch.tasks);
        } catch (RejectedExecutionException e) {
            metrics.taskRejected();
            throw e;
        }
    }

    @Override
    public final <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException {
        try (Batch<T> batch = new Batch<>(tasks)) {
            return delegate.invokeAll(batch.tasks, timeout, unit);
        } catch (RejectedExecutionException e) {
            metrics.taskRejected();
            throw e;
        }
    }

    @Override
    public final <T> T invokeAny(Collection<? extends Callable<T>> tasks)
            throws InterruptedException, ExecutionException {
        try (Batch<T> batch = new Batch<>(tasks)) {
            return delegate.invokeAny(batch.tasks);
        } catch (RejectedExecutionException e) {
            metrics.taskRejected();
            throw e;
        }
    }

    @Override
    public final <T> T invokeAny(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        try (Batch<T> batch = new Batch<>(tasks)) {
            return delegate.invokeAny(batch.tasks, timeout, unit);
        } catch (RejectedExecutionException e) {
            metrics.taskRejected();
            throw e;
        }
    }

    /** Tasks of one call that returns when all of them are executed or cancelled, so that none waits afterwards. */
    private final class Batch<T> implements AutoCloseable {
        final List<MeasuredTask.OfCallable<T>> tasks = new ArrayList<>();

        Batch(Collection<? extends Callable<T>> given) {
            given.forEach(Objects::requireNonNull);
            given.forEach(task -> tasks.add(measured(task)));
        }

        @Override
        public void close() {
            tasks.forEach(MeasuredTask::leave);
        }
    }

    @Override
    public final void shutdown() {
        delegate.shutdown();
    }

    /** Returns the tasks that were given in, and for submitted ones the futures that were returned. */
    @Override
    public final List<Runnable> shutdownNow() {
        List<Runnable> tasks = new ArrayList<>();
        for (Runnable task : delegate.shutdownNow()) {
            if (task instanceof MeasuredTask.OfRunnable measured) {
                measured.leave();
                tasks.add(measured.runnable);
            } else {
                if (task instanceof MeasuredTask.Future<?> future) {
                    future.leave();
                }
                tasks.add(task);
            }
        }
        return tasks;
    }

    @Override
    public final boolean isShutdown() {
        return delegate.isShutdown();
    }

    @Override
    public final boolean isTerminated() {
        return delegate.isTerminated();
    }

    @Override
    public final boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return delegate.awaitTermination(timeout, unit);
    }

    /**
     * Closes the other service in its own way: the common pool, for one, stays open. This overrides the method that
     * services have since JDK 19; before, nobody can call it.
     */
    @SuppressWarnings({"MissingOverride", "UnusedMethod"})
    public final void close() throws Exception {
        if (delegate instanceof AutoCloseable closeable) {
            closeable.close();
        }
    }
}
