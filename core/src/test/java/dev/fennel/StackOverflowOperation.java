package dev.fennel;

import dev.fennel.metrics.Counter;
import dev.fennel.metrics.CounterVec;
import dev.fennel.metrics.ExemplarSupplier;
import dev.fennel.metrics.Gauge;
import dev.fennel.metrics.GaugeVec;
import dev.fennel.metrics.Histogram;
import dev.fennel.metrics.HistogramBuilder;
import dev.fennel.metrics.HistogramVec;
import dev.fennel.metrics.Info;
import dev.fennel.metrics.LongTasks;
import dev.fennel.metrics.MetricVec;
import dev.fennel.metrics.Observer;
import dev.fennel.metrics.StateSet;
import dev.fennel.metrics.Summary;
import dev.fennel.metrics.SummaryVec;
import dev.fennel.metrics.Timer;
import dev.fennel.model.Desc;
import dev.fennel.model.HistogramValue;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricType;
import dev.fennel.model.MetricVisitor;
import dev.fennel.model.NativeBuckets;
import dev.fennel.registry.Registry;
import dev.fennel.testsupport.RecordedLog;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.IntConsumer;

/**
 * Something that a {@link StackOverflowProgram} does again and again, and that is counted.
 *
 * @param registry has the instrument
 * @param use uses it once, given a number that is another one each time
 * @param total how often it was used, by its own account; NaN if it does not count. Throws if something is wrong
 */
record StackOverflowOperation(Registry registry, IntConsumer use, DoubleSupplier total) {
    private static final RuntimeException FAILURE = new IllegalStateException("no trace");

    /** What can be tried, by name. */
    static StackOverflowOperation named(String name) {
        Registry registry = Registry.create();
        return switch (name) {
            case "counter" -> {
                Counter counter = Counter.builder("c_total", "").register(registry);
                yield counted(registry, i -> counter.inc(), counter::value);
            }
            case "fractions" -> {
                Counter counter = Counter.builder("c_total", "").register(registry);
                yield counted(registry, i -> counter.add(.5), () -> 2 * counter.value());
            }
            case "gauge" -> {
                Gauge gauge = Gauge.builder("g", "").register(registry);
                yield counted(registry, i -> gauge.inc(), gauge::value);
            }
            case "set" -> {
                Gauge gauge = Gauge.builder("g", "").register(registry);
                yield tried(registry, i -> {
                    gauge.add(i);
                    if (i % 1_000 == 0) {
                        gauge.setToCurrentTime();
                    }
                    gauge.sub(1);
                });
            }
            default -> histogram(name, registry);
        };
    }

    private static StackOverflowOperation counted(Registry registry, IntConsumer use, DoubleSupplier total) {
        return new StackOverflowOperation(registry, use, total);
    }

    /** One that is to be logged once, as soon as there is room for that. */
    private static StackOverflowOperation logged(Registry registry, IntConsumer use, DoubleSupplier total) {
        RecordedLog log = new RecordedLog("dev.fennel.metrics.ExemplarSampler");
        return counted(registry, use, () -> {
            check(log.messages().size() == 1, "logged " + log.messages());
            return total.getAsDouble();
        });
    }

    private static StackOverflowOperation tried(Registry registry, IntConsumer use) {
        return counted(registry, use, () -> Double.NaN);
    }

