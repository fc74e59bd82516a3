package dev.fennel.collectors.executors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.fennel.model.Collector;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import dev.fennel.testsupport.Collected;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What is measured of tasks, with a clock that a test sets and executors that do what it says. */
class MeasuredTasksTest {
    private final AtomicLong nanos = new AtomicLong(1_000);
    private final TaskFamilies families = new TaskFamilies(nanos::get);
    private final HandExecutor hand = new HandExecutor();
    private final ExecutorService measured = (ExecutorService) families.measure("hand", hand);

    private void passSeconds(long seconds) {
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }

    /** The values without label and common prefix, and without those that are 0. */
    private Map<String, Double> values() {
        Map<String, Double> values = new TreeMap<>();
        Collected.from(new Collector() {
                    @Override
                    public void describe(Consumer<? super Desc> out) {
                        families.describe(out);
                    }

                    @Override
                    public void collect(Consumer<? super Metric> out) {
                        families.collect(out);
                        families.collectTallies(Set.of(), out);
                    }
                })
                .values()
                .forEach((series, value) -> values.put(series.replaceAll("^executor_|\\{name=\"hand\"}$", ""), value));
        values.values().removeIf(value -> value == 0);
        return values;
    }

    @Test
    void taskWaitsThenRunsThenIsCompleted() throws Exception {
        List<Map<String, Double>> whileRunning = new ArrayList<>();
        Future<String> future = measured.submit(() -> {
            whileRunning.add(values());
            passSeconds(3);
            return "done";
        });
        passSeconds(2);

        assertThat(values()).containsOnly(entry("queued_tasks", 1.0));
        hand.executeNext();

        assertThat(whileRunning)
                .containsExactly(Map.of("active_threads", 1.0, "idle_seconds_count", 1.0, "idle_seconds_sum", 2.0));
        assertThat(future.get()).isEqualTo("done");
        assertThat(values())
                .containsOnly(
                        entry("idle_seconds_count", 1.0),
                        entry("idle_seconds_sum", 2.0),
                        entry("seconds_count", 1.0),
                        entry("seconds_sum", 3.0),
                        entry("completed_tasks_total", 1.0));
    }

    @Test
    void everyWayToGiveATaskIsMeasured() throws Exception {
        List<String> done = new ArrayList<>();
        measured.execute(() -> done.add("execute"));
        Future<?> nothing = measured.submit(() -> {
            done.add("runnable");
        });
        Future<String> given = measured.submit(() -> done.add("result"), "given");
        Future<String> returned = measured.submit(() -> "returned");
        while (!hand.queue.isEmpty()) {
            hand.executeNext();
        }
        hand.atOnce = Integer.MAX_VALUE;
        List<Future<String>> all = measured.invokeAll(List.of(() -> "a", () -> "b"));
        String any = measured.invokeAny(List.of(() -> "c"));

        assertThat(done).containsExactly("execute", "runnable", "result");
        assertThat(nothing.get()).isNull();
        assertThat(List.of(given.get(), returned.get(), any)).containsExactly("given", "returned", "c");
        assertThat(List.of(all.get(0).get(), all.get(1).get())).containsExactly("a", "b");
        assertThat(values())
                .containsOnly(
                        entry("idle_seconds_count", 7.0),
                        entry("seconds_count", 7.0),
                        entry("completed_tasks_total", 7.0));
    }

    @Test
    void whatATaskThrowsPassesUnchangedAndIsMeasured() {
        Error error = new AssertionError("broken");
        measured.execute(() -> {
            throw error;
        });
        Future<?> future = measured.submit(() -> {
            throw error;
        });

        assertThatThrownBy(hand::executeNext).isSameAs(error);
        hand.executeNext();

        assertThatThrownBy(future::get).hasCause(error);
        assertThat(values()).containsEntry("seconds_count", 2.0).containsEntry("completed_tasks_total", 2.0);
    }

    @Test
    void taskCancelledBeforeItRanWaitsNoMoreAndNeverRan() {
        Future<?> future = measured.submit(() -> passSeconds(1));

        assertThat(future.cancel(false)).isTrue();

        assertThat(values()).isEmpty();
        hand.executeNext();
        assertThat(values()).isEmpty();
        assertThatThrownBy(future::get).isInstanceOf(CancellationException.class);
    }

    @Test
    void refusalPassesUnchangedAndIsCounted() {
        measured.shutdown();

        assertThatThrownBy(() -> measured.execute(() -> {})).isSameAs(hand.refusal);
        assertThatThrownBy(() -> measured.submit(() -> "x")).isSameAs(hand.refusal);
        assertThatThrownBy(() -> measured.invokeAll(List.of(() -> "x", () -> "y")))
                .isSameAs(hand.refusal);
        assertThatThrownBy(() -> measured.invokeAny(List.of(() -> "x"))).isSameAs(hand.refusal);
        assertThat(values()).containsOnly(entry("rejected_tasks_total", 4.0));
    }

    @Test
    void exceptionOfATaskThatTheCallerExecutesIsNoRefusal() {
        RejectedExecutionException own = new RejectedExecutionException("by the task");
        hand.atOnce = 1;

        assertThatThrownBy(() -> measured.execute(() -> {
                    throw own;
                }))
                .isSameAs(own);

        assertThat(values())
                .containsOnly(
                        entry("idle_seconds_count", 1.0),
                        entry("seconds_count", 1.0),
                        entry("completed_tasks_total", 1.0));
    }

