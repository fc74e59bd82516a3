package dev.fennel.collectors.executors;

import dev.fennel.internal.Nullable;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/**
 * A task on its way through a measured executor. It waits from when it is made until it is first executed or is known
 * to be dropped, whichever comes first; only its executions are timed.
 *
 * <p>What remains: if the stack ends in here, for tasks that execute tasks in their own thread down to its end, a task
 * may stay counted as one that waits or is executed (17 of 1.6 million in a trial of 200 such ends). To make sure of
 * room, as the making of a series does, is too dear for each task.
 */
abstract class MeasuredTask {
    private static final AtomicIntegerFieldUpdater<MeasuredTask> LEFT =
            AtomicIntegerFieldUpdater.newUpdater(MeasuredTask.class, "left");

    private final Object task;
    private final TaskMetrics metrics;

    /** When it could have been executed, as {@code System.nanoTime()}. */
    private final long dueNanos;

    /** 1 when it does not wait any more. Set once, as the thread that cancels and the one that executes may race. */
    private volatile int left;

    MeasuredTask(Object task, TaskMetrics metrics, long dueNanos) {
        this.task = Objects.requireNonNull(task, "task");
        this.metrics = metrics;
        this.dueNanos = dueNanos;
        metrics.taskCame();
    }

    /**
     * Ends the wait.
     *
     * @return whether it was still waiting
     */
    final boolean leave() {
        boolean first = left == 0 && LEFT.compareAndSet(this, 0, 1);
        if (first) {
            metrics.taskLeft();
        }
        return first;
    }

    /** Begins the execution, and returns the time. Only the first one ended a wait. */
    final long begin() {
        long now = metrics.nanoTime();
        metrics.taskBegan();
        if (leave()) {
            metrics.taskWaited(now - dueNanos);
        }
        return now;
    }

    final void end(long begun) {
        metrics.taskEnded(metrics.nanoTime() - begun);
    }

    @Override
    public final String toString() {
        return task.toString();
    }

    /** One that returns nothing. It compares itself as its task does, so that a queue can sort by priority. */
    static final class OfRunnable extends MeasuredTask implements Runnable, Comparable<OfRunnable> {
        final Runnable runnable;

        OfRunnable(Runnable runnable, TaskMetrics metrics, long dueNanos) {
            super(runnable, metrics, dueNanos);
            this.runnable = runnable;
        }

        @Override
        public void run() {
            long begun = begin();
            try {
                runnable.run();
            } finally {
                end(begun);
            }
        }

        @Override
        @SuppressWarnings("unchecked") // as a sorted queue casts its elements; it throws where that would
        public int compareTo(OfRunnable other) {
            return ((Comparable<Object>) runnable).compareTo(other.runnable);
        }
    }

    /** One that is executed again and again. Its wait is not observed, as it is not that of a single execution. */
    static final class Repeated extends MeasuredTask implements Runnable {
        private final Runnable runnable;

        Repeated(Runnable runnable, TaskMetrics metrics) {
            super(runnable, metrics, 0);
            this.runnable = runnable;
        }

        @Override
        public void run() {
            leave();
            long begun = begin();
            try {
                runnable.run();
            } finally {
                end(begun);
            }
        }
    }

    /** One that returns a result. */
    static final class OfCallable<V> extends MeasuredTask implements Callable<V> {
        private final Callable<V> callable;

        OfCallable(Callable<V> callable, TaskMetrics metrics, long dueNanos) {
            super(callable, metrics, dueNanos);
            this.callable = callable;
        }

        @Override
        public V call() throws Exception {
            long begun = begin();
            try {
                return callable.call();
            } finally {
                end(begun);
            }
        }
    }

    /** The future of one that returns a result, which notices when it is cancelled before it was executed. */
    static final class Future<V> extends FutureTask<V> {
        /** Null once it is done, so that a future that is kept keeps no task. A stale reading of it does no harm. */
        private @Nullable OfCallable<V> measured;

        Future(OfCallable<V> measured) {
            super(measured);
            this.measured = measured;
        }

        @Override
        protected void done() {
            leave();
            measured = null;
        }

        void leave() {
            OfCallable<V> waiting = measured;
            if (waiting != null) {
                waiting.leave();
            }
        }
    }
}
