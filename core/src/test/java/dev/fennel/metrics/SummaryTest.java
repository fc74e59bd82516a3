package dev.fennel.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.fennel.model.MetricType;
import dev.fennel.model.SummaryValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SummaryTest {
    /** Starts near the end of the range, as {@code System.nanoTime} may. */
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1_000);

    private SummaryBuilder<Summary> builder() {
        return Summary.builder("latency_seconds", "Latency.").clock(clock::get);
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    @Test
    void countSumAndQuantilesAreOfWhatWasObserved() {
        Summary summary = builder().objective(.9, .01).objective(.5, .05).build();
        for (int i = 1; i <= 100; i++) {
            summary.observe(i);
        }
        SummaryValue value = summary.snapshot();
        assertThat(value.count()).isEqualTo(100);
        assertThat(value.sum()).isEqualTo(5050);
        assertThat(quantiles(value)).containsExactly(Map.entry(.5, 50.0), Map.entry(.9, 90.0));
    }

    @Test
    void manyObservationsAreToldWithinTheError() {
        Summary summary =
                builder().objectives(Map.of(.5, .05, .9, .01, .99, .001)).build();
        int n = 100_000;
        for (int i = 0; i < n; i++) {
            // Steps through all of 1 to n, since the two have no common divisor.
            summary.observe(1 + (i * 7919L) % n);
        }
        SummaryValue value = summary.snapshot();
        assertThat(value.quantileValue(0)).isBetween(45_000.0, 55_000.0);
        assertThat(value.quantileValue(1)).isBetween(89_000.0, 91_000.0);
        assertThat(value.quantileValue(2)).isBetween(98_900.0, 99_100.0);
    }

    @Test
    void withoutObjectivesThereAreCountAndSumOnly() {
        Summary summary = builder().build();
        summary.observe(1.5);
        summary.observe(-2);
        SummaryValue value = summary.snapshot();
        assertThat(value.quantileCount()).isZero();
        assertThat(value.count()).isEqualTo(2);
        assertThat(value.sum()).isEqualTo(-.5);
    }

    @Test
    void quantilesOfNothingAreNaN() {
        SummaryValue value = builder().objective(0, 0).objective(1, 0).build().snapshot();
        assertThat(quantiles(value)).containsExactly(Map.entry(0.0, Double.NaN), Map.entry(1.0, Double.NaN));
        assertThat(value.count()).isZero();
        assertThat(value.sum()).isZero();
    }

    @Test
    void nanIsCountedAndSummedButHasNoPartInTheQuantiles() {
        Summary summary = builder().objective(.5, .05).objective(1, 0).build();
        summary.observe(Double.NaN);
        assertThat(summary.snapshot().quantileValue(0)).isNaN();
        summary.observe(3);
        SummaryValue value = summary.snapshot();
        assertThat(value.count()).isEqualTo(2);
        assertThat(value.sum()).isNaN();
        assertThat(quantiles(value)).containsExactly(Map.entry(.5, 3.0), Map.entry(1.0, 3.0));
    }

    @Test
    void infinitiesAreLeastAndGreatest() {
        Summary summary =
                builder().objectives(Map.of(0.0, 0.0, .5, .1, 1.0, 0.0)).build();
        Stream.of(5.0, Double.POSITIVE_INFINITY, -7.0, Double.NEGATIVE_INFINITY, 6.0)
                .forEach(summary::observe);
        assertThat(quantiles(summary.snapshot()))
                .containsExactly(
                        Map.entry(0.0, Double.NEGATIVE_INFINITY),
                        Map.entry(.5, 5.0),
                        Map.entry(1.0, Double.POSITIVE_INFINITY));
    }

    @Test
    void snapshotDoesNotChange() {
        Summary summary = builder().objective(1, 0).build();
        summary.observe(1);
        SummaryValue before = summary.snapshot();
        summary.observe(2);
        write(summary, value -> assertThat(value.count()).isEqualTo(2));
        assertThat(before.count()).isEqualTo(1);
        assertThat(before.sum()).isEqualTo(1);
        assertThat(before.quantileValue(0)).isEqualTo(1);
    }

    @Test
    void writeTellsTheValueAndWhenItBegan() {
        long before = System.currentTimeMillis();
        Summary summary = builder().objective(1, 0).build();
        summary.observe(4);
        write(summary, value -> {
            assertThat(value.count()).isEqualTo(1);
            assertThat(value.sum()).isEqualTo(4);
            assertThat(quantiles(value)).containsExactly(Map.entry(1.0, 4.0));
            assertThat(value.createdMillis()).isBetween(before, System.currentTimeMillis());
        });
        assertThat(summary.desc().type()).isEqualTo(MetricType.SUMMARY);
    }

    @Test
    void windowSlidesByAgeBuckets() {
        Summary summary =
                builder().objective(0, 0).maxAge(Duration.ofSeconds(50)).build();
        for (int second = 0; second < 200; second++) {
            summary.observe(second);
            // The window begins with the oldest of five age buckets of ten seconds, the last of which is under way.
            double first = Math.max(0, second / 10 - 4) * 10;
            assertThat(summary.snapshot().quantileValue(0))
                    .as("second %s", second)
                    .isEqualTo(first);
            pass(Duration.ofSeconds(1));
        }
        assertThat(summary.snapshot().count()).isEqualTo(200);
    }

    @Test
    void windowOfOneAgeBucketIsEmptiedAtItsEnd() {
        Summary summary = builder()
                .objective(0, 0)
                .maxAge(Duration.ofSeconds(10))
                .ageBuckets(1)
                .build();
        summary.observe(1);
        pass(Duration.ofSeconds(10).minusNanos(1));
        assertThat(summary.snapshot().quantileValue(0)).isEqualTo(1);
        pass(Duration.ofNanos(1));
        assertThat(summary.snapshot().quantileValue(0)).isNaN();
        summary.observe(2);
        assertThat(summary.snapshot().quantileValue(0)).isEqualTo(2);
    }

    @Test
    void observationsAreForgottenAfterTenMinutesUnlessSaidOtherwise() {
        Summary summary = builder().objective(.5, .05).build();
        summary.observe(1);
        pass(Duration.ofMinutes(10).minusNanos(1));
        assertThat(summary.snapshot().quantileValue(0)).isEqualTo(1);
        pass(Duration.ofNanos(1));
        SummaryValue value = summary.snapshot();
        assertThat(value.quantileValue(0)).isNaN();
        assertThat(value.count()).isEqualTo(1);
        assertThat(value.sum()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 20, 63, 64, 65, 500, 1_000})
    void observationsThatNobodyReadAreNotYoungerThanTheyAre(int unread) {
        Summary summary = builder().objective(0, 0).objective(1, 0).build();
        for (int i = 0; i < unread; i++) {
            summary.observe(1);
        }
        pass(Duration.ofMinutes(9));
        // Of a row, each eighth at least notices that time has passed.
        for (int i = 0; i < 8; i++) {
            summary.observe(2);
        }
        assertThat(quantiles(summary.snapshot())).containsExactly(Map.entry(0.0, 1.0), Map.entry(1.0, 2.0));
        pass(Duration.ofMinutes(1));
        assertThat(quantiles(summary.snapshot())).containsExactly(Map.entry(0.0, 2.0), Map.entry(1.0, 2.0));
    }

    @Test
    void seldomObservationsKeepTheirTime() {
        Summary summary = builder().objective(0, 0).build();
        for (int minute = 0; minute < 30; minute++) {
            summary.observe(minute);
            pass(Duration.ofMinutes(1));
        }
        // It is minute 30, and those since minute 22 are in the five age buckets.
        assertThat(summary.snapshot().quantileValue(0)).isEqualTo(22);
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake(b -> b.objective(1.5, .1), "expected quantiles from 0 to 1, got 1.5"),
                mistake(b -> b.objective(-.1, .1), "expected quantiles from 0 to 1, got -0.1"),
                mistake(b -> b.objective(Double.NaN, .1), "expected quantiles from 0 to 1, got NaN"),
                mistake(
                        b -> b.objective(.5, 0),
                        "expected an error above 0 and at most 1 for the quantile 0.5, got 0.0"),
                mistake(
                        b -> b.objective(1, -1),
                        "expected an error above 0 and at most 1 for the quantile 1.0, got -1.0"),
                mistake(
                        b -> b.objective(.5, Double.NaN),
                        "expected an error above 0 and at most 1 for the quantile 0.5, got NaN"),
                mistake(
                        b -> b.objective(.5, 1.1),
                        "expected an error above 0 and at most 1 for the quantile 0.5, got 1.1"),
                mistake(b -> b.objective(.5, .1).objective(.5, .2), "expected each quantile once, got 0.5 twice"),
                mistake(b -> b.objective(0, .1).objective(-0.0, .1), "expected each quantile once, got 0.0 twice"),
                mistake(b -> b.maxAge(Duration.ZERO), "expected a max age above zero, got PT0S"),
                mistake(b -> b.maxAge(Duration.ofSeconds(-1)), "expected a max age above zero, got PT-1S"),
                mistake(
                        b -> b.maxAge(Duration.ofDays(36_501)),
                        "expected a max age of at most 36500 days, got PT876024H"),
                mistake(b -> b.ageBuckets(0), "expected at least 1 age bucket, got 0"));
    }

    private static Arguments mistake(UnaryOperator<SummaryBuilder<Summary>> mistake, String message) {
        return Arguments.of(mistake, message);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void buildRefusesWhatCannotBe(UnaryOperator<SummaryBuilder<Summary>> mistake, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mistake.apply(builder()).build())
                .withMessage("summary \"latency_seconds\": " + message);
    }

    @Test
    void vecRefusesTheLabelQuantileAndGivesEachSeriesItsOwnWindow() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SummaryVec.builder("latency_seconds", "Latency.", "quantile")
                        .build())
                .withMessageContaining("quantile");
        SummaryVec vec = SummaryVec.builder("latency_seconds", "Latency.", "path")
                .objective(1, 0)
                .build();
        vec.withLabelValues("/a").observe(1);
        vec.withLabelValues("/b").observe(2);
        assertThat(vec.withLabelValues("/a").snapshot().quantileValue(0)).isEqualTo(1);
        assertThat(vec.withLabelValues("/b").snapshot().quantileValue(0)).isEqualTo(2);
    }

    /** Writes to a visitor, and sees to it that this is called. */
    private static void write(Summary summary, SummaryVisitor visitor) {
        AtomicInteger calls = new AtomicInteger();
        summary.write((SummaryVisitor) value -> {
            calls.incrementAndGet();
            visitor.summary(value);
        });
        assertThat(calls).hasValue(1);
    }

    private static List<Map.Entry<Double, Double>> quantiles(SummaryValue value) {
        return IntStream.range(0, value.quantileCount())
                .mapToObj(i -> Map.entry(value.quantile(i), value.quantileValue(i)))
                .toList();
    }

    /** However many there were before, and however soon the next reading comes. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 9, 10, 15, 16, 17, 40, 57, 63, 64, 65, 130})
    void observationsAfterAPauseAreOfTheirOwnAgeBucket(int before) {
        Summary summary = builder().objective(.5, .05).build();
        for (int i = 0; i < before; i++) {
            summary.observe(1);
        }
        pass(Duration.ofHours(1));
        for (int i = 0; i < 5; i++) {
            summary.observe(100);
        }
        pass(Duration.ofMillis(1));

        assertThat(summary.snapshot().count()).isEqualTo(before + 5);
        assertThat(summary.snapshot().quantileValue(0)).isEqualTo(100);

        // When the later ones are too old, there is nothing left of the earlier ones either.
        pass(Duration.ofMinutes(11));
        assertThat(summary.snapshot().quantileValue(0)).isNaN();
    }

    @Test
    void aReadingDoesNotWaitForAThreadThatIsStuckInTheWindow() throws Exception {
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicReference<Thread> sticking = new AtomicReference<>();
        // The clock is looked at in the window, by a reading.
        Summary summary = Summary.builder("s", "")
                .objective(.5, .05)
                .clock(() -> {
                    if (Thread.currentThread() == sticking.get()) {
                        stuck.countDown();
                        try {
                            goOn.await();
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    }
                    return 0;
                })
                .build();
        summary.observe(3);
        assertThat(summary.snapshot().quantileValue(0)).isEqualTo(3);
        Thread reader = new Thread(summary::snapshot);
        sticking.set(reader);
        reader.start();
        try {
            stuck.await();
            summary.observe(5);

            SummaryValue value = summary.snapshot();
            assertThat(value.count()).isEqualTo(2);
            assertThat(value.sum()).isEqualTo(8);
            assertThat(value.quantileValue(0)).isEqualTo(3);
        } finally {
            goOn.countDown();
            reader.join();
        }
        summary.observe(5);
        assertThat(summary.snapshot().quantileValue(0)).isEqualTo(5);
    }
}
