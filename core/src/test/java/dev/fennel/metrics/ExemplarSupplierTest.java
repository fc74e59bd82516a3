package dev.fennel.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.model.Exemplar;
import dev.fennel.model.HistogramValue;
import dev.fennel.model.Labels;
import dev.fennel.model.MetricVisitor;
import dev.fennel.model.NativeBuckets;
import dev.fennel.model.NumberBatch;
import dev.fennel.testsupport.Allocation;
import dev.fennel.testsupport.Ignoring;
import dev.fennel.testsupport.SettableClock;
import dev.fennel.testsupport.Threads;
import dev.fennel.testsupport.Written;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExemplarSupplierTest {
    private static final double[] BOUNDS = {1, 2};

    private final SettableClock clock = new SettableClock(Instant.parse("2024-05-01T10:00:00Z"));
    private final AtomicInteger asked = new AtomicInteger();
    private Labels trace = Labels.EMPTY;

    private final Counter counter =
            Counter.builder("jobs_total", "").exemplars(this::trace, clock).build();
    private final Histogram histogram = Histogram.builder("h", "")
            .buckets(BOUNDS)
            .exemplars(this::trace, clock)
            .build();

    private Labels trace() {
        asked.incrementAndGet();
        return trace;
    }

    private void inTrace(String id) {
        trace = Labels.of("trace_id", id);
    }

    private static String traceOf(Exemplar exemplar) {
        return exemplar == null ? null : exemplar.labels().get("trace_id");
    }

    private static List<String> traces(Histogram histogram) {
        List<String> traces = new ArrayList<>();
        Written.by(histogram).exemplars().forEach(exemplar -> traces.add(traceOf(exemplar)));
        return traces;
    }

    private static List<String> traces(Counter counter) {
        return Written.by(counter).exemplars().stream()
                .map(ExemplarSupplierTest::traceOf)
                .toList();
    }

    @AfterEach
    void noDefault() {
        ExemplarSupplier.setDefault(ExemplarSupplier.NONE);
    }

    @Test
    void thePresentTraceIsTheCountersExample() {
        inTrace("a");
        counter.add(2.5);

        assertThat(Written.by(counter).exemplars())
                .containsExactly(new Exemplar(Labels.of("trace_id", "a"), 2.5, clock.instant()));
        assertThat(counter.value()).isEqualTo(2.5);
    }

    @Test
    void eachBucketHasItsOwnExample() {
        for (double value : new double[] {0.5, 1.5, 1.6, 7, Double.NaN}) {
            inTrace("of " + value);
            histogram.observe(value);
        }

        assertThat(traces(histogram)).containsExactly("of 0.5", "of 1.5", "of 7.0");
        assertThat(Written.by(histogram).exemplars().get(1).timestamp()).isEqualTo(clock.instant());
        assertThat(histogram.snapshot().count()).isEqualTo(5);
    }

    @Test
    void anExampleStaysUntilAScrapeFindsItOldAndNobodyIsAsked() {
        inTrace("a");
        counter.inc();
        inTrace("b");
        clock.advanceMillis(ExemplarSampler.INTERVAL_MILLIS - 1);
        assertThat(traces(counter)).containsExactly("a");
        counter.inc();
        assertThat(traces(counter)).containsExactly("a");

        clock.advanceMillis(1);
        counter.inc();
        assertThat(asked).hasValue(1);

        assertThat(traces(counter)).containsExactly("a");
        counter.inc();
        assertThat(asked).hasValue(2);
        assertThat(traces(counter)).containsExactly("b");
    }

    @Test
    void inAHistogramOnlyTheOldExamplesAreReplaced() {
        inTrace("old");
        histogram.observe(0.5);
        clock.advanceMillis(ExemplarSampler.INTERVAL_MILLIS);
        inTrace("young");
        histogram.observe(1.5);
        assertThat(traces(histogram)).containsExactly("old", "young", null);

        inTrace("new");
        List.of(0.5, 0.6, 1.5, 2.5).forEach(histogram::observe);
        assertThat(traces(histogram)).containsExactly("new", "young", "new");
        assertThat(asked).hasValue(4);
    }

    @Test
    void nativeBucketsGetWhatAScrapeAsksFor() {
        Histogram natives = Histogram.builder("h", "")
                .nativeBuckets(1.1)
                .exemplars(this::trace, clock)
                .build();
        for (String id : List.of("a", "b", "c")) {
            inTrace(id);
            natives.observe(asked.get() + 1);
            natives.observe(0.1);
            clock.advanceMillis(ExemplarSampler.INTERVAL_MILLIS);
            assertThat(traces(natives)).containsExactly(id);
        }

        NativeBuckets buckets = natives.snapshot().nativeBuckets();
        assertThat(IntStream.range(0, buckets.exemplarCount())
                        .mapToObj(i -> traceOf(buckets.exemplar(i))
                                + buckets.exemplar(i).value()))
                .containsExactly("a1.0", "b2.0", "c3.0");
    }

    @Test
    void readingsThatNobodyKeepsTheExamplesOfChangeNothing() {
        inTrace("a");
        counter.inc();
        histogram.observe(1);
        clock.advanceMillis(ExemplarSampler.INTERVAL_MILLIS);
        counter.write(new Ignoring());
        histogram.write(new Ignoring());
        assertThat(histogram.snapshot().exemplar(0)).isNotNull();
        assertThat(counter.value()).isOne();

        counter.inc();
        histogram.observe(1);
        assertThat(asked).hasValue(2);
    }

    @Test
    void anObservationDoesNotLookAtTheClock() {
        inTrace("a");
        counter.inc();
        histogram.observe(1);
        long before = clock.looks();
        for (int i = 0; i < 1000; i++) {
            counter.inc();
            histogram.observe(1);
        }

        assertThat(clock.looks()).isEqualTo(before);
    }

    @Test
    void withoutTracesTheSupplierIsAskedSoOftenBetweenScrapes() {
        trace = null;
        int more = ExemplarSampler.MAX_ASKS + 100;
        for (int scrape = 1; scrape <= 3; scrape++) {
            for (int i = 0; i < more; i++) {
                counter.inc();
            }
            assertThat(asked).hasValue(scrape * ExemplarSampler.MAX_ASKS);
            assertThat(traces(counter)).isEmpty();
        }
        assertThat(counter.value()).isEqualTo(3 * more);

        inTrace("a");
        counter.inc();
        assertThat(traces(counter)).containsExactly("a");
    }

    @Test
    void theExampleStaysWhileTheSupplierIsAskedInVain() {
        inTrace("a");
        histogram.observe(1);
        clock.advanceMillis(ExemplarSampler.INTERVAL_MILLIS);
        assertThat(traces(histogram)).containsExactly("a", null, null);
        trace = Labels.EMPTY;
        for (int i = 0; i < 2 * ExemplarSampler.MAX_ASKS; i++) {
            histogram.observe(1);
        }

        assertThat(asked).hasValue(1 + ExemplarSampler.MAX_ASKS);
        assertThat(traces(histogram)).containsExactly("a", null, null);
    }

    @Test
    void anExampleGivenByHandIsKeptAtOnceAndStaysToo() {
        inTrace("automatic");
        histogram.observe(1);
        histogram.observeWithExemplar(1, Labels.of("trace_id", "by hand"));
        assertThat(traces(histogram)).containsExactly("by hand", null, null);
        assertThat(asked).hasValue(1);

        counter.addWithExemplar(1, Labels.of("trace_id", "by hand"));
        assertThat(traces(counter)).containsExactly("by hand");
        assertThat(asked).hasValue(1);
    }

    @Test
    void anExampleFromTheFutureIsReplaced() {
        inTrace("a");
        counter.inc();
        inTrace("b");
        clock.advanceMillis(-1);
        assertThat(traces(counter)).containsExactly("a");
        counter.inc();

        assertThat(traces(counter)).containsExactly("b");
    }

    @Test
    void withoutATraceTheOldExampleStaysAndTheNextTraceIsTaken() {
        inTrace("a");
        counter.inc();
        clock.advanceMillis(ExemplarSampler.INTERVAL_MILLIS);
        assertThat(traces(counter)).containsExactly("a");
        trace = null;
        counter.inc();
        trace = Labels.EMPTY;
        counter.inc();
        assertThat(traces(counter)).containsExactly("a");

        inTrace("b");
        counter.inc();
        assertThat(traces(counter)).containsExactly("b");
        assertThat(counter.value()).isEqualTo(4);
    }

    @Test
    void everySeriesOfAVecHasItsOwnExample() {
        CounterVec counters = CounterVec.builder("c_total", "", "code")
                .exemplars(this::trace, clock)
                .build();
        HistogramVec histograms = HistogramVec.builder("h", "", "code")
                .buckets(BOUNDS)
                .exemplars(this::trace, clock)
                .build();
        for (String code : List.of("200", "500")) {
            inTrace("of " + code);
            counters.withLabelValues(code).inc();
            histograms.withLabelValues(code).observe(9);
        }

        assertThat(traces(counters.withLabelValues("200"))).containsExactly("of 200");
        assertThat(traces(counters.withLabelValues("500"))).containsExactly("of 500");
        assertThat(traces(histograms.withLabelValues("500"))).containsExactly(null, null, "of 500");
    }

    @Test
    void theDefaultIsForInstrumentsThatHaveNoneOfTheirOwn() {
        Counter made = Counter.builder("c_total", "").build();
        Histogram histogramMade = Histogram.builder("h", "").buckets(BOUNDS).build();
        Counter without =
                Counter.builder("c_total", "").exemplars(ExemplarSupplier.NONE).build();
        ExemplarSupplier.setDefault(() -> Labels.of("trace_id", "default"));
        inTrace("own");
        List.of(made, without, counter).forEach(Counter::inc);
        histogramMade.observe(1);

        assertThat(traces(made)).containsExactly("default");
        assertThat(traces(histogramMade)).containsExactly("default", null, null);
        assertThat(traces(without)).isEmpty();
        assertThat(traces(counter)).containsExactly("own");
    }

    @Test
    void withNoDefaultThereAreNoExamples() {
        ExemplarSupplier.setDefault(() -> Labels.of("trace_id", "default"));
        ExemplarSupplier.setDefault(ExemplarSupplier.NONE);
        Counter plain = Counter.builder("c_total", "").build();
        plain.inc();

        assertThat(traces(plain)).isEmpty();
    }

    @Test
    void theSupplierFindsTheObservationCountedAndNothingLocked() {
        List<Double> seen = new ArrayList<>();
        Histogram[] reading = new Histogram[1];
        ExemplarSupplier counted = () -> {
            seen.add((double) reading[0].snapshot().count());
            return null;
        };
        for (HistogramBuilder<Histogram> builder :
                List.of(Histogram.builder("h", ""), Histogram.builder("h", "").nativeBuckets(1.1))) {
            reading[0] = builder.exemplars(counted).build();
            reading[0].observe(1);
            reading[0].observe(2);
            assertThat(seen).containsExactly(1.0, 2.0);
            seen.clear();
        }

        Counter[] counting = new Counter[1];
        counting[0] = Counter.builder("c_total", "")
                .exemplars(() -> {
                    seen.add(counting[0].value());
                    return null;
                })
                .build();
        counting[0].inc();
        counting[0].add(2.5);
        assertThat(seen).containsExactly(1.0, 3.5);
    }

    /** The example that was there when an observation asked for another one is gone: somebody else was faster. */
    @Test
    void theExampleOfAThreadThatWasFasterStays() {
        Histogram[] observed = new Histogram[1];
        observed[0] = Histogram.builder("h", "")
                .buckets(BOUNDS)
                .exemplars(() -> {
                    observed[0].observeWithExemplar(1, Labels.of("trace_id", "faster"));
                    return Labels.of("trace_id", "slower");
                })
                .build();
        observed[0].observe(1);
        assertThat(traces(observed[0])).startsWith("faster");

        Counter[] counting = new Counter[1];
        counting[0] = Counter.builder("c_total", "")
                .exemplars(() -> {
                    counting[0].addWithExemplar(1, Labels.of("trace_id", "faster"));
                    return Labels.of("trace_id", "slower");
                })
                .build();
        counting[0].inc();
        assertThat(traces(counting[0])).containsExactly("faster");
    }

    /** Whoever reads a value asks whether its exemplar is to be taken, and the clock, before the value is read. */
    @Test
    void theExampleOfACounterIsReadBeforeItsValue() {
        counter.addWithExemplar(1, Labels.of("trace_id", "a"));
        double[] seen = new double[2];
        counter.write(new Ignoring() {
            @Override
            public boolean takesExemplars() {
                counter.addWithExemplar(10, Labels.of("trace_id", "b"));
                return true;
            }

            @Override
            public void counter(double value, long createdMillis, Exemplar exemplar) {
                seen[0] = value;
                seen[1] = exemplar.value();
            }
        });

        assertThat(seen).containsExactly(11, 10);
    }

    @Test
    void theExamplesOfCountersThatAreReadTogetherAreReadBeforeTheirValues() {
        CounterVec[] counting = new CounterVec[1];
        Clock busy = Clock.fixed(clock.instant(), ZoneOffset.UTC);
        counting[0] = CounterVec.builder("c_total", "", "l")
                .exemplars(() -> null, new Clock() {
                    @Override
                    public Instant instant() {
                        counting[0].withLabelValues("b").addWithExemplar(10, Labels.EMPTY);
                        return busy.instant();
                    }

                    @Override
                    public ZoneId getZone() {
                        return busy.getZone();
                    }

                    @Override
                    public Clock withZone(ZoneId zone) {
                        return busy.withZone(zone);
                    }
                })
                .build();
        counting[0].withLabelValues("a").addWithExemplar(1, Labels.EMPTY);
        counting[0].withLabelValues("b").addWithExemplar(1, Labels.EMPTY);
        NumberBatch batch = new NumberBatch();
        batch.takeExemplars(true);
        counting[0].family().readNumbers(0, batch); // looks at the clock for each of the two

        assertThat(batch.exemplar(1).value()).isEqualTo(10);
        assertThat(batch.value(1)).isEqualTo(21);
    }

    /** What is observed is the number of the observation, as a fraction so small that all are in one bucket. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 1.1})
    void examplesInAReadingAreCountedInIt(double growthFactor) throws Exception {
        int times = 300_000;
        HistogramBuilder<Histogram> builder = Histogram.builder("h", "").buckets(2, 3);
        Histogram busy = growthFactor == 0
                ? builder.build()
                : builder.nativeBuckets(growthFactor).build();
        MetricVisitor reader = new Ignoring() {
            @Override
            public void histogram(HistogramValue value) {
                List<Exemplar> exemplars = new ArrayList<>();
                exemplars.add(value.exemplar(0));
                NativeBuckets buckets = value.nativeBuckets();
                for (int i = 0; buckets != null && i < buckets.exemplarCount(); i++) {
                    exemplars.add(buckets.exemplar(i));
                }
                for (Exemplar exemplar : exemplars) {
                    if (exemplar != null && Math.round((exemplar.value() - 1) * 1e7) > value.count()) {
                        throw new AssertionError(exemplar + " is not among " + value.count());
                    }
                }
            }
        };
        Threads.runBeside(() -> busy.write(reader), 1, thread -> {
            for (int i = 1; i <= times; i++) {
                busy.observeWithExemplar(1 + i * 1e-7, Labels.EMPTY);
            }
        });

        assertThat(busy.snapshot().count()).isEqualTo(times);
    }

    @Test
    void ofManyThreadsOneGivesTheExample() throws Exception {
        AtomicInteger number = new AtomicInteger();
        Counter shared = Counter.builder("c_total", "")
                .exemplars(() -> Labels.of("trace_id", "" + number.incrementAndGet()), clock)
                .build();
        List<String> seen = new ArrayList<>();
        Threads.runBeside(() -> seen.addAll(traces(shared)), 8, thread -> {
            for (int i = 0; i < 10_000; i++) {
                shared.inc();
            }
        });

        assertThat(shared.value()).isEqualTo(80_000);
        assertThat(List.copyOf(new TreeSet<>(seen))).isEqualTo(traces(shared)).hasSize(1);
    }

    @Test
    void anExampleThatStaysAllocatesNothing() {
        inTrace("a");

        assertThat(Allocation.bytes(100_000, counter::inc)).isLessThan(1_000);
        assertThat(Allocation.bytes(100_000, () -> histogram.observe(0.3))).isLessThan(1_000);
    }
}
