package dev.fennel.soak;

import dev.fennel.metrics.Counter;
import dev.fennel.metrics.CounterFunc;
import dev.fennel.metrics.CounterVec;
import dev.fennel.metrics.Gauge;
import dev.fennel.metrics.GaugeFunc;
import dev.fennel.metrics.GaugeVec;
import dev.fennel.metrics.Histogram;
import dev.fennel.metrics.HistogramVec;
import dev.fennel.metrics.Info;
import dev.fennel.metrics.StateSet;
import dev.fennel.metrics.Summary;
import dev.fennel.metrics.SummaryVec;
import dev.fennel.metrics.Timer;
import dev.fennel.metrics.UntypedFunc;
import dev.fennel.metrics.Vec;
import dev.fennel.model.Labels;
import dev.fennel.registry.Registry;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** Threads that use all instruments, with births and deaths of series, and know what the totals must be. */
final class SoakLoad {
    private static final int THREADS = 3;
    private static final int BATCH = 100;
    private static final int SERIES = 50;
    private static final Duration AGE = Duration.ofSeconds(2);
    private static final String[] CODES =
            IntStream.range(0, SERIES).mapToObj(i -> "c" + i).toArray(String[]::new);

    final Registry registry = Registry.pedantic();

    private final LongAdder operations = new LongAdder();
    private final LongAdder sum = new LongAdder();

    private final Counter counter =
            Counter.builder("soak_ops_total", "Operations.").register(registry);
    private final CounterVec counters =
            CounterVec.builder("soak_code_ops_total", "Operations.", "code").register(registry);
    private final CounterVec limited = CounterVec.builder("soak_limited_ops_total", "Operations.", "code")
            .maxSeries(SERIES / 2)
            .register(registry);
    private final CounterVec churning = CounterVec.builder("soak_churning_total", "Series that live briefly.", "id")
            .register(registry);
    private final HistogramVec churningHistograms = HistogramVec.builder("soak_churning", "The same.", "id")
            .buckets(1, 2)
            .nativeBuckets(1.1)
            .register(registry);
    private final GaugeVec expiring = GaugeVec.builder("soak_expiring", "Series that expire.", "id")
            .expireAfter(AGE)
            .register(registry);
    private final Gauge gauge =
            Gauge.builder("soak_running", "Operations that run.").register(registry);
    private final GaugeVec gauges = GaugeVec.builder("soak_code_running", "Operations that run.", "code")
            .register(registry);
    private final Histogram histogram =
            Histogram.builder("soak_size", "Sizes.").buckets(1, 10, 50, 90).register(registry);
    private final Histogram natives = Histogram.builder("soak_native_size", "Sizes.")
            .nativeBuckets(1.1)
            .maxBuckets(20)
            .maxZeroThreshold(1)
            .register(registry);
    private final Histogram resetting = Histogram.builder("soak_resetting_size", "Sizes over many decades.")
            .nativeBuckets(1.1)
            .maxBuckets(40)
            .minResetDuration(Duration.ofMillis(200))
            .register(registry);
    private final Summary summary = Summary.builder("soak_quantiles", "Sizes.")
            .objective(0.5, 0.05)
            .objective(0.99, 0.001)
            .maxAge(Duration.ofSeconds(5))
            .register(registry);
    private final SummaryVec summaries = SummaryVec.builder("soak_code_quantiles", "Sizes.", "code")
            .objective(0.9, 0.01)
            .register(registry);
    private final Summary timed =
            Summary.builder("soak_timed_seconds", "Times.").register(registry);
    private final Info info =
            Info.builder("soak_info", "The latest operation.", "id").register(registry);
    private final StateSet<String> states =
            StateSet.builder("soak_state", "A state.", "even", "odd").register(registry);

    SoakLoad() {
        CounterFunc.builder("soak_read_total", "Read at each scrape.", operations::doubleValue)
                .register(registry);
        GaugeFunc.builder("soak_read", "Read at each scrape.", sum::doubleValue).register(registry);
        UntypedFunc.builder("soak_untyped", "Read at each scrape.", () -> Double.NaN)
                .register(registry);
    }

