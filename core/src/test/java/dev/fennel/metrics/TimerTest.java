package dev.fennel.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.model.Labels;
import dev.fennel.testsupport.Allocation;
import dev.fennel.testsupport.Written;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TimerTest {
    private final AtomicLong nanos = new AtomicLong(-5);
    private final List<Double> observed = new ArrayList<>();

    private Timer timer(Observer observer) {
        return new Timer(observer, nanos::get);
    }

    @Test
    void closingObservesTheSecondsOnce() {
        Timer timer = timer(observed::add);
        nanos.addAndGet(1_500_000_000L);

        timer.close();
        timer.close();

        assertThat(observed).containsExactly(1.5);
        assertThat(timer.elapsed()).isEqualTo(Duration.ofMillis(1500));
    }

    @Test
    void theObserverMayBeChosenAtTheEnd() {
        CounterVec seconds =
                CounterVec.builder("work_seconds_total", "", "outcome").build();
        try (Timer timer = timer(value -> {})) {
            nanos.addAndGet(250_000_000L);
            assertThat(timer.observe(seconds.withLabelValues("ok")::add)).isEqualTo(Duration.ofMillis(250));
        }

        assertThat(seconds.withLabelValues("ok").value()).isEqualTo(0.25);
    }

    @Test
    void aGaugeCanBeTimedInto() {
        Gauge last = Gauge.builder("last_run_seconds", "").build();
        last.set(-1);
        try (Timer timer = Timer.start(last::set)) {
            assertThat(timer.elapsed().isNegative()).isFalse();
        }

        assertThat(last.value()).isNotNegative();
    }

    @Test
    void workIsTimedAndItsResultPassedOn() throws Exception {
        Histogram histogram = Histogram.builder("h", "").build();
        List<String> ran = new ArrayList<>();

        histogram.time(() -> {
            ran.add("runnable");
        });
        String result = histogram.time(() -> "supplied");
        String called = histogram.timeChecked(() -> "called");

        assertThat(ran).containsExactly("runnable");
        assertThat(result).isEqualTo("supplied");
        assertThat(called).isEqualTo("called");
        assertThat(histogram.snapshot().count()).isEqualTo(3);
    }

    static Stream<Arguments> durations() {
        return Stream.of(
                Arguments.of(Duration.ZERO, 0.0),
                Arguments.of(Duration.ofNanos(1), 1e-9),
                Arguments.of(Duration.ofMillis(4_350), 4.35),
                Arguments.of(Duration.ofSeconds(10, 100_000_000), 10.1),
                Arguments.of(Duration.ofMillis(-1), 0.0),
                Arguments.of(Duration.ofDays(365_000), 365_000 * 86_400.0),
                Arguments.of(Duration.ofSeconds(Long.MAX_VALUE), (double) Long.MAX_VALUE),
                Arguments.of(Duration.ofSeconds(Long.MIN_VALUE), 0.0));
    }

    @ParameterizedTest
    @MethodSource("durations")
    void aDurationIsObservedInSecondsAndNeverBelowZero(Duration duration, double seconds) {
        Observer observer = observed::add;
        Histogram histogram = Histogram.builder("h", "").build();
        Summary summary = Summary.builder("s", "").build();

        observer.observe(duration);
        histogram.observe(duration);
        summary.observe(duration);

        assertThat(observed).containsExactly(seconds);
        assertThat(histogram.snapshot().sum()).isEqualTo(seconds);
        assertThat(summary.snapshot().sum()).isEqualTo(seconds);
    }

    @Test
    void observingADurationAllocatesNothing() {
        Histogram histogram = Histogram.builder("h", "").build();
        Duration duration = Duration.ofMillis(42);

        assertThat(Allocation.bytes(100_000, () -> histogram.observe(duration))).isLessThan(1_000);
    }

    @Test
    void theOutcomeChoosesTheObserver() throws Exception {
        HistogramVec latencies = HistogramVec.builder("h", "", "outcome").build();

        String result = Timer.time(
                () -> "found", (found, thrown) -> latencies.withLabelValues(thrown == null ? found : "failed"));
        assertThatThrownBy(() -> Timer.time(
                        (Callable<String>) () -> {
                            throw new IOException("disk full");
                        },
                        (found, thrown) -> latencies.withLabelValues(found + thrown.getMessage())))
                .isInstanceOf(IOException.class);
        Timer.time(() -> observed.clear(), thrown -> latencies.withLabelValues("done"));
        assertThatThrownBy(() -> Timer.time(
                        (Observer.Work<IOException>) () -> {
                            throw new IOException("disk full");
                        },
                        thrown -> latencies.withLabelValues(thrown.getMessage())))
                .isInstanceOf(IOException.class);

        assertThat(result).isEqualTo("found");
        assertThat(latencies.series())
                .extracting(series -> series.labels().get("outcome"))
                .containsExactly("disk full", "done", "found", "nulldisk full");
        assertThat(latencies.series()).allMatch(series -> series.snapshot().count() == 1);
    }

    @Test
    void aChooserThatFailsNeverHidesTheFailureOfTheWork() {
        HistogramVec latencies = HistogramVec.builder("h", "", "outcome").build();

        assertThatThrownBy(() -> Timer.time(
                        (Callable<String>) () -> {
                            throw new IOException("disk full");
                        },
                        (result, thrown) -> latencies.withLabelValues("too", "many")))
                .isInstanceOf(IOException.class)
                .satisfies(thrown -> assertThat(thrown.getSuppressed())
                        .singleElement()
                        .isInstanceOf(IllegalArgumentException.class));
        assertThatThrownBy(
                        () -> Timer.time(() -> "found", (result, thrown) -> latencies.withLabelValues("too", "many")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Timer.time(() -> "found", (result, thrown) -> null))
                .isInstanceOf(NullPointerException.class);
        IOException same = new IOException("both");
        assertThatThrownBy(() -> Timer.time(
                        (Observer.Work<IOException>) () -> {
                            throw same;
                        },
                        thrown -> sneak(thrown)))
                .isSameAs(same);
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> Observer sneak(Throwable thrown) throws E {
        throw (E) thrown;
    }

    @Test
    void theTimerCarriesAnExemplar() {
        Histogram histogram = Histogram.builder("h", "").build();
        Labels trace = Labels.of("trace_id", "4bf92f");
        try (Timer timer = timer(histogram)) {
            nanos.addAndGet(2_000_000_000L);
            timer.exemplar(trace);
        }
        Timer later = timer(value -> {});
        later.exemplar(trace);
        later.observe(observed::add);

        assertThat(Written.by(histogram).exemplars())
                .filteredOn(Objects::nonNull)
                .singleElement()
                .satisfies(exemplar -> {
                    assertThat(exemplar.labels()).isEqualTo(trace);
                    assertThat(exemplar.value()).isEqualTo(2.0);
                });
        assertThat(observed).containsExactly(0.0);
    }

    @Test
    void workWithoutAResultMayThrowWhatItDeclares() {
        Observer observer = observed::add;

        observer.timeChecked(() -> {
            observed.add(-1.0);
        });
        assertThatThrownBy(() -> deleteIn(observer)).isInstanceOf(IOException.class);

        assertThat(observed).hasSize(3);
    }

    /** Declares what the work throws, and no more. */
    private static void deleteIn(Observer observer) throws IOException {
        observer.timeChecked(() -> Files.delete(Path.of("no such file")));
    }

    @Test
    void workThatThrowsIsTimedToo() {
        Observer observer = observed::add;

        assertThatThrownBy(() -> observer.timeChecked(() -> {
                    throw new IOException("disk full");
                }))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> observer.time((Runnable) () -> {
                    throw new IllegalStateException("broken");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(observed).hasSize(2);
    }
}
