package dev.fennel.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.model.SummaryValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SummaryConcurrencyTest {
    private static final int THREADS = 8;
    private static final int OBSERVATIONS = 100_000;

    private static Summary summary() {
        return Summary.builder("s", "Help.")
                .objective(0, 0)
                .objective(.5, .05)
                .objective(.99, .001)
                .objective(1, 0)
                .build();
    }

    @Test
    void everySnapshotIsConsistentAndTheLastIsExact() throws Exception {
        Summary summary = summary();
        List<SummaryValue> snapshots = observe(summary, i -> 1);
        long before = 0;
        for (SummaryValue snapshot : snapshots) {
            assertThat(snapshot.count()).isGreaterThanOrEqualTo(before);
            assertThat(snapshot.sum()).isEqualTo(snapshot.count());
            Double quantile = snapshot.count() == 0 ? Double.NaN : 1.0;
            for (int i = 0; i < snapshot.quantileCount(); i++) {
                assertThat(snapshot.quantileValue(i)).isEqualTo(quantile);
            }
            before = snapshot.count();
        }
        assertThat(summary.snapshot().count()).isEqualTo((long) THREADS * OBSERVATIONS);
        assertThat(summary.snapshot().sum()).isEqualTo((double) THREADS * OBSERVATIONS);
    }

    @Test
    void quantilesAreThoseOfAllThreads() throws Exception {
        Summary summary = summary();
        observe(summary, i -> i + 1);
        SummaryValue value = summary.snapshot();
        assertThat(value.sum()).isEqualTo(THREADS * (OBSERVATIONS * (OBSERVATIONS + 1.0) / 2));
        assertThat(value.quantileValue(0)).isEqualTo(1);
        assertThat(value.quantileValue(1)).isBetween(.45 * OBSERVATIONS, .55 * OBSERVATIONS);
        assertThat(value.quantileValue(2)).isBetween(.989 * OBSERVATIONS, .991 * OBSERVATIONS);
        assertThat(value.quantileValue(3)).isEqualTo(OBSERVATIONS);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 1_000, 1_000_000})
    void nothingIsLostWhenAgeBucketsAreShort(long maxAgeNanos) throws Exception {
        Duration maxAge = Duration.ofNanos(maxAgeNanos);
        Summary summary =
                Summary.builder("s", "Help.").objective(.5, .05).maxAge(maxAge).build();
        for (SummaryValue snapshot : observe(summary, i -> 1)) {
            assertThat(snapshot.sum()).isEqualTo(snapshot.count());
        }
        assertThat(summary.snapshot().count()).isEqualTo((long) THREADS * OBSERVATIONS);
    }

    /** Observes in many threads at once, while another takes snapshots; these are returned. */
    private static List<SummaryValue> observe(Summary summary, IntToDoubleFunction values) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS + 1);
        try {
            AtomicBoolean done = new AtomicBoolean();
            Future<List<SummaryValue>> reader = threads.submit(() -> {
                List<SummaryValue> snapshots = new ArrayList<>();
                while (!done.get()) {
                    snapshots.add(summary.snapshot());
                }
                return snapshots;
            });
            Callable<Void> observer = () -> {
                for (int i = 0; i < OBSERVATIONS; i++) {
                    summary.observe(values.applyAsDouble(i));
                }
                return null;
            };
            for (Future<Void> finished : threads.invokeAll(Collections.nCopies(THREADS, observer))) {
                finished.get();
            }
            done.set(true);
            return reader.get();
        } finally {
            threads.shutdownNow();
        }
    }
}