    List<SoakThread> threads() {
        return IntStream.range(0, THREADS)
                .mapToObj(thread -> {
                    SplittableRandom random = new SplittableRandom(thread);
                    long[] batch = new long[1];
                    return new SoakThread("load-" + thread, 5, () -> batch(thread, batch[0]++, random));
                })
                .toList();
    }

    private void batch(int thread, long batch, SplittableRandom random) {
        for (int i = 0; i < BATCH; i++) {
            operation(random.nextInt(100), CODES[random.nextInt(SERIES)], random);
        }
        String id = thread + "-" + batch;
        bearAndDelete(id);
        expiring.withLabelValues(id).set(batch);
        info.setLabelValues(id);
        states.setOnly(batch % 2 == 0 ? "even" : "odd");
        Timer.start(timed).close();
    }

    private void operation(int value, String code, SplittableRandom random) {
        gauge.inc();
        gauges.withLabelValues(code).inc();
        counter.inc();
        counters.withLabelValues(code).inc();
        limited.withLabelValues(code).inc();
        histogram.observe(value);
        natives.observe(value);
        resetting.observe(Math.pow(10, random.nextInt(-20, 20)) * (1 + value));
        summary.observe(value);
        summaries.withLabelValues(code).observe(value);
        if (value == 0) {
            counter.addWithExemplar(0, Labels.of("trace_id", code));
            resetting.observeWithExemplar(1 + value, Labels.of("trace_id", code));
        }
        gauges.withLabelValues(code).dec();
        gauge.dec();
        operations.increment();
        sum.add(value);
    }

    private void bearAndDelete(String id) {
        churningHistograms.withLabelValues(id).observe(1);
        for (int i = 0; i < 3; i++) {
            churning.withLabelValues(id).inc();
        }
        double value = churning.withLabelValues(id).value();
        if (value != 3) {
            throw new IllegalStateException("expected 3 in " + id + ", got " + value);
        }
        if (!churning.deleteLabelValues(id) || !churningHistograms.deleteLabelValues(id)) {
            throw new IllegalStateException("series " + id + " was gone before it was deleted");
        }
    }

    String figures() {
        return String.format("%,d ops, ", operations.sum());
    }

    /** Compares the totals, when all threads have ended. */
    void check(List<String> problems) {
        long count = operations.sum();
        expect(problems, "operations of the load, some", 1, Math.min(count, 1));
        expect(problems, "counter", count, counter.value());
        expect(problems, "counters by code", count, sum(counters));
        expect(problems, "counters within a limit", count, sum(limited));
        expect(problems, "gauge", 0, gauge.value());
        expect(
                problems,
                "gauges",
                0,
                gauges.series().stream().mapToDouble(Gauge::value).sum());
        expect(problems, "histogram's count", count, histogram.snapshot().count());
        expect(problems, "histogram's sum", sum.sum(), histogram.snapshot().sum());
        expect(problems, "native histogram's count", count, natives.snapshot().count());
        expect(problems, "native histogram's sum", sum.sum(), natives.snapshot().sum());
        expect(problems, "summary's count", count, summary.snapshot().count());
        expect(problems, "summary's sum", sum.sum(), summary.snapshot().sum());
        expect(
                problems,
                "summaries' count",
                count,
                summaries.series().stream().mapToLong(s -> s.snapshot().count()).sum());
        expect(problems, "deleted series", 0, churning.series().size());
        expect(problems, "deleted histograms", 0, churningHistograms.series().size());
        expect(problems, "expired series", 0, awaitEmpty(expiring));
    }

    private static double sum(CounterVec vec) {
        return vec.series().stream().mapToDouble(Counter::value).sum();
    }

    /** Gathers until nothing is left, since series expire in gathers. */
    private int awaitEmpty(Vec<?, ?> vec) {
        long start = System.nanoTime();
        while (!vec.series().isEmpty() && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(60)) {
            registry.gather();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        return vec.series().size();
    }

    static void expect(List<String> problems, String what, double expected, double got) {
        if (expected != got) {
            problems.add(what + ": expected " + expected + ", got " + got);
        }
    }
}
