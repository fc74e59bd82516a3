package dev.fennel.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.model.Collector;
import dev.fennel.model.Labels;
import dev.fennel.model.MetricFamily;
import dev.fennel.testsupport.Allocation;
import dev.fennel.testsupport.RecordedLog;
import dev.fennel.testsupport.Written;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SeriesExpiryTest {
    private static final Duration AGE = Duration.ofSeconds(100);

    /** Begins where nanoTime may: so that it overflows on the way. */
    private final AtomicLong clock =
            new AtomicLong(Long.MAX_VALUE - Duration.ofSeconds(150).toNanos());

    private final CounterVec jobs = CounterVec.builder("jobs_total", "", "queue")
            .expireAfter(AGE)
            .expiryClock(clock::get)
            .build();

    private void pass(long seconds) {
        clock.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    @Test
    void whatACheckReadsOfANativeHistogramIsStillThereForTheScrape() {
        AtomicLong millis = new AtomicLong();
        HistogramVec sizes = HistogramVec.builder("sizes", "", "queue")
                .nativeBuckets(1.1)
                .maxBuckets(4)
                .minResetDuration(Duration.ofHours(1))
                .clock(millis::get)
                .expireAfter(AGE)
                .expiryClock(clock::get)
                .build();
        Histogram mail = sizes.withLabelValues("mail");
        for (int i = 1; i <= 20; i++) {
            mail.observe(i); // too many buckets: a reset is wanted as soon as it may be
        }
        millis.addAndGet(Duration.ofHours(1).toMillis());
        for (int check = 0; check < 3; check++) {
            pass(50);
            mail.observe(1);
            assertThat(sizes.family().metrics()).hasSize(1);
        }

        assertThat(Written.by(mail).count()).isEqualTo(23);
        assertThat(mail.snapshot().count()).isZero();
    }

    @Test
    void aSeriesLeavesOnceItWasIdleForTheAge() {
        Counter mail = jobs.withLabelValues("mail");
        mail.inc();
        assertThat(jobs.family().metrics()).containsExactly(mail);
        pass(99);
        assertThat(jobs.family().metrics()).containsExactly(mail);
        assertThat(jobs.expiredSeries()).isZero();
        pass(1);
        assertThat(jobs.family().metrics()).isEmpty();
        assertThat(jobs.expiredSeries()).isEqualTo(1);
        assertThat(jobs.find("mail")).isEmpty();
        assertThat(jobs.series()).isEmpty();
    }

    @Test
    void aLookUpAfterTheCheckSawTheTimeIsNotDatedToThatTime() {
        Runnable[] afterTheTime = {() -> {}};
        CounterVec vec = CounterVec.builder("c_total", "", "l")
                .expireAfter(AGE)
                .expiryClock(() -> {
                    long now = clock.get();
                    Runnable next = afterTheTime[0];
                    afterTheTime[0] = () -> {};
                    next.run();
                    return now;
                })
                .build();
        Counter series = vec.withLabelValues("x");
        pass(50);
        afterTheTime[0] = () -> {
            pass(40);
            vec.withLabelValues("x");
        };
        assertThat(vec.family().metrics()).containsExactly(series);

        // 60 seconds after the look-up, 100 after the time that the check saw.
        pass(60);
        assertThat(vec.family().metrics()).containsExactly(series);
        pass(100);
        assertThat(vec.family().metrics()).isEmpty();
    }

    @Test
    void theFirstSeriesToLeaveIsLogged() {
        try (RecordedLog log = new RecordedLog("dev.fennel.metrics")) {
            for (int i = 0; i < 3; i++) {
                assertThat(log.messages()).hasSize(i == 0 ? 0 : 1);
                jobs.withLabelValues("mail");
                jobs.family();
                pass(200);
                jobs.family();
            }

            assertThat(jobs.expiredSeries()).isEqualTo(3);
            assertThat(log.messages())
                    .containsExactly("INFO: counter \"jobs_total\": series that nobody touched for PT1M40S leave it"
                            + " from now on");
        }
    }

    @Test
    void brokenLogCostsNoScrape() {
        try (RecordedLog log = new RecordedLog("dev.fennel.metrics")) {
            log.breakDown();
            jobs.withLabelValues("mail");
            jobs.family();
            pass(200);

            assertThat(jobs.family().metrics()).isEmpty();
            assertThat(log.messages()).hasSize(1);
        }
    }

    static Stream<Arguments> touches() {
        return Stream.of(
                touch("withLabelValues", vec -> vec.withLabelValues("mail")),
                touch("with", vec -> vec.with(Labels.of("queue", "mail"))),
                touch("varargs", vec -> vec.withLabelValues(new String[] {"mail"})),
                touch("find", vec -> vec.find("mail")),
                touch("curried", vec -> vec.curryWith(Labels.of("queue", "mail"))
                        .withLabelValues()));
    }

    private static Arguments touch(String name, Consumer<CounterVec> touch) {
        return Arguments.of(name, touch);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("touches")
    void aLookUpKeepsASeriesForTheAge(String name, Consumer<CounterVec> touch) {
        Counter mail = jobs.withLabelValues("mail");
        jobs.withLabelValues("idle");
        jobs.family();
        for (int i = 0; i < 5; i++) {
            pass(60);
            touch.accept(jobs);
            assertThat(jobs.family().metrics()).contains(mail);
        }
        assertThat(jobs.series()).containsExactly(mail);
        pass(100);
        assertThat(jobs.family().metrics()).isEmpty();
        assertThat(jobs.expiredSeries()).isEqualTo(2);
    }

    static Stream<Arguments> writes() {
        Stream.Builder<Arguments> all = Stream.builder();
        all.add(Arguments.of(CounterVec.builder("c_total", "", "a"), (Consumer<Counter>) Counter::inc));
        all.add(Arguments.of(GaugeVec.builder("g", "", "a"), (Consumer<Gauge>) Gauge::dec));
        all.add(Arguments.of(HistogramVec.builder("h", "", "a"), (Consumer<Histogram>) h -> h.observe(0)));
        all.add(Arguments.of(SummaryVec.builder("s", "", "a"), (Consumer<Summary>) s -> s.observe(0)));
        all.add(Arguments.of(
                SummaryVec.builder("q", "", "a").objective(.5, .05), (Consumer<Summary>) s -> s.observe(Double.NaN)));
        return all.build();
    }

    @ParameterizedTest
    @MethodSource("writes")
    <M extends Instrument, V extends Vec<M, V>> void aWriteToAHeldSeriesKeepsIt(
            MetricBuilder<V, ?> builder, Consumer<M> write) {
        V vec = builder.expireAfter(AGE).expiryClock(clock::get).build();
        M held = vec.withLabelValues("held");
        vec.family();
        for (int i = 0; i < 5; i++) {
            pass(60);
            write.accept(held);
            assertThat(vec.family().metrics()).containsExactly(held);
        }
        pass(99);
        assertThat(vec.family().metrics()).containsExactly(held);
        pass(1);
        assertThat(vec.family().metrics()).isEmpty();
    }

    @Test
    void aWriteThatChangesNothingIsNoTouch() {
        GaugeVec vec = GaugeVec.builder("g", "", "a")
                .expireAfter(AGE)
                .expiryClock(clock::get)
                .build();
        Gauge held = vec.withLabelValues("held");
        held.set(7);
        vec.family();
        pass(60);
        held.set(7);
        vec.family();
        pass(40);

        assertThat(vec.family().metrics()).isEmpty();
    }

    @Test
    void gathersListsAndViewsAreNoTouches() {
        jobs.withLabelValues("mail");
        jobs.family();
        for (int i = 0; i < 9; i++) {
            pass(10);
            assertThat(jobs.series()).hasSize(1);
            jobs.collect(metric -> {});
            jobs.curryWith(Labels.of("queue", "mail"));
            jobs.deleteLabelValues("none");
        }
        pass(10);

        assertThat(jobs.family().metrics()).isEmpty();
    }

    @Test
    void lookUpsBetweenGathersAreDatedToTheNextGather() {
        jobs.withLabelValues("mail");
        jobs.family();
        pass(30);
        jobs.withLabelValues("mail");
        pass(60);
        jobs.family();
        pass(99);
        assertThat(jobs.family().metrics()).hasSize(1);
        pass(1);
        assertThat(jobs.family().metrics()).isEmpty();
    }

    @Test
    void aSeriesIsBornAgainAtZero() {
        Counter first = jobs.withLabelValues("mail");
        first.add(5);
        jobs.family();
        pass(100);
        jobs.family();
        Counter second = jobs.withLabelValues("mail");
        first.inc();

        assertThat(second).isNotSameAs(first);
        assertThat(second.value()).isZero();
        assertThat(jobs.series()).containsExactly(second);
    }

    @Test
    void newSeriesPushOutIdleOnesWithoutAGather() {
        for (int i = 0; i < 1_000; i++) {
            jobs.withLabelValues("queue-" + i);
            pass(1);
        }

        // A check comes with each 13th series, 12.5 being an eighth of the age; it dates those made since the last one.
        long expired = jobs.expiredSeries();
        assertThat(expired).isBetween(1_000L - 100 - 2 * 13, 1_000L - 100);
        assertThat(jobs.series().size() + jobs.expiredSeries()).isEqualTo(1_000);
    }

    @Test
    void expiredSeriesMakeRoomUnderALimit() {
        CounterVec vec = CounterVec.builder("c_total", "", "a")
                .maxSeries(1)
                .expireAfter(AGE)
                .expiryClock(clock::get)
                .build();
        vec.withLabelValues("old");
        assertThat(vec.withLabelValues("new").labels().get("a")).isEqualTo(Vec.OVERFLOW);
        vec.family();
        pass(100);

        assertThat(vec.withLabelValues("new").labels().get("a")).isEqualTo("new");
        assertThat(vec.expiredSeries())
                .as("the old one and the overflow series")
                .isEqualTo(2);
        assertThat(vec.divertedLookups()).isEqualTo(1);
    }

    @Test
    void whatTheUserDeletesHasNotExpired() {
        jobs.withLabelValues("mail");
        jobs.family();
        pass(100);
        jobs.deleteLabelValues("mail");
        jobs.family();

        assertThat(jobs.expiredSeries()).isZero();
    }

    @Test
    void theFamilyStaysTheSameWhileNothingExpires() {
        jobs.withLabelValues("mail").inc();
        MetricFamily family = jobs.family();
        pass(50);
        jobs.withLabelValues("mail").inc();

        assertThat(jobs.family()).isSameAs(family);
    }

    @Test
    void lookingUpAllocatesNothing() {
        jobs.withLabelValues("mail");

        assertThat(Allocation.bytes(100_000, () -> jobs.withLabelValues("mail").inc()))
                .isLessThan(1_000);
    }

    static Stream<Arguments> wrongAges() {
        return Stream.of(
                Arguments.of(Duration.ZERO, "expected an age above zero to expire after, got PT0S"),
                Arguments.of(Duration.ofNanos(-1), "expected an age above zero to expire after, got PT-0.000000001S"),
                Arguments.of(
                        Duration.ofDays(36_501),
                        "expected an age of at most 36500 days to expire after, got PT876024H"));
    }

    @ParameterizedTest
    @MethodSource("wrongAges")
    void wrongAgesAreRefused(Duration age, String message) {
        assertThatThrownBy(() -> jobsBuilder().expireAfter(age).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("counter \"jobs_total\": " + message);
    }

    private static CounterBuilder<CounterVec> jobsBuilder() {
        return CounterVec.builder("jobs_total", "", "queue");
    }

    static Stream<Arguments> vecOptions() {
        return Stream.of(
                Arguments.of(Counter.builder("x_total", ""), "counter \"x_total\""),
                Arguments.of(Gauge.builder("x", ""), "gauge \"x\""),
                Arguments.of(GaugeFunc.builder("x", "", () -> 1), "gauge \"x\""),
                Arguments.of(Histogram.builder("x", ""), "histogram \"x\""),
                Arguments.of(Summary.builder("x", ""), "summary \"x\""));
    }

    @ParameterizedTest
    @MethodSource("vecOptions")
    <M extends Collector, B extends MetricBuilder<M, B>> void aSingleInstrumentRefusesTheOptionsOfVecs(
            MetricBuilder<M, B> builder, String subject) {
        assertThatThrownBy(() -> builder.constrain("a", a -> a))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(subject + ": a constraint of a label is for Vecs, which have labels");
        assertThatThrownBy(() -> builder.maxSeries(1))
                .hasMessage(subject + ": a limit of series is for Vecs, which have labels");
        assertThatThrownBy(() -> builder.expireAfter(AGE))
                .hasMessage(subject + ": an age to expire after is for Vecs, which have labels");
    }
}
