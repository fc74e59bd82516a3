package dev.fennel.exposition.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CollectorLimitTest {
    private static final Duration DEFAULT = Duration.ofSeconds(10);
    private final CollectorLimit unset = new CollectorLimit(null, null);

    @ParameterizedTest
    @CsvSource({
        "10,    PT9.5S",
        "30.0,  PT29.5S",
        "2,     PT1.8S",
        "1e1,   PT9.5S",
        "0.001, PT0.45S",
        "121,   PT1M59.5S",
        "1e300, PT1M59.5S",
        "Infinity, PT1M59.5S"
    })
    void whatTheClientWaitsLessAMargin(String header, Duration expected) {
        assertThat(unset.of(List.of(header))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "x", "NaN", "-1", "0", "-Infinity", "1,2", "000000000000000000000000000000010"})
    void garbageIsIgnored(String header) {
        assertThat(unset.of(List.of(header))).isEqualTo(DEFAULT);
    }

    @Test
    void withoutAHeaderItIsTheDefault() {
        assertThat(unset.of(null)).isEqualTo(DEFAULT);
        assertThat(unset.of(List.of())).isEqualTo(DEFAULT);
    }

    @Test
    void optionIsTheLongest() {
        CollectorLimit three = new CollectorLimit(Duration.ofSeconds(3), null);

        assertThat(three.of(null)).isEqualTo(Duration.ofSeconds(3));
        assertThat(three.of(List.of("10"))).isEqualTo(Duration.ofSeconds(3));
        assertThat(three.of(List.of("2"))).isEqualTo(Duration.ofMillis(1800));
    }

    @Test
    void collectorsAreGivenUpBeforeTheScrapeTimesOut() {
        assertThat(new CollectorLimit(null, Duration.ofSeconds(2)).of(List.of("10")))
                .isEqualTo(Duration.ofMillis(1800));
        assertThat(new CollectorLimit(Duration.ofSeconds(30), Duration.ofSeconds(20)).of(null))
                .isEqualTo(Duration.ofMillis(19500));
    }
}
