package dev.fennel.soak;

import dev.fennel.metrics.Counter;
import dev.fennel.metrics.CounterVec;
import dev.fennel.metrics.Histogram;
import dev.fennel.metrics.Summary;
import dev.fennel.registry.Registerer;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Threads that recurse, observe at each depth and catch the {@link StackOverflowError}, as parsers and rule engines do.
 * An observation that throws may count or not; all others count, and whoever observes or scrapes goes on.
 */
final class SoakOverflows extends SoakThread {
    private static final int[] STACK_KILOBYTES = {256, 512, 1024};

    private final List<Target> targets;

    SoakOverflows(Registerer registerer) {
        this(targets(registerer), new int[1]);
    }

    private SoakOverflows(List<Target> targets, int[] rounds) {
        super("overflows", 20, () -> {
            int round = rounds[0]++;
            Target target = targets.get(round % targets.size());
            overflow(target, STACK_KILOBYTES[round / targets.size() % STACK_KILOBYTES.length]);
        });
        this.targets = targets;
    }

    private static List<Target> targets(Registerer registerer) {
        Counter counter = Counter.builder("soak_deep_total", "At all depths.").register(registerer);
        CounterVec counters = CounterVec.builder("soak_deep_code_total", "At all depths.", "code")
                .register(registerer);
        Histogram histogram = Histogram.builder("soak_deep", "At all depths.").register(registerer);
        Histogram natives = Histogram.builder("soak_deep_native", "At all depths.")
                .nativeBuckets(1.1)
                .register(registerer);
        Summary summary = Summary.builder("soak_deep_quantiles", "At all depths.")
                .objective(0.5, 0.05)
                .register(registerer);
        return List.of(
                new Target("counter", counter::inc, () -> (long) counter.value()),
                new Target("histogram", () -> histogram.observe(1), () -> histogram
                        .snapshot()
                        .count()),
                new Target("native histogram", () -> natives.observe(1), () -> natives.snapshot()
                        .count()),
                new Target("summary", () -> summary.observe(1), () -> summary.snapshot()
                        .count()),
                new Target("vec", () -> counters.withLabelValues("x").inc(), () -> counters.series().stream()
                        .mapToLong(series -> (long) series.value())
                        .sum()));
    }

    /**
     * An instrument that is observed at the end of the stack. Its numbers are written by one thread after the other.
     */
    private static final class Target {
        private final String name;
        private final Runnable observation;
        private final LongSupplier count;
        private long begun;
        private long done;
        private long overflows;

        Target(String name, Runnable observation, LongSupplier count) {
            this.name = name;
            this.observation = observation;
            this.count = count;
        }

        void recurse() {
            begun++;
            observation.run();
            done++;
            recurse();
        }
    }

    private static void overflow(Target target, int stackKilobytes) throws InterruptedException {
        Runnable deep = () -> {
            try {
                target.recurse();
            } catch (StackOverflowError e) {
                target.overflows++;
            }
        };
        Thread thread = new Thread(null, deep, "soak-deep", stackKilobytes * 1024L);
        thread.setDaemon(true);
        thread.start();
        thread.join(60_000);
        if (thread.isAlive()) {
            throw new IllegalStateException(
                    target.name + ": an observation hangs at " + List.of(thread.getStackTrace()));
        }
        target.observation.run();
        target.begun++;
        target.done++;
    }

    String figures() {
        return targets.stream().mapToLong(target -> target.overflows).sum() + " overflows";
    }

    void check(List<String> problems) {
        for (Target target : targets) {
            long count = target.count.getAsLong();
            if (target.overflows == 0 || count < target.done || count > target.begun) {
                problems.add(target.name + " after " + target.overflows + " overflows: expected from " + target.done
                        + " to " + target.begun + " observations, got " + count);
            }
        }
    }
}
