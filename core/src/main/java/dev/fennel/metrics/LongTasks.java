package dev.fennel.metrics;

import dev.fennel.internal.StackRoom;
import dev.fennel.internal.families.FamilySink;
import dev.fennel.model.Collector;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricType;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Exposes tasks that run for minutes while they run, which a histogram shows only when they have ended: how many are in
 * progress, and for how long the longest of them has been.
 *
 * <pre>{@code
 * LongTasks backups = LongTasks.builder("backup", "Backups.", "database").register();
 * try (LongTasks.Task task = backups.start("customers")) {
 *     work();
 * }
 * }</pre>
 *
 * <p>This makes the gauges {@code backup_in_progress} and {@code backup_longest_seconds}. With labels, a series is
 * exposed from its first task on, and is zero while none is in progress.
 */
public final class LongTasks implements Collector {
    private final Desc inProgress;
    private final Desc longest;
    private final LongSupplier nanoTime;

    /**
     * Those in progress by their label values, which are in order, and not hashed, because strangers may choose them.
     * What once had a task stays. A thread has {@linkplain StackRoom room} for each change: where the stack ends in
     * one, a map can be left with a wrong size, or refuse a key for ever.
     */
    private final Map<String[], Set<Task>> tasks = new ConcurrentSkipListMap<>(Arrays::compare);

    LongTasks(Desc base) {
        this(base, System::nanoTime);
    }

    LongTasks(Desc base, LongSupplier nanoTime) {
        Desc plain = base.withUnit("");
        this.inProgress = described(plain, "_in_progress", "How many are in progress.");
        this.longest = described(plain, "_longest_seconds", "For how long the longest has been in progress.")
                .withUnit("seconds");
        this.nanoTime = nanoTime;
        // Loads and initializes what a task needs, which must not happen at the end of a stack.
        new Task(ConcurrentHashMap.newKeySet()).close();
        if (base.variableLabels().isEmpty()) {
            with();
        }
    }

    private static Desc described(Desc base, String suffix, String help) {
        return Desc.gauge(
                        base.name() + suffix,
                        base.help().isEmpty() ? help : base.help() + " " + help,
                        base.variableLabels().toArray(new String[0]))
                .withConstLabels(base.constLabels());
    }

    /**
     * Starts to build the gauges of long tasks.
     *
     * @param name what the names of the gauges begin with, such as {@code backup}
     * @param help what the tasks are; the help texts begin with it
     * @param labelNames the names of the labels
     * @return a builder
     */
    public static MetricBuilder.Plain<LongTasks> builder(String name, String help, String... labelNames) {
        return new MetricBuilder.Plain<>(LongTasks::new, MetricType.GAUGE, name, help, labelNames);
    }

    /**
     * Starts a task.
     *
     * @param labelValues a value for each label, in the order in which the labels were named
     * @return the task, which is in progress until it is closed, by any thread
     * @throws IllegalArgumentException if there are too many or too few values, or one is not valid Unicode
     */
    public Task start(String... labelValues) {
        return new Task(with(labelValues));
    }

    /**
     * How many tasks are in progress.
     *
     * @param labelValues a value for each label, in the order in which the labels were named
     * @return zero or more
     * @throws IllegalArgumentException if there are too many or too few values, or one is not valid Unicode
     */
    public int inProgress(String... labelValues) {
        return known(labelValues).size();
    }

    /**
     * For how long the longest of the tasks in progress has been.
     *
     * @param labelValues a value for each label, in the order in which the labels were named
     * @return zero if none is in progress
     * @throws IllegalArgumentException if there are too many or too few values, or one is not valid Unicode
     */
    public Duration longest(String... labelValues) {
        return longest(known(labelValues));
    }

    private Set<Task> with(String... labelValues) {
        inProgress.checkLabelValues(labelValues);
        Set<Task> known = tasks.get(labelValues);
        if (known == null) {
            Set<Task> made = ConcurrentHashMap.newKeySet();
            String[] values = labelValues.clone();
            StackRoom.reserve();
            known = tasks.putIfAbsent(values, made);
            return known == null ? made : known;
        }
        return known;
    }

    /** Those in progress, without a new series for values that have none. */
    private Set<Task> known(String... labelValues) {
        inProgress.checkLabelValues(labelValues);
        return tasks.getOrDefault(labelValues, Set.of());
    }

    private static Duration longest(Set<Task> running) {
        Duration longest = Duration.ZERO;
        for (Task task : running) {
            Duration elapsed = task.elapsed();
            longest = elapsed.compareTo(longest) > 0 ? elapsed : longest;
        }
        return longest;
    }

    @Override
    public void describe(Consumer<? super Desc> out) {
        out.accept(inProgress);
        out.accept(longest);
        if (out instanceof FamilySink sink) {
            sink.promiseToReturn(this);
        }
    }

    @Override
    public void collect(Consumer<? super Metric> out) {
        tasks.forEach((labelValues, running) -> {
            out.accept(ConstMetric.of(inProgress, running.size(), labelValues));
            out.accept(ConstMetric.of(longest, Timer.seconds(longest(running)), labelValues));
        });
    }

    /** A task in progress. Safe to be used by several threads. */
    public final class Task implements AutoCloseable {
        private final Set<Task> running;
        private final long startNanos = nanoTime.getAsLong();

        private Task(Set<Task> running) {
            this.running = running;
            StackRoom.reserve();
            running.add(this);
        }

        /**
         * The time since the start.
         *
         * @return zero or more
         */
        public Duration elapsed() {
            return Duration.ofNanos(nanoTime.getAsLong() - startNanos);
        }

        /** Ends the task; only the first call does anything. */
        @Override
        public void close() {
            StackRoom.reserve();
            running.remove(this);
        }
    }
}
