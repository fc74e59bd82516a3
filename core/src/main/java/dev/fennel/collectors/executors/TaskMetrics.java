package dev.fennel.collectors.executors;

import dev.fennel.metrics.Counter;
import dev.fennel.metrics.Observer;
import java.util.concurrent.atomic.LongAdder;

/** What the tasks of one executor are measured with. Nothing here throws, so no task fails of it. */
final class TaskMetrics {
    private static final double NANOS_PER_SECOND = 1e9;

    /** What is counted of an executor's tasks, as it does not know it. */
    enum Counts {
        /** Nothing: it is a pool. */
        NONE,
        /** Which are executed, of a scheduler: its queue is unknown, as tasks can be cancelled unseen. */
        RUNS,
        /** Which are executed, and which wait for it. */
        ALL
    }

    private final String name;
    private final TaskFamilies families;
    private final Counts counts;
    private final Tally tally;
    private final Observer waited;
    private final Observer ran;
    private final Counter rejected;

    TaskMetrics(String name, TaskFamilies families, Counts counts, Tally tally) {
        this.name = name;
        this.families = families;
        this.counts = counts;
        this.tally = tally;
        this.waited = families.waited.withLabelValues(name);
        this.ran = families.ran.withLabelValues(name);
        this.rejected = families.rejected.withLabelValues(name);
    }

    long nanoTime() {
        return families.nanoTime.getAsLong();
    }

    boolean countsQueue() {
        return counts == Counts.ALL;
    }

    void taskCame() {
        if (counts == Counts.ALL) {
            tally.queued.increment();
        }
    }

    void taskLeft() {
        if (counts == Counts.ALL) {
            tally.queued.decrement();
        }
    }

    void taskWaited(long nanos) {
        waited.observe(Math.max(0, nanos) / NANOS_PER_SECOND);
    }

    void taskBegan() {
        if (counts != Counts.NONE) {
            tally.active.increment();
        }
    }

    void taskEnded(long nanos) {
        ran.observe(nanos / NANOS_PER_SECOND);
        if (counts != Counts.NONE) {
            tally.completed.increment();
            tally.active.decrement();
        }
    }

    void taskRejected() {
        rejected.inc();
    }

    void taskScheduled(boolean repetitively) {
        (repetitively ? families.repetitively : families.once)
                .withLabelValues(name)
                .inc();
    }

    /** The tasks of all executors of one name that do not know how many they have. */
    static final class Tally {
        /** Whether one of the executors has a queue that is not counted here. */
        volatile boolean hasUnknownQueue;

        /** Tasks that came less those that left: read between the two, it may be less than zero, and so may active. */
        private final LongAdder queued = new LongAdder();

        private final LongAdder active = new LongAdder();
        private final LongAdder completed = new LongAdder();

        long queued() {
            return Math.max(0, queued.sum());
        }

        long active() {
            return Math.max(0, active.sum());
        }

        long completed() {
            return completed.sum();
        }
    }
}