    private static StackOverflowOperation histogram(String name, Registry registry) {
        HistogramBuilder<Histogram> builder = Histogram.builder("h", "");
        Labels labels = Labels.of("trace_id", "t");
        return switch (name) {
            case "histogram" -> {
                Histogram histogram = builder.register(registry);
                yield counted(registry, i -> histogram.observe(i % 7), () -> count(histogram));
            }
            case "native" -> {
                Histogram histogram = builder.nativeBuckets(1.1)
                        .maxBuckets(100)
                        .maxZeroThreshold(10)
                        .register(registry);
                yield counted(registry, i -> histogram.observe(1 + i % 5_000), () -> count(histogram));
            }
            case "resets" -> {
                Histogram histogram = builder.nativeBuckets(1.1)
                        .maxBuckets(20)
                        .minResetDuration(Duration.ofMillis(1))
                        .register(registry);
                yield counted(registry, i -> histogram.observe(1 + i % 5_000), () -> {
                    count(histogram);
                    return Double.NaN;
                });
            }
            case "both" -> {
                Histogram histogram =
                        builder.nativeBuckets(1.1).buckets(.1, 1, 10, 100).register(registry);
                yield counted(registry, i -> histogram.observe(i % 500), () -> count(histogram));
            }
            case "exemplars" -> {
                Histogram histogram = builder.nativeBuckets(1.1).register(registry);
                yield counted(
                        registry, i -> histogram.observeWithExemplar(1 + i % 500, labels), () -> count(histogram));
            }
            case "counted exemplars" -> {
                Counter counter = Counter.builder("c_total", "").register(registry);
                yield counted(registry, i -> counter.addWithExemplar(1, labels), counter::value);
            }
            case "long exemplars" -> {
                Histogram histogram = builder.register(registry);
                Labels tooLong = Labels.of("trace_id", "t".repeat(200));
                yield logged(registry, i -> histogram.observeWithExemplar(i % 7, tooLong), () -> count(histogram));
            }
            case "failing supplier" -> {
                ExemplarSupplier failing = () -> {
                    throw FAILURE;
                };
                Counter counter =
                        Counter.builder("c_total", "").exemplars(failing).register(registry);
                yield logged(registry, i -> counter.inc(), counter::value);
            }
            case "supplied" -> {
                Histogram histogram = builder.nativeBuckets(1.1)
                        .buckets(.1, 1, 10, 100)
                        .exemplars(traces(labels))
                        .register(registry);
                yield counted(registry, i -> histogram.observe(i % 500), () -> count(histogram));
            }
            case "supplied counter" -> {
                Counter counter =
                        Counter.builder("c_total", "").exemplars(traces(labels)).register(registry);
                yield counted(registry, i -> counter.inc(), counter::value);
            }
            case "timer" -> {
                Histogram histogram = builder.register(registry);
                Runnable work = () -> {};
                yield counted(registry, i -> histogram.time(work), () -> count(histogram));
            }
            case "chosen timer" -> {
                Histogram histogram = builder.register(registry);
                Observer.Work<RuntimeException> work = () -> {};
                Function<Throwable, Observer> chooser = thrown -> histogram;
                yield counted(registry, i -> Timer.time(work, chooser), () -> count(histogram));
            }
            case "durations" -> {
                Histogram histogram = builder.register(registry);
                yield counted(registry, i -> histogram.observe(Duration.ofMillis(i)), () -> count(histogram));
            }
            default -> summary(name, registry);
        };
    }

    /** There is a trace now and then only, so the supplier is asked often. */
    private static ExemplarSupplier traces(Labels labels) {
        AtomicInteger asked = new AtomicInteger();
        return () -> asked.incrementAndGet() % 1_000 == 0 ? labels : null;
    }

    private static StackOverflowOperation summary(String name, Registry registry) {
        return switch (name) {
            case "summary" -> {
                Summary summary = Summary.builder("s", "")
                        .objective(.5, .05)
                        .objective(.99, .001)
                        .register(registry);
                yield counted(registry, i -> summary.observe(i % 1_000), () -> summary.snapshot()
                        .count());
            }
            case "plain summary" -> {
                Summary summary = Summary.builder("s", "").register(registry);
                yield counted(registry, i -> summary.observe(i), () -> summary.snapshot()
                        .count());
            }
            case "states" -> {
                StateSet<String> states =
                        StateSet.builder("s", "", "a", "b", "c").register(registry);
                String[] names = {"a", "b", "c"};
                yield counted(registry, i -> states.setOnly(names[i % 3]), () -> {
                    int on = 0;
                    for (String state : names) {
                        on += states.isTrue(state) ? 1 : 0;
                    }
                    check(on == 1, on + " states are on");
                    return Double.NaN;
                });
            }
            case "flags" -> {
                StateSet<String> states = StateSet.builder("s", "", "a", "b").register(registry);
                yield tried(registry, i -> states.set(i % 2 == 0 ? "a" : "b", i % 3 == 0));
            }
            case "info" -> {
                Info info = Info.builder("x_info", "", "l").register(registry);
                yield tried(registry, i -> {
                    info.addLabelValues("x" + i % 20);
                    info.deleteLabelValues("x" + (i + 10) % 20);
                    if (i % 300 == 0) {
                        info.setLabelValues("y");
                    }
                });
            }
            case "tasks" -> {
                LongTasks tasks = LongTasks.builder("t", "", "l").register(registry);
                yield counted(registry, i -> tasks.start("x" + i % 500).close(), () -> {
                    checkTasks(tasks);
                    return Double.NaN;
                });
            }
            case "registrations" -> {
                Counter[] counters = new Counter[100];
                for (int i = 0; i < counters.length; i++) {
                    counters[i] = Counter.builder("c" + i + "_total", "").build();
                }
                yield tried(registry, i -> {
                    registry.unregister(counters[i % counters.length]);
                    registry.registerOrGet(counters[i % counters.length]);
                });
            }
            default -> vec(name, registry);
        };
    }

