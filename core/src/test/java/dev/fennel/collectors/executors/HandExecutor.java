package dev.fennel.collectors.executors;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** An executor without threads: a test has it execute the next task in its own thread. */
final class HandExecutor extends AbstractExecutorService {
    final Queue<Runnable> queue;
    final RejectedExecutionException refusal = new RejectedExecutionException("shut down");

    /** So many tasks are executed when they are given. */
    int atOnce;

    private boolean shutdown;

    HandExecutor() {
        this(new ArrayDeque<>());
    }

    HandExecutor(Queue<Runnable> queue) {
        this.queue = queue;
    }

    void executeNext() {
        queue.remove().run();
    }

    @Override
    public void execute(Runnable task) {
        if (shutdown) {
            throw refusal;
        }
        if (atOnce-- > 0) {
            task.run();
        } else {
            queue.add(task);
        }
    }

    @Override
    public void shutdown() {
        shutdown = true;
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutdown = true;
        List<Runnable> tasks = new ArrayList<>(queue);
        queue.clear();
        return tasks;
    }

    @Override
    public boolean isShutdown() {
        return shutdown;
    }

    @Override
    public boolean isTerminated() {
        return shutdown && queue.isEmpty();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return isTerminated();
    }

    @Override
    public String toString() {
        return "by hand";
    }
}
