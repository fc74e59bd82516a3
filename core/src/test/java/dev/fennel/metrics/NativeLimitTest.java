package dev.fennel.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.collectors.FunctionalCollector;
import dev.fennel.internal.buckets.NativeBuffer;
import dev.fennel.internal.buckets.NativeCell;
import dev.fennel.internal.buckets.NativeCounts;
import dev.fennel.internal.buckets.NativeGeneration;
import dev.fennel.internal.buckets.NativeImage;
import dev.fennel.internal.buckets.NativeReading;
import dev.fennel.internal.buckets.NativeScale;
import dev.fennel.internal.buckets.OwnedBuffer;
import dev.fennel.internal.cells.Cells;
import dev.fennel.internal.cells.Cells.Retirement;
import dev.fennel.internal.cells.HistogramImage;
import dev.fennel.model.Exemplar;
import dev.fennel.model.HistogramValue;
import dev.fennel.model.Labels;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.NativeBuckets;
import dev.fennel.registry.Registry;
import dev.fennel.testsupport.Allocation;
import dev.fennel.testsupport.HistogramTaker;
import dev.fennel.testsupport.Ignoring;
import dev.fennel.testsupport.NativeText;
import dev.fennel.testsupport.Written;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NativeLimitTest {
    private static final long BEGIN = 1_700_000_000_000L;
    private static final long HOUR = 3_600_000;

    private final AtomicLong clock = new AtomicLong(BEGIN);

    private Histogram histogram() {
        return Histogram.builder("h", "")
                .nativeBuckets(2)
                .buckets(1, 10)
                .zeroThreshold(0)
                .maxBuckets(3)
                .maxZeroThreshold(1)
                .minResetDuration(Duration.ofHours(1))
                .clock(clock::get)
                .build();
    }

    private static void observe(Histogram histogram, double... values) {
        DoubleStream.of(values).forEach(histogram::observe);
    }

    @Test
    void asManyBucketsAsAllowedStayAsTheyAre() {
        Histogram histogram = histogram();
        clock.addAndGet(2 * HOUR);
        observe(histogram, 0, 0, 1, 2, 4, 4);

        assertThat(NativeText.of(histogram.snapshot())).isEqualTo("0|0x0.0p0|2|0:1,1:1,2:2|");
        assertThat(histogram.snapshot().createdMillis()).isEqualTo(BEGIN);
    }

    @Test
    void whenTheMinResetDurationIsOverOneBucketTooManyResetsEverything() {
        Histogram histogram = histogram();
        observe(histogram, 0, 1, 2, 4, Double.NaN);
        clock.addAndGet(HOUR);
        observe(histogram, -8);

        assertThat(NativeText.of(histogram.snapshot())).isEqualTo("0|0x0.0p0|0||3:1");
        HistogramValue value = histogram.snapshot();
        assertThat(value.count()).isEqualTo(1);
        assertThat(value.sum()).isEqualTo(-8);
        assertThat(value.cumulativeCount(0)).isEqualTo(1);
        assertThat(value.createdMillis()).isEqualTo(BEGIN + HOUR);
    }

    @Test
    void theNextResetHasToWaitForItsTurn() {
        Histogram histogram = histogram();
        clock.addAndGet(HOUR);
        observe(histogram, 2, 4, 8, 16);
        assertThat(NativeText.of(histogram.snapshot())).isEqualTo("0|0x0.0p0|0|4:1|");

        clock.addAndGet(HOUR - 1);
        observe(histogram, 2, 4, 8);
        assertThat(NativeText.of(histogram.snapshot())).isEqualTo("-1|0x0.0p0|0|1:2,2:2|");
    }

    @Test
    void untilThenTheZeroBucketIsWidenedAsFarAsItMay() {
        Histogram histogram = histogram();
        observe(histogram, 1, -0.5, 2);
        observe(histogram, 4);
        assertThat(NativeText.of(histogram.snapshot())).isEqualTo("0|0x1.0p-1|1|0:1,1:1,2:1|");
        observe(histogram, -8);
        assertThat(NativeText.of(histogram.snapshot())).isEqualTo("0|0x1.0p0|2|1:1,2:1|3:1");
        assertThat(histogram.snapshot().count()).isEqualTo(5);
    }

    @Test
    void bothSidesOfTheSmallestBucketGoToTheZeroBucket() {
        Histogram histogram = histogram();
        observe(histogram, 1, -1, -1, 2, 4);

        assertThat(NativeText.of(histogram.snapshot())).isEqualTo("0|0x1.0p0|3|1:1,2:1|");
    }

    @Test
    void afterThatTheResolutionIsHalved() {
        Histogram histogram = histogram();
        observe(histogram, 2, 4, 8, 16);
        assertThat(NativeText.of(histogram.snapshot())).isEqualTo("-1|0x0.0p0|0|1:2,2:2|");
        observe(histogram, 256, 1024);
        assertThat(NativeText.of(histogram.snapshot())).isEqualTo("-2|0x0.0p0|0|1:4,2:1,3:1|");
    }

    @Test
    void theCoarsestResolutionIsKept() {
        Histogram histogram =
                Histogram.builder("h", "").nativeBuckets(1e9).maxBuckets(1).build();
        observe(histogram, 0x1p0, 0x1p16, 0x1p32, -0x1p48);

        assertThat(NativeText.of(histogram.snapshot())).isEqualTo("-4|0x1.0p-128|0|0:1,1:1,2:1|3:1");
    }

    @Test
    void lostResolutionIsRegainedAfterTheFirstScrapeThatMayReset() {
        Histogram histogram = histogram();
        histogram.observeWithExemplar(2, Labels.of("trace_id", "t"));
        observe(histogram, 4, 8, 16);
        clock.addAndGet(HOUR - 1);
        assertThat(Written.by(histogram).count()).isEqualTo(4);
        assertThat(histogram.snapshot().nativeBuckets().schema()).isEqualTo(-1);

        clock.addAndGet(1);
        assertThat(histogram.snapshot().count()).isEqualTo(4);
        Written last = Written.by(histogram);
        assertThat(last.count()).isEqualTo(4);
        assertThat(last.exemplars().get(1).value()).isEqualTo(2);
        assertThat(last.createdMillis()).isEqualTo(BEGIN);

        assertThat(NativeText.of(histogram.snapshot())).isEqualTo("0|0x0.0p0|0||");
        HistogramValue value = histogram.snapshot();
        assertThat(value.count()).isZero();
        assertThat(value.sum()).isZero();
        assertThat(value.createdMillis()).isEqualTo(BEGIN + HOUR);
        assertThat(value.nativeBuckets().exemplarCount()).isZero();
        assertThat(Written.by(histogram).exemplars()).containsOnlyNulls();
        observe(histogram, 2);
        assertThat(Written.by(histogram).exemplars()).containsOnlyNulls();
    }

    @Test
    void whatIsNoScrapeChangesNothing() {
        Histogram histogram = histogram();
        observe(histogram, 2, 4, 8, 16);
        clock.addAndGet(2 * HOUR);
        for (int i = 0; i < 3; i++) {
            histogram.write(new Ignoring());
            histogram.snapshot();
        }
        observe(histogram, 2);

        assertThat(Written.by(histogram).count()).isEqualTo(5);
        assertThat(histogram.snapshot().count()).isZero();
    }

    @Test
    void anExemplarThatIsKeptOnlyAfterAResetIsNotShown() {
        Histogram histogram = histogram();
        observe(histogram, 2, 4, 8, 16);
        clock.addAndGet(2 * HOUR);
        Written.by(histogram);
        Exemplar late = new Exemplar(Labels.of("trace_id", "t"), 2, Instant.ofEpochMilli(BEGIN));
        histogram.setExemplar(histogram.spec.bucketOf(2), late);
        histogram.spec.natives().keep(histogram, late);

        HistogramValue value = histogram.snapshot();
        assertThat(value.exemplar(1)).isNull();
        assertThat(value.nativeBuckets().exemplarCount()).isZero();

        observe(histogram, 2);
        assertThat(histogram.snapshot().exemplar(1)).isSameAs(late);
        assertThat(histogram.snapshot().nativeBuckets().exemplarCount()).isEqualTo(1);
    }

    /** The exemplars are read first, so those of a generation are never with the counts of the one before. */
    @Test
    void aReadingThatAResetOvertakesHasTheCountsThatGoWithItsExemplars() {
        Histogram histogram = histogram();
        observe(histogram, 2);
        HistogramReading overtaken = new HistogramReading(histogram.spec) {
            @Override
            void clearExemplars() {
                super.clearExemplars();
                clock.addAndGet(2 * HOUR);
                observe(histogram, 4, 8, 16);
                histogram.observeWithExemplar(3, Labels.of("trace_id", "t"));
            }
        };
        histogram.spec.natives().read(histogram, overtaken, false);
        overtaken.finish();

        assertThat(overtaken.exemplar(1).value()).isEqualTo(3);
        assertThat(overtaken.count()).isEqualTo(2);
        assertThat(overtaken.sum()).isEqualTo(19);
    }

    /** A reading that does something when it has copied the first cell. */
    private static HistogramReading watched(Histogram histogram, Runnable work) {
        return new HistogramReading(histogram.spec) {
            private boolean hasBegun;

            @Override
            void addImage() {
                super.addImage();
                if (!hasBegun) {
                    hasBegun = true;
                    work.run();
                }
            }
        };
    }

    private static void fail() {
        throw new OutOfMemoryError("planted");
    }

    @Test
    void nobodyObservesInCellsThatAreReadBeforeAReset() {
        Histogram histogram = histogramThatWantsAReset();
        NativeCell cell = (NativeCell) histogram.first();
        HistogramReading last =
                watched(histogram, () -> assertThat(cell.tryObserve(1, 0)).isEqualTo(NativeCell.Outcome.BUSY));
        histogram.spec.natives().read(histogram, last, true);

        assertThat(histogram.first()).isNotSameAs(cell);
    }

    @Test
    @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
    void aReadingThatFailsBeforeAResetLosesNothing() {
        Histogram histogram = histogramThatWantsAReset();
        HistogramReading failing = watched(histogram, NativeLimitTest::fail);
        assertThatThrownBy(() -> histogram.spec.natives().read(histogram, failing, true))
                .isInstanceOf(OutOfMemoryError.class);
        observe(histogram, 1);

        assertThat(Written.by(histogram).count()).isEqualTo(5);
        assertThat(histogram.snapshot().count()).isZero();
    }

    @Test
    void limitingThatFailsIsDoneByTheNextObservation() {
        Histogram histogram = histogram();
        observe(histogram, 2, 4, 8);
        histogram.spec.giveBack(watched(histogram, NativeLimitTest::fail));
        assertThatThrownBy(() -> observe(histogram, 16)).isInstanceOf(OutOfMemoryError.class);
        assertThat(NativeText.of(histogram.snapshot())).isEqualTo("0|0x0.0p0|0|1:1,2:1,3:1,4:1|");
        observe(histogram, 2);

        assertThat(NativeText.of(histogram.snapshot())).isEqualTo("-1|0x0.0p0|0|1:3,2:2|");
    }

    /** It may be the last one that observes, so it must not leave this to the next one. */
    @Test
    void whoLimitsGoesOnForAllWhoObserveMeanwhile() {
        Histogram[] histograms = new Histogram[1];
        Runnable[] whileLimiting = {() -> {}};
        histograms[0] = Histogram.builder("h", "")
                .nativeBuckets(2)
                .maxBuckets(3)
                .minResetDuration(Duration.ofHours(1))
                .clock(() -> {
                    Runnable once = whileLimiting[0];
                    whileLimiting[0] = () -> {};
                    once.run();
                    return BEGIN;
                })
                .build();
        observe(histograms[0], 2, 4, 8);
        whileLimiting[0] = () -> observe(histograms[0], 0x1p10, 0x1p20, 0x1p30, 0x1p40);
        observe(histograms[0], 16);

        assertThat(histograms[0].snapshot().nativeBuckets().positive().size()).isLessThanOrEqualTo(3);
    }

    @Test
    void cellsGetNoScaleThatTheirGenerationNeverHad() {
        NativeGeneration[] generations = new NativeGeneration[1];
        Histogram histogram = Histogram.builder("h", "")
                .nativeBuckets(2)
                .zeroThreshold(0)
                .maxBuckets(3)
                .minResetDuration(Duration.ofHours(1))
                .clock(() -> {
                    NativeGeneration generation = generations[0];
                    if (generation != null) {
                        // A reading is faster than the thread that limits.
                        generation.tryCoarsen(generation.scale(), new NativeScale(0, 2));
                    }
                    return BEGIN;
                })
                .build();
        observe(histogram, 2, 4, 8);
        generations[0] = (NativeGeneration) histogram.first();
        observe(histogram, 16);

        assertThat(schema(generations[0])).isZero();
        assertThat(NativeText.of(histogram.snapshot())).isEqualTo("0|0x1.0p1|1|2:1,3:1,4:1|");
    }

    @Test
    void whoeverAsksForLimitingWhileAResetIsTriedIsNotForgotten() {
        Histogram histogram = histogramThatWantsAReset();
        NativeGeneration generation = (NativeGeneration) histogram.first();
        Retirement<HistogramImage> stay = Cells.tryRetire(generation);
        Written.by(histogram);
        assertThat(generation.isOverLimit()).isFalse();

        generation.askForLimiting();
        Written.by(histogram);
        assertThat(generation.isOverLimit()).isTrue();
        stay.undo();
    }

    @Test
    void nobodyOwnsABufferWhereThereMayBeResets() {
        Histogram histogram = histogram();
        for (int i = 0; i < 10_000; i++) {
            histogram.observe(1);
        }

        assertThat(((NativeGeneration) histogram.first()).owned()).isSameAs(OwnedBuffer.none());
    }

    @Test
    @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
    void anObserverThatAResetKeptOutGoesOnInTheNextGeneration() throws Exception {
        Histogram histogram = histogram();
        Cells.tryRetire(histogram.first());
        Thread observer = new Thread(() -> observe(histogram, 2));
        observer.setDaemon(true);
        observer.start();
        while (Stream.of(observer.getStackTrace())
                .noneMatch(frame -> frame.getMethodName().equals("another"))) {
            Thread.yield();
        }
        histogram.begin(histogram.spec.newFirstCell());
        observer.join();

        assertThat(histogram.snapshot().count()).isEqualTo(1);
    }

    @Test
    void aResetIsPutOffWhileAThreadStaysInACell() {
        Histogram histogram = histogram();
        observe(histogram, 2, 4, 8, 16);
        clock.addAndGet(2 * HOUR);
        Retirement<HistogramImage> stay = Cells.tryRetire(histogram.first());
        assertThat(Written.by(histogram).count()).isEqualTo(4);
        assertThat(Written.by(histogram).count()).isEqualTo(4);

        stay.undo();
        assertThat(Written.by(histogram).count()).isEqualTo(4);
        assertThat(Written.by(histogram).count()).isZero();
    }

    @Test
    void bucketsThatWentIntoTheZeroBucketTakeNoMemory() {
        Histogram[] histograms = new Histogram[2];
        for (int i = 0; i < histograms.length; i++) {
            histograms[i] = Histogram.builder("h", "")
                    .nativeBuckets(1.0027)
                    .maxBuckets(160)
                    .maxZeroThreshold(1e-3)
                    .build();
        }
        Histogram histogram = histograms[1];
        for (double value = 1e-30; value < 1e-3; value *= 1.003) {
            histograms[0].observe(value);
            histogram.observe(value);
        }
        // To change the scale once more, all counts are copied.
        double next = 1.1e-3;
        long bytes = Allocation.bytesOfFirst(() -> histograms[0].observe(next), () -> histogram.observe(next));

        assertThat(bytes).isLessThan(20_000);
        assertThat(histogram.snapshot().nativeBuckets().positive().size()).isLessThanOrEqualTo(160);
    }

    @Test
    void aReadingThatFindsTooManyBucketsInABufferHasAllCellsGetCoarser() throws Exception {
        Histogram histogram =
                Histogram.builder("h", "").nativeBuckets(1.0027).maxBuckets(20).build();
        NativeGeneration generation = (NativeGeneration) histogram.first();
        histogram.observe(4);
        while (generation.owned() == OwnedBuffer.none()) {
            histogram.observe(1);
        }
        for (int i = 0; i < NativeBuffer.CAPACITY; i++) {
            histogram.observe(1 + i / (double) NativeBuffer.CAPACITY);
        }
        NativeBuckets buckets = histogram.snapshot().nativeBuckets();
        assertThat(buckets.positive().size()).isLessThanOrEqualTo(20);
        assertThat(buckets.schema()).isLessThan(8);
        assertThat(generation.isOverLimit())
                .as("the next observation sees to the cells")
                .isTrue();

        Thread other = new Thread(() -> histogram.observe(1));
        other.start();
        other.join();
        for (int i = 0; i < Cells.count(generation); i++) {
            assertThat(schema(Cells.get(generation, i))).as("cell %d", i).isLessThanOrEqualTo(buckets.schema());
        }
    }

    @Test
    void aReadingDuringWhichTheScaleChangesIsMadeOnceMore() {
        Histogram histogram = Histogram.builder("h", "")
                .nativeBuckets(2)
                .zeroThreshold(0)
                .maxBuckets(4)
                .build();
        NativeGeneration generation = (NativeGeneration) histogram.first();
        while (generation.owned() == OwnedBuffer.none()) {
            histogram.observe(2);
        }
        for (int i = 1; i < NativeBuffer.CAPACITY / 2; i++) {
            histogram.observe(Math.scalb(1.0, i));
        }
        NativeScale wider = new NativeScale(0, 2);
        HistogramReading overtaken = watched(histogram, () -> generation.tryCoarsen(generation.scale(), wider));
        histogram.spec.natives().read(histogram, overtaken, false);

        NativeReading buckets = overtaken.nativeBuckets();
        assertThat(buckets.startScale()).isSameAs(wider);
        assertThat(buckets.populated()).isLessThanOrEqualTo(4);
    }

    private static int schema(NativeCell cell) {
        NativeScale finest = new NativeScale(8, 0);
        NativeImage image = new NativeImage(1, finest);
        cell.read(image);
        NativeReading reading = new NativeReading(finest, 0);
        reading.add(image);
        return reading.schema();
    }

    /** From the smallest to the largest double there are half a million buckets. */
    @ParameterizedTest
    @ValueSource(doubles = {1.1, 1.0027})
    void outliersTakeLittleMemory(double factor) {
        Histogram[] histograms = new Histogram[2];
        for (int i = 0; i < histograms.length; i++) {
            histograms[i] = Histogram.builder("h", "")
                    .nativeBuckets(factor)
                    .maxBuckets(160)
                    .build();
            for (int k = 1; k <= 100; k++) {
                histograms[i].observe(0.001 * k);
            }
        }
        Histogram histogram = histograms[1];
        long bytes = Allocation.bytesOfFirst(
                () -> observe(histograms[0], 1e-300, 1e300), () -> observe(histogram, 1e-300, 1e300));

        assertThat(bytes).isLessThan(40_000);
        assertThat(histogram.snapshot().count()).isEqualTo(102);
    }

    @Test
    void aSeriesThatLostNothingIsNotResetByAScrape() {
        Histogram histogram = histogram();
        observe(histogram, 2, 4, 8);
        clock.addAndGet(5 * HOUR);
        Written.by(histogram);

        assertThat(histogram.snapshot().count()).isEqualTo(3);
    }

    @Test
    void gatheringThroughAnotherRegistryDoesNotResetWhatNobodyHasWritten() {
        Histogram histogram = histogramThatWantsAReset();
        Registry inner = Registry.create();
        inner.register(histogram);
        Registry outer = Registry.create();
        outer.register(inner);

        outer.gather(); // its metrics are never written
        assertThat(countInAScrape(outer)).isEqualTo(4);
        assertThat(countInAScrape(outer)).isZero();
    }

    @Test
    void instrumentsThatCustomCollectorsHandOutTooAreNotReset() {
        Histogram histogram = histogramThatWantsAReset();
        Registry registry = Registry.create();
        registry.register(histogram);
        registry.register(FunctionalCollector.unchecked(out -> out.accept(histogram))); // a duplicate, which is dropped

        assertThat(countInAScrape(registry)).isEqualTo(4);
    }

    private Histogram histogramThatWantsAReset() {
        Histogram histogram = histogram();
        observe(histogram, 1, 2, 4, 8);
        clock.addAndGet(HOUR);
        return histogram;
    }

    private static long countInAScrape(Registry registry) {
        AtomicLong count = new AtomicLong();
        for (MetricFamily family : registry.gather().families()) {
            family.metrics().get(0).write(new HistogramTaker(value -> count.set(value.count())));
        }
        return count.get();
    }

    /** Else two scales could be combined whose zero buckets end within a bucket of the other one. */
    @Test
    void aScaleThatWasMadeOfAnOlderOneIsRefused() {
        NativeScale first = new NativeScale(0, 0);
        NativeGeneration generation = new NativeGeneration(1, NativeCounts.none(first), 0);
        assertThat(generation.tryCoarsen(first, new NativeScale(-1, 0))).isTrue();
        assertThat(generation.tryCoarsen(first, new NativeScale(0, 2))).isFalse();
        assertThat(generation.scale()).isEqualTo(new NativeScale(-1, 0));
    }
}
