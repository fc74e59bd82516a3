package dev.fennel.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

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
