package dev.fennel.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.internal.cells.OvertakenCell;
import dev.fennel.internal.cells.OvertakenThread;
import dev.fennel.internal.cells.StuckCell;
import dev.fennel.model.Exemplar;
import dev.fennel.model.HistogramValue;
import dev.fennel.model.Labels;
import dev.fennel.model.MetricVisitor;
import dev.fennel.testsupport.Allocation;
import dev.fennel.testsupport.Ignoring;
import dev.fennel.testsupport.Threads;
import dev.fennel.testsupport.Written;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistogramTest {
    private static final double INF = Double.POSITIVE_INFINITY;

    private final Histogram histogram =
            Histogram.builder("latency_seconds", "").buckets(-1, 0, 0.5, 1).build();

    @Test
    void upperBoundsAreInclusive() {
        DoubleStream.of(-INF, -1, -0.5, -0.0, 0, Math.nextUp(0.0), 0.5, 1, Math.nextUp(1.0), INF)
                .forEach(histogram::observe);

        Written written = Written.by(histogram);
        assertThat(written.bounds()).containsExactly(-1.0, 0.0, 0.5, 1.0, INF);
        assertThat(written.counts()).containsExactly(2L, 5L, 7L, 8L, 10L);
        assertThat(written.count()).isEqualTo(10);
        assertThat(written.value()).isNaN();
    }

    @Test
    void anEmptyHistogramHasAllItsBuckets() {
        Written written = Written.by(Histogram.builder("h", "").build());

        assertThat(written.counts()).hasSize(12).containsOnly(0L);
        assertThat(written.value()).isZero();
        assertThat(written.createdMillis()).isPositive();
    }

    @Test
    void nanIsCountedInTheLastBucketAndMakesTheSumNan() {
        histogram.observe(0.1);
        histogram.observe(Double.NaN);

        HistogramValue value = histogram.snapshot();
        assertThat(value.count()).isEqualTo(2);
        assertThat(value.cumulativeCount(3)).isEqualTo(1);
        assertThat(value.sum()).isNaN();
    }

    @Test
    void aSnapshotDoesNotChange() {
        histogram.observe(0.1);
        HistogramValue before = histogram.snapshot();
        histogram.observe(0.2);
        Written.by(histogram);

        assertThat(before.count()).isEqualTo(1);
        assertThat(before.sum()).isEqualTo(0.1);
        assertThat(histogram.snapshot().count()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 11, 32, 33, 200})
    void everyValueFallsIntoTheFirstBucketThatHoldsIt(int count) {
        double[] bounds = IntStream.range(0, count).mapToDouble(i -> i / 4.0).toArray();
        HistogramSpec layout = new HistogramSpec(histogram.desc(), Buckets.of(bounds), null, null);

        for (double bound : bounds) {
            for (double value : List.of(Math.nextDown(bound), bound, Math.nextUp(bound))) {
                int expected =
                        (int) Arrays.stream(bounds).filter(b -> b < value).count();
                assertThat(layout.bucketOf(value)).isEqualTo(expected);
            }
        }
        assertThat(layout.bucketOf(Double.NaN)).isEqualTo(count);
        assertThat(layout.bucketOf(INF)).isEqualTo(count);
        assertThat(layout.bucketOf(-INF)).isZero();
        assertThat(layout.upperBound(count)).isEqualTo(INF);
    }

    @Test
    void keepsTheLatestExemplarOfEachBucket() {
        histogram.observeWithExemplar(0.7, Labels.of("trace_id", "a"));
        histogram.observeWithExemplar(0.8, Labels.of("trace_id", "b"));
        histogram.observeWithExemplar(99, Labels.of("trace_id", "c"));

        Written written = Written.by(histogram);
        assertThat(written.count()).isEqualTo(3);
        assertThat(written.exemplars().subList(0, 3)).containsOnlyNulls();
        assertThat(written.exemplars().get(3).labels()).isEqualTo(Labels.of("trace_id", "b"));
        assertThat(written.exemplars().get(3).value()).isEqualTo(0.8);
        assertThat(written.exemplars().get(4).labels()).isEqualTo(Labels.of("trace_id", "c"));
    }

    @Test
    void anExemplarThatIsTooLongIsLeftOutAndTheObservationCounts() {
        Histogram natives =
                Histogram.builder("h", "").nativeBuckets(2).buckets(1).build();
        for (Histogram each : List.of(histogram, natives)) {
            each.observeWithExemplar(0.7, Labels.of("trace_id", "a"));
            each.observeWithExemplar(0.8, Labels.of("trace_id", "x".repeat(129)));

            assertThat(each.snapshot().count()).isEqualTo(2);
            assertThat(exemplars(each).map(Exemplar::value)).containsExactly(0.7);
        }
    }

    private static Stream<Exemplar> exemplars(Histogram histogram) {
        HistogramValue value = histogram.snapshot();
        return IntStream.range(0, value.bucketCount()).mapToObj(value::exemplar).filter(Objects::nonNull);
    }

    @Test
    void aReadingWaitsForNoThreadInACell() {
        histogram.observe(0.7);
        StuckCell stuck = new StuckCell(histogram.snapshot().bucketCount());
        histogram.begin(stuck);
        histogram.observe(0.7);
        stuck.enterForEver();

        assertThat(histogram.snapshot().count()).isEqualTo(1);
        assertThat(histogram.snapshot().sum()).isEqualTo(0.7);
        // Observers go to other cells.
        histogram.observe(0.8);
        assertThat(histogram.snapshot().count()).isEqualTo(2);
    }

    @Test
    void exemplarsAreReadBeforeCells() {
        // An observation with an exemplar between the two: not in the cells, so its exemplar must not be there either.
        histogram.observeWithExemplar(0.7, Labels.of("trace_id", "counted"));
        OvertakenCell overtaken = new OvertakenCell(histogram.snapshot().bucketCount(), () -> {
            histogram.observeWithExemplar(0.7, Labels.of("trace_id", "too late"));
        });
        overtaken.tryCount(0.7, histogram.spec.bucketOf(0.7));
        Exemplar before = exemplars(histogram).findFirst().orElseThrow();
        histogram.begin(overtaken);
        histogram.setExemplar(histogram.spec.bucketOf(0.7), before);

        assertThat(exemplars(histogram)).containsExactly(before);
    }

    /** Two get cells of their own at the same time, and for two there is no memory or stack for that. */
    @Test
    void whatThreadsObserveWhileTheyGetCellsIsCounted() throws Exception {
        Histogram natives = Histogram.builder("h", "").nativeBuckets(1.1).build();
        int much = 10_000;
        for (Histogram shared : List.of(histogram, natives)) {
            Runnable observing = () -> {
                for (int i = 0; i < much; i++) {
                    shared.observe(1);
                }
            };
            OvertakenThread.run(observing, observing);
            OvertakenThread.runFailing(observing, new OutOfMemoryError("planted"));
            OvertakenThread.runFailing(observing, new StackOverflowError());

            assertThat(shared.snapshot().count()).isEqualTo(4 * much);
            assertThat(shared.snapshot().sum()).isEqualTo(4.0 * much);
        }
    }

    @Test
    void everyReadingIsExactUnderContention() throws Exception {
        int threads = 8;
        int times = 60_000;

        // Each observes 1, 2, 3 in turn, so a sum between count and 3 * count that fits the buckets can be known.
        Histogram shared = Histogram.builder("h", "").buckets(1, 2, 3).build();
        Threads.runBeside(() -> assertSumFitsBuckets(shared.snapshot()), threads, thread -> {
            for (int i = 0; i < times; i++) {
                shared.observe(1 + i % 3);
            }
        });

        HistogramValue last = shared.snapshot();
        assertThat(last.count()).isEqualTo((long) threads * times);
        assertThat(last.sum()).isEqualTo(2.0 * threads * times);
    }

    /** Counts and sum of whole observations: the sum is that of just the observations that the buckets hold. */
    private static void assertSumFitsBuckets(HistogramValue value) {
        long ones = value.cumulativeCount(0);
        long twos = value.cumulativeCount(1) - ones;
        long threes = value.cumulativeCount(2) - ones - twos;
        assertThat(value.count()).isEqualTo(value.cumulativeCount(3)).isEqualTo(value.cumulativeCount(2));
        assertThat(value.sum()).isEqualTo(ones + 2.0 * twos + 3.0 * threes);
    }

    @Test
    void observingAndWritingAllocateNothing() {
        MetricVisitor visitor = new Ignoring();

        assertThat(Allocation.bytes(100_000, () -> histogram.observe(0.3))).isLessThan(1_000);
        assertThat(Allocation.bytes(100_000, () -> histogram.write(visitor))).isLessThan(1_000);
    }
}
