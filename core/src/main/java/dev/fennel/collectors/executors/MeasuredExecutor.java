package dev.fennel.collectors.executors;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/** An executor that measures the tasks that it passes on to another one. */
class MeasuredExecutor implements Executor {
    final TaskMetrics metrics;
    private final Executor delegate;

    MeasuredExecutor(Executor delegate, TaskMetrics metrics) {
        this.delegate = delegate;
        this.metrics = metrics;
    }

    /** What is measured, be it measured several times. */
    static Executor withoutMeasuring(Executor executor) {
        return executor instanceof MeasuredExecutor measured ? withoutMeasuring(measured.delegate) : executor;
    }

    @Override
    public final void execute(Runnable task) {
        MeasuredTask.OfRunnable measured = measured(task);
        execute(measured, measured);
    }

    final MeasuredTask.OfRunnable measured(Runnable task) {
        return new MeasuredTask.OfRunnable(task, metrics, metrics.nanoTime());
    }

    /** Has a task executed in the form that the executor shall see. */
    final void execute(Runnable form, MeasuredTask measured) {
        offer(measured, () -> {
            delegate.execute(form);
            return form;
        });
    }

    /**
     * Offers a task to the executor, which may refuse it, or execute it at once in this thread. What is thrown after
     * the execution began is not taken for a refusal.
     */
    final <T> T offer(MeasuredTask task, Supplier<T> offer) {
        boolean taken = false;
        try {
            T result = offer.get();
            taken = true;
            return result;
        } catch (RejectedExecutionException e) {
            if (task.leave()) {
                metrics.taskRejected();
            }
            throw e;
        } finally {
            if (!taken) {
                task.leave();
            }
        }
    }

    @Override
    public final String toString() {
        return delegate.toString();
    }
}