    private static void checkTasks(LongTasks tasks) {
        for (int i = 0; i < 500; i++) {
            int before = tasks.inProgress("x" + i);
            check((before == 0) == tasks.longest("x" + i).isZero(), before + " tasks, of which none is the longest");
            try (LongTasks.Task one = tasks.start("x" + i)) {
                check(tasks.inProgress("x" + i) == before + 1, one + " was not counted");
            }
            check(tasks.inProgress("x" + i) == before, "a task that has ended is counted");
        }
    }

    private static StackOverflowOperation vec(String name, Registry registry) {
        return switch (name) {
            case "histograms" -> {
                HistogramVec vec = HistogramVec.builder("v", "", "l").register(registry);
                yield counted(
                        registry, i -> vec.withLabelValues("x" + i % 2_000).observe(1), () -> vec.series().stream()
                                .mapToDouble(StackOverflowOperation::count)
                                .sum());
            }
            case "summaries" -> {
                SummaryVec vec =
                        SummaryVec.builder("v", "", "l").objective(.5, .05).register(registry);
                yield counted(registry, i -> vec.withLabelValues("x" + i % 500).observe(1), () -> vec.series().stream()
                        .mapToDouble(one -> one.snapshot().count())
                        .sum());
            }
            case "own metrics" -> {
                MetricVec<Own> vec = MetricVec.builder(MetricType.GAUGE, "v", "", Own::new, "l")
                        .register(registry);
                yield counted(
                        registry,
                        i -> vec.withLabelValues("x" + i % 500).uses.incrementAndGet(),
                        () -> vec.series().stream()
                                .mapToDouble(one -> one.uses.get())
                                .sum());
            }
            case "births" -> {
                CounterVec vec = CounterVec.builder("v_total", "", "l").register(registry);
                yield counted(
                        registry, i -> vec.withLabelValues("x" + i % 5_000).inc(), () -> sum(vec));
            }
            case "five labels" -> {
                CounterVec vec = CounterVec.builder("v_total", "", "a", "b", "c", "d", "e")
                        .register(registry);
                CounterVec view = vec.curryWith(Labels.of("b", "b", "d", "d"));
                yield counted(
                        registry,
                        i -> view.withLabelValues("a", "c", "x" + i % 500).inc(),
                        () -> sum(vec));
            }
            case "collisions" -> {
                CounterVec vec = CounterVec.builder("v_total", "", "l").register(registry);
                yield counted(
                        registry, i -> vec.withLabelValues(colliding(i % 4_096)).inc(), () -> sum(vec));
            }
            case "deletes" -> {
                GaugeVec vec = GaugeVec.builder("v", "", "l").register(registry);
                yield tried(registry, i -> {
                    vec.withLabelValues("x" + i % 500).inc();
                    vec.deleteLabelValues("x" + (i + 250) % 500);
                    if (i % 300 == 0) {
                        vec.reset();
                    }
                });
            }
            case "limit" -> {
                CounterVec vec =
                        CounterVec.builder("v_total", "", "l").maxSeries(100).register(registry);
                yield counted(
                        registry, i -> vec.withLabelValues("x" + i % 5_000).inc(), () -> {
                            check(vec.series().size() <= 101, vec.series().size() + " series");
                            return sum(vec);
                        });
            }
            case "constraints" -> {
                CounterVec vec = CounterVec.builder("v_total", "", "l")
                        .constrain("l", value -> value.substring(1))
                        .register(registry);
                yield counted(registry, i -> vec.withLabelValues("x" + i % 500).inc(), () -> sum(vec));
            }
            case "expiry" -> {
                GaugeVec vec = GaugeVec.builder("v", "", "l")
                        .expireAfter(Duration.ofMillis(1))
                        .register(registry);
                yield tried(registry, i -> vec.withLabelValues("x" + i % 500).inc());
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
                yield counted(registry, use, () -> sum(vec));
            }
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** A metric of a user's. */
    private static final class Own implements Metric {
        final AtomicLong uses = new AtomicLong();
        private final Desc desc;
        private final Labels labels;

        Own(Desc desc, Labels labels) {
            this.desc = desc;
            this.labels = labels;
        }

        @Override
        public Desc desc() {
            return desc;
        }

        @Override
        public Labels labels() {
            return labels;
        }

        @Override
        public void write(MetricVisitor visitor) {
            visitor.gauge(uses.get());
        }
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

    /** Throws unless a condition holds. */
    static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
