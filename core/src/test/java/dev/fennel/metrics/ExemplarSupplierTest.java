package dev.fennel.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.model.Exemplar;
import dev.fennel.model.Labels;
import dev.fennel.model.NativeBuckets;
import dev.fennel.testsupport.Allocation;
import dev.fennel.testsupport.Ignoring;
import dev.fennel.testsupport.SettableClock;
import dev.fennel.testsupport.Threads;
import dev.fennel.testsupport.Written;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

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
        List<Long> seen = new ArrayList<>();
        Histogram[] reading = new Histogram[1];
        reading[0] = Histogram.builder("h", "")
                .exemplars(() -> {
                    seen.add(reading[0].snapshot().count());
                    return null;
                })
                .build();
        reading[0].observe(1);
        reading[0].observe(2);

        assertThat(seen).containsExactly(1L, 2L);
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
