package dev.fennel.exposition.graphite;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.metrics.Counter;
import dev.fennel.metrics.Gauge;
import dev.fennel.metrics.GaugeVec;
import dev.fennel.metrics.Histogram;
import dev.fennel.metrics.HistogramVec;
import dev.fennel.registry.Registry;
import dev.fennel.testsupport.Carbon;
import dev.fennel.testsupport.SettableClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real carbon stores of the lines that are pushed to it. */
class CarbonTest {
    private final Registry registry = Registry.pedantic();
    private final SettableClock clock = new SettableClock(Instant.now().minusSeconds(10));
    private final long first = clock.instant().getEpochSecond();

    @TempDir
    private Path folder;

    private Counter jobs;

    @BeforeEach
    void register() {
        jobs = Counter.builder("jobs_total", "Jobs.").register(registry);
        jobs.add(1234567);
        Gauge.builder("nan", "Not a number.").register(registry).set(Double.NaN);
        Gauge.builder("room", "Unlimited.").register(registry).set(Double.POSITIVE_INFINITY);
        HistogramVec latency = HistogramVec.builder("latency_seconds", "Latency.", "path")
                .buckets(0.5)
                .register(registry);
        Histogram observed = latency.withLabelValues("/a b");
        observed.observe(0.25);
        observed.observe(2);
    }

    /** Pushes twice, one second and one job after the other. */
    private void push(Carbon carbon, boolean tags) throws IOException {
        GraphiteBridge bridge = GraphiteBridge.builder("127.0.0.1", carbon.port())
                .registry(registry)
                .prefix("shop")
                .useTags(tags)
                .clock(clock)
                .build();
        bridge.push();
        jobs.inc();
        clock.advanceMillis(1000);
        bridge.push();
    }

    /** Both pushes of a series, which have the same value. */
    private Map<Long, Double> both(double value) {
        return Map.of(first, value, first + 1, value);
    }

    @Test
    void nodesAndValuesAreStored() throws IOException {
        try (Carbon carbon = Carbon.start(folder)) {
            push(carbon, false);
            assertThat(carbon.await(stored -> isComplete(stored, 6)))
                    .containsOnly(
                            entry("shop.jobs_total", Map.of(first, 1234567.0, first + 1, 1234568.0)),
                            entry("shop.room", both(Double.POSITIVE_INFINITY)),
                            entry("shop.latency_seconds_bucket.le.0_5.path._a_b", both(1)),
                            entry("shop.latency_seconds_bucket.le._Inf.path._a_b", both(2)),
                            entry("shop.latency_seconds_sum.path._a_b", both(2.25)),
                            entry("shop.latency_seconds_count.path._a_b", both(2)));
        }
    }

    @Test
    void tagsAndValuesAreStored() throws IOException {
        GaugeVec odd = GaugeVec.builder("odd", "Odd labels.", "name", "z").register(registry);
        odd.withLabelValues("n", "~{x=\"y;z\"}").set(1);
        odd.withLabelValues("", "a\u00A0b=c").set(2);
        odd.withLabelValues("größe", "").set(3);
        try (Carbon carbon = Carbon.start(folder)) {
            push(carbon, true);
            Map<String, Map<Long, Double>> expected = new HashMap<>(Map.of(
                    "shop.jobs_total", Map.of(first, 1234567.0, first + 1, 1234568.0),
                    "shop.room", both(Double.POSITIVE_INFINITY),
                    "shop.latency_seconds_bucket;le=0.5;path=/a_b", both(1),
                    "shop.latency_seconds_bucket;le=+Inf;path=/a_b", both(2),
                    "shop.latency_seconds_sum;path=/a_b", both(2.25),
                    "shop.latency_seconds_count;path=/a_b", both(2)));
            expected.put("shop.odd;exported_name=n;z=_{x=_y_z_}", both(1));
            expected.put("shop.odd;z=a_b=c", both(2));
            expected.put("shop.odd;exported_name=größe", both(3));
            assertThat(carbon.await(stored -> isComplete(stored, 9))).isEqualTo(expected);
        }
    }

    private static boolean isComplete(Map<String, Map<Long, Double>> stored, int series) {
        return stored.size() >= series && stored.values().stream().allMatch(points -> points.size() == 2);
    }
}