    @Test
    void shutdownNowReturnsWhatWasGivenOrReturned() throws Exception {
        Runnable task = () -> passSeconds(1);
        measured.execute(task);
        Future<String> future = measured.submit(() -> "late");

        List<Runnable> waiting = measured.shutdownNow();

        assertThat(waiting).hasSize(2);
        assertThat(waiting.get(0)).isSameAs(task);
        assertThat(waiting.get(1)).isSameAs(future);
        assertThat(values()).isEmpty();
        waiting.get(1).run();
        assertThat(future.get()).isEqualTo("late");
        assertThat(values()).doesNotContainKey("queued_tasks").containsEntry("seconds_count", 1.0);
    }

    @Test
    void noTaskOfABatchWaitsAfterItsReturn() throws Exception {
        List<Callable<String>> three = Collections.nCopies(3, () -> "first");
        List<Future<String>> late = measured.invokeAll(three, 0, TimeUnit.SECONDS);
        hand.atOnce = 1;

        assertThat(measured.invokeAny(three)).isEqualTo("first");

        assertThat(late).hasSize(3).allMatch(Future::isCancelled);
        assertThat(values())
                .containsOnly(
                        entry("idle_seconds_count", 1.0),
                        entry("seconds_count", 1.0),
                        entry("completed_tasks_total", 1.0));
    }

    @Test
    void nullIsRefusedAndNotCounted() {
        List<Callable<String>> withNull = new ArrayList<>(List.of(() -> "x"));
        withNull.add(null);

        assertThatNullPointerException().isThrownBy(() -> measured.execute(null));
        assertThatNullPointerException().isThrownBy(() -> measured.submit((Callable<String>) null));
        assertThatNullPointerException().isThrownBy(() -> measured.submit((Runnable) null));
        assertThatNullPointerException().isThrownBy(() -> measured.invokeAll(withNull));
        assertThat(values()).isEmpty();
    }

    @Test
    void completionServiceHasEachTaskMeasuredOnce() throws Exception {
        ExecutorCompletionService<String> completions = new ExecutorCompletionService<>(measured);
        completions.submit(() -> "x");
        hand.executeNext();

        assertThat(completions.take().get()).isEqualTo("x");
        assertThat(values()).containsEntry("seconds_count", 1.0).containsEntry("idle_seconds_count", 1.0);
    }

    @Test
    void sortedQueueSortsTasksAsItWouldUnmeasured() {
        record Job(int priority, List<Integer> done) implements Runnable, Comparable<Job> {
            @Override
            public void run() {
                done.add(priority);
            }

            @Override
            public int compareTo(Job other) {
                return Integer.compare(priority, other.priority);
            }
        }
        HandExecutor sorted = new HandExecutor(new PriorityQueue<>());
        Executor executor = families.measure("hand", sorted);
        List<Integer> done = new ArrayList<>();
        for (int priority : new int[] {3, 1, 2}) {
            executor.execute(new Job(priority, done));
        }

        while (!sorted.queue.isEmpty()) {
            sorted.executeNext();
        }

        assertThat(done).containsExactly(1, 2, 3);
        assertThatThrownBy(() -> {
                    executor.execute(() -> {});
                    executor.execute(() -> {});
                })
                .isInstanceOf(ClassCastException.class);
    }

    @Test
    void executorsAndTasksReadAsUnmeasured() {
        Runnable task = new Runnable() {
            @Override
            public void run() {
                throw new AssertionError("not run");
            }

            @Override
            public String toString() {
                return "sweep";
            }
        };
        measured.execute(task);

        assertThat(measured).hasToString("by hand");
        assertThat(hand.queue.remove()).hasToString("sweep");
    }

    @Test
    void plainExecutorIsMeasured() {
        Executor direct = families.measure("hand", (Executor) Runnable::run);

        direct.execute(() -> passSeconds(1));

        assertThat(direct).isNotInstanceOf(ExecutorService.class);
        assertThat(values()).containsEntry("seconds_sum", 1.0).containsEntry("idle_seconds_count", 1.0);
    }

    @Test
    void executorsOfOneNameAreCountedTogether() {
        ExecutorService other = (ExecutorService) families.measure("hand", new HandExecutor());
        measured.execute(() -> {});
        other.execute(() -> {});

        assertThat(values()).containsOnly(entry("queued_tasks", 2.0));
    }

    /** A scheduler that keeps what it is given. */
    private static final class HandScheduler extends ScheduledThreadPoolExecutor {
        final List<Runnable> given = new ArrayList<>();

        HandScheduler() {
            super(0);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
            given.add(task);
            return null;
        }

        @Override
        public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, long initialDelay, long period, TimeUnit unit) {
            given.add(task);
            return null;
        }
    }

    @Test
    void delayedTaskWaitsFromWhenItIsDue() {
        HandScheduler scheduler = new HandScheduler();
        ScheduledExecutorService delayed = (ScheduledExecutorService) families.measure("hand", scheduler);
        delayed.schedule(() -> passSeconds(4), 5, TimeUnit.SECONDS);
        passSeconds(7);
        scheduler.given.get(0).run();

        assertThat(values())
                .containsOnly(
                        entry("idle_seconds_count", 1.0),
                        entry("idle_seconds_sum", 2.0),
                        entry("seconds_count", 1.0),
                        entry("seconds_sum", 4.0),
                        entry("scheduled_once_total", 1.0));
    }

    @Test
    void eachRepetitionIsTimedAndNoWait() {
        HandScheduler scheduler = new HandScheduler();
        ScheduledExecutorService repeated = (ScheduledExecutorService) families.measure("hand", scheduler);
        repeated.scheduleAtFixedRate(() -> passSeconds(1), 5, 5, TimeUnit.SECONDS);
        scheduler.given.get(0).run();
        passSeconds(9);
        scheduler.given.get(0).run();

        assertThat(values())
                .containsOnly(
                        entry("seconds_count", 2.0),
                        entry("seconds_sum", 2.0),
                        entry("scheduled_repetitively_total", 1.0));
    }
}
