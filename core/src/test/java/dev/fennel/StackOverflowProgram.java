package dev.fennel;

import dev.fennel.metrics.Counter;
import dev.fennel.metrics.CounterVec;
import dev.fennel.metrics.Gauge;
import dev.fennel.metrics.GaugeVec;
import dev.fennel.metrics.Histogram;
import dev.fennel.metrics.HistogramVec;
import dev.fennel.metrics.StateSet;
import dev.fennel.metrics.Summary;
import dev.fennel.model.HistogramValue;
import dev.fennel.model.Labels;
import dev.fennel.model.NativeBuckets;
import dev.fennel.registry.Registry;
import dev.fennel.testsupport.Threads;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;
import java.util.function.IntConsumer;

/**
 * Uses an instrument at each depth of a recursion until the stack ends, catches the error, and does so again and again.
 * Afterwards all threads use the instrument and all of it is gathered, so that a lock that stayed taken hangs the
 * program. Prints {@code fine} if every count is exact but for the uses that threw, or what is wrong.
 *
 * <p>Arguments: the name of an operation, {@code first}, {@code cold} or {@code warm}, {@code deepen} or
 * {@code unwind}, the kilobytes of stack, and how many times the stack ends.
 */
final class StackOverflowProgram {
    private static final int THREADS = 4;

    /** Enough for the compilers to have come to an end. */
    private static final int WARM = 100_000;

    /** Threads start with a little more stack each time, so that it ends at another place. */
    private static final int STEP = 48;

    private StackOverflowProgram() {}

    /**
     * Something that is counted.
     *
     * @param registry has the instrument
     * @param use uses it once, given a number that is another one each time
     * @param total how often it was used, by its own account; NaN if it does not count
     */
    private record Operation(Registry registry, IntConsumer use, DoubleSupplier total) {}

