package dev.fennel.exposition.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.exposition.scrape.TimeLimit.GoDuration;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoDurationTest {
    /** What Go 1.19 prints with {@code %v}. */
    @ParameterizedTest
    @CsvSource({
        "1, 1ns",
        "999, 999ns",
        "1000, 1µs",
        "1500, 1.5µs",
        "999999, 999.999µs",
        "1000000, 1ms",
        "1200000, 1.2ms",
        "100000000, 100ms",
        "1000000000, 1s",
        "1500000000, 1.5s",
        "10000000000, 10s",
        "59999999999, 59.999999999s",
        "60000000000, 1m0s",
        "90000000000, 1m30s",
        "3600000000000, 1h0m0s",
        "5400500000000, 1h30m0.5s",
        "86400000000000, 24h0m0s",
        "9223372036854775807, 2562047h47m16.854775807s"
    })
    void durationIsPrintedAsGoDoes(long nanos, String text) {
        assertThat(GoDuration.text(Duration.ofNanos(nanos))).isEqualTo(text);
    }
}