    /** What can be tried, by name. */
    private static Operation operation(String name) {
        Registry registry = Registry.create();
        return switch (name) {
            case "counter" -> {
                Counter counter = Counter.builder("c_total", "").register(registry);
                yield new Operation(registry, i -> counter.inc(), counter::value);
            }
            case "fractions" -> {
                Counter counter = Counter.builder("c_total", "").register(registry);
                yield new Operation(registry, i -> counter.add(.5), () -> 2 * counter.value());
            }
            case "gauge" -> {
                Gauge gauge = Gauge.builder("g", "").register(registry);
                yield new Operation(registry, i -> gauge.inc(), gauge::value);
            }
            case "histogram" -> {
                Histogram histogram = Histogram.builder("h", "").register(registry);
                yield new Operation(registry, i -> histogram.observe(i % 7), () -> count(histogram));
            }
            case "native" -> {
                Histogram histogram = Histogram.builder("h", "")
                        .nativeBuckets(1.1)
                        .maxBuckets(100)
                        .maxZeroThreshold(10)
                        .register(registry);
                yield new Operation(registry, i -> histogram.observe(1 + i % 5_000), () -> count(histogram));
            }
            case "resets" -> {
                Histogram histogram = Histogram.builder("h", "")
                        .nativeBuckets(1.1)
                        .maxBuckets(20)
                        .minResetDuration(Duration.ofMillis(1))
                        .register(registry);
                yield new Operation(registry, i -> histogram.observe(1 + i % 5_000), () -> {
                    count(histogram);
                    return Double.NaN;
                });
            }
            case "exemplars" -> {
                Histogram histogram =
                        Histogram.builder("h", "").nativeBuckets(1.1).register(registry);
                Labels labels = Labels.of("trace_id", "t");
                yield new Operation(
                        registry, i -> histogram.observeWithExemplar(1 + i % 500, labels), () -> count(histogram));
            }
            case "summary" -> {
                Summary summary = Summary.builder("s", "")
                        .objective(.5, .05)
                        .objective(.99, .001)
                        .register(registry);
                yield new Operation(registry, i -> summary.observe(i % 1_000), () -> summary.snapshot()
                        .count());
            }
            case "histograms" -> {
                HistogramVec vec = HistogramVec.builder("v", "", "l").register(registry);
                yield new Operation(
                        registry, i -> vec.withLabelValues("x" + i % 2_000).observe(1), () -> vec.series().stream()
                                .mapToDouble(StackOverflowProgram::count)
                                .sum());
            }
            case "births" -> {
                CounterVec vec = CounterVec.builder("v_total", "", "l").register(registry);
                yield new Operation(
                        registry, i -> vec.withLabelValues("x" + i % 5_000).inc(), () -> sum(vec));
            }
            case "collisions" -> {
                CounterVec vec = CounterVec.builder("v_total", "", "l").register(registry);
                yield new Operation(
                        registry, i -> vec.withLabelValues(colliding(i % 4_096)).inc(), () -> sum(vec));
            }
            case "deletes" -> {
                GaugeVec vec = GaugeVec.builder("v", "", "l").register(registry);
                IntConsumer use = i -> {
                    vec.withLabelValues("x" + i % 500).inc();
                    vec.deleteLabelValues("x" + (i + 250) % 500);
                    if (i % 300 == 0) {
                        vec.reset();
                    }
                };
                yield new Operation(registry, use, () -> Double.NaN);
            }
            case "limit" -> {
                CounterVec vec =
                        CounterVec.builder("v_total", "", "l").maxSeries(100).register(registry);
                yield new Operation(
                        registry, i -> vec.withLabelValues("x" + i % 5_000).inc(), () -> {
                            check(vec.series().size() <= 101, vec.series().size() + " series");
                            return sum(vec);
                        });
            }
            case "expiry" -> {
                GaugeVec vec = GaugeVec.builder("v", "", "l")
                        .expireAfter(Duration.ofMillis(1))
                        .register(registry);
                yield new Operation(
                        registry, i -> vec.withLabelValues("x" + i % 500).inc(), () -> Double.NaN);
            }
            case "gather" -> {
                CounterVec vec = CounterVec.builder("v_total", "", "l").register(registry);
                IntConsumer use = i -> {
                    vec.withLabelValues("x" + i % 50).inc();
                    if (i % 4 == 0) {
                        vec.deleteLabelValues("none");
                        vec.series();
                    }
                };
                yield new Operation(registry, use, () -> sum(vec));
            }
            case "states" -> {
                StateSet<String> states =
                        StateSet.builder("s", "", "a", "b", "c").register(registry);
                String[] names = {"a", "b", "c"};
                yield new Operation(registry, i -> states.setOnly(names[i % 3]), () -> {
                    int on = 0;
                    for (String state : names) {
                        on += states.isTrue(state) ? 1 : 0;
                    }
                    check(on == 1, on + " states are on");
                    return Double.NaN;
                });
            }
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** The count, which all buckets of the histogram agree with. */
    private static double count(Histogram histogram) {
        HistogramValue value = histogram.snapshot();
        NativeBuckets buckets = value.nativeBuckets();
        if (buckets != null) {
            long population = buckets.zeroCount() + population(buckets.positive()) + population(buckets.negative());
            check(population == value.count(), population + " of " + value.count() + " in native buckets");
        }
        return value.count();
    }

    private static long population(NativeBuckets.Populated buckets) {
        long population = 0;
        for (int i = 0; i < buckets.size(); i++) {
            population += buckets.count(i);
        }
        return population;
    }

    /** One of 4,096 strings with the same hash code. */
    private static String colliding(int number) {
        StringBuilder text = new StringBuilder();
        for (int bit = 0; bit < 12; bit++) {
            text.append((number >> bit & 1) == 0 ? "Aa" : "BB");
        }
        return text.toString();
    }

    private static double sum(CounterVec vec) {
        return vec.series().stream().mapToDouble(Counter::value).sum();
    }

    /**
     * Runs one combination.
     *
     * @param args see the class
     */
    public static void main(String[] args) throws Exception {
        new StackOverflowProgram.Run(operation(args[0]), "unwind".equals(args[2])).go(args);
        System.out.println("fine");
    }

    /** The uses of one operation, and what became of them. */
    private static final class Run {
        private final Operation operation;
        private final boolean unwinding;
        private final Map<String, Integer> others = new TreeMap<>();
        private int next;
        private long done;
        private long thrown;

        Run(Operation operation, boolean unwinding) {
            this.operation = operation;
            this.unwinding = unwinding;
        }

        void go(String[] args) throws Exception {
            if (!"first".equals(args[1])) {
                use();
            }
            for (int i = 0; "warm".equals(args[1]) && i < WARM; i++) {
                use();
            }
            long stack = Long.parseLong(args[3]) * 1024;
            int times = Integer.parseInt(args[4]);
            for (int i = 0; i < times; i++) {
                Thread thread = new Thread(null, this::overflow, "deep", stack + i * STEP % 4096);
                thread.start();
                thread.join();
            }
            check(others.isEmpty(), "thrown: " + others);
            Threads.run(THREADS, thread -> {
                for (int i = 0; i < 1_000; i++) {
                    operation.use.accept(thread * 1_000 + i);
                }
            });
            check(operation.registry.gather().errors().isEmpty(), "the gather has errors");
            double total = operation.total.getAsDouble();
            long surely = done + THREADS * 1_000L;
            check(!(total < surely || total > surely + thrown), total + " instead of " + surely + " + " + thrown);
        }

        private void overflow() {
            try {
                recurse();
            } catch (StackOverflowError end) {
                // As a server does.
            }
        }

        private void recurse() {
            if (unwinding) {
                try {
                    recurse();
                } finally {
                    use();
                }
            } else {
                use();
                recurse();
            }
        }

        private void use() {
            thrown++;
            try {
                operation.use.accept(next++);
            } catch (StackOverflowError end) {
                throw end;
            } catch (Throwable other) {
                others.merge(other.toString(), 1, Integer::sum);
                throw other;
            }
            thrown--;
            done++;
        }
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
