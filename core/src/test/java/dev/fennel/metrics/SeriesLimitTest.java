package dev.fennel.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.model.Labels;
import dev.fennel.testsupport.Allocation;
import dev.fennel.testsupport.RecordedLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeriesLimitTest {
    private static final Labels OVERFLOW = Labels.of("code", Vec.OVERFLOW, "method", Vec.OVERFLOW);

    private final CounterVec requests = CounterVec.builder("requests_total", "", "method", "code")
            .maxSeries(2)
            .build();
    private final RecordedLog log = new RecordedLog("dev.fennel.metrics");

    @AfterEach
    void recordNoMore() {
        log.close();
    }

    @Test
    void whatIsBeyondTheLimitSharesOneSeries() {
        requests.withLabelValues("GET", "200").inc();
        requests.withLabelValues("GET", "404").inc();
        Counter overflow = requests.withLabelValues("GET", "500");
        overflow.inc();
        requests.with(Labels.of("method", "PUT", "code", "200")).inc();
        requests.withLabelValues(new String[] {"PUT", "404"}).inc();

        assertThat(overflow.labels()).isEqualTo(OVERFLOW);
        assertThat(overflow.value()).isEqualTo(3);
        assertThat(requests.divertedLookups()).isEqualTo(3);
        assertThat(requests.series()).hasSize(3).contains(overflow);
        assertThat(requests.withLabelValues("GET", "200").value()).isEqualTo(1);
        assertThat(requests.divertedLookups()).isEqualTo(3);
    }

    @Test
    void theLimitIsReachedOnlyByOneSeriesMore() {
        requests.withLabelValues("GET", "200");
        requests.withLabelValues("GET", "404");

        assertThat(requests.series()).hasSize(2);
        assertThat(requests.divertedLookups()).isZero();
        assertThat(requests.find("GET", "500")).isEmpty();
        assertThat(requests.divertedLookups()).isZero();
    }

    @Test
    void aDeletedSeriesMakesRoom() {
        requests.withLabelValues("GET", "200");
        requests.withLabelValues("GET", "404");
        requests.withLabelValues("GET", "500").inc();
        requests.deleteLabelValues("GET", "404");

        assertThat(requests.withLabelValues("GET", "500").labels()).isNotEqualTo(OVERFLOW);
        assertThat(requests.withLabelValues("GET", "501").labels()).isEqualTo(OVERFLOW);
        assertThat(requests.withLabelValues("GET", "501").value()).isEqualTo(1);
    }

    @Test
    void theOverflowSeriesIsDeletedAndComesBackLikeAnyOther() {
        requests.withLabelValues("GET", "200");
        requests.withLabelValues("GET", "404");
        requests.withLabelValues("GET", "500").inc();

        assertThat(requests.delete(OVERFLOW)).isTrue();
        assertThat(requests.series()).hasSize(2);
        assertThat(requests.withLabelValues("GET", "500").value()).isZero();
        assertThat(requests.find(OVERFLOW)).isPresent();
        requests.reset();
        assertThat(requests.withLabelValues("GET", "500").labels()).isNotEqualTo(OVERFLOW);
    }

    @Test
    void theOverflowSeriesTakesNoPlaceAndMayBeAskedFor() {
        Counter overflow = requests.with(OVERFLOW);
        requests.withLabelValues("GET", "200");
        requests.withLabelValues("GET", "404");

        assertThat(requests.divertedLookups()).isZero();
        assertThat(requests.withLabelValues("GET", "500")).isSameAs(overflow);
        assertThat(requests.with(OVERFLOW)).isSameAs(overflow);
        assertThat(requests.divertedLookups()).isEqualTo(1);
    }

    @Test
    void theLimitIsOfAllViewsTogether() {
        CounterVec gets = requests.curryWith(Labels.of("method", "GET"));
        CounterVec puts = requests.curryWith(Labels.of("method", "PUT"));
        gets.withLabelValues("200");
        puts.withLabelValues("200");

        assertThat(gets.withLabelValues("404").labels()).isEqualTo(OVERFLOW);
        assertThat(puts.withLabelValues("404").labels()).isEqualTo(OVERFLOW);
        assertThat(gets.divertedLookups()).isEqualTo(2);
        assertThat(gets.series()).hasSize(1);
    }

    @Test
    void valuesThatAreNoneAreRefusedBeyondTheLimitToo() {
        requests.withLabelValues("GET", "200");
        requests.withLabelValues("GET", "404");
        requests.withLabelValues("GET", "500");

        assertThatThrownBy(() -> requests.withLabelValues("GET", "\ud83d")).hasMessageContaining("not valid Unicode");
        assertThatThrownBy(() -> requests.withLabelValues("GET")).hasMessageContaining("expected 2 label values");
        assertThat(requests.divertedLookups()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void aLimitBelowOneIsRefused(int limit) {
        assertThatThrownBy(() ->
                        CounterVec.builder("c_total", "", "a").maxSeries(limit).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("counter \"c_total\": expected a limit of at least 1 series, got " + limit);
    }

    @Test
    void theLargestLimitIsNone() {
        CounterVec vec = CounterVec.builder("c_total", "", "a")
                .maxSeries(Integer.MAX_VALUE)
                .build();
        for (int i = 0; i < 100; i++) {
            vec.withLabelValues("v" + i);
        }

        assertThat(vec.series()).hasSize(100);
    }

    @Test
    void reachingTheLimitIsLoggedOnce() {
        for (int i = 0; i < 1_500; i++) {
            requests.withLabelValues("GET", "code" + i);
        }

        assertThat(log.messages())
                .containsExactly(
                        "WARNING: counter \"requests_total\" has reached its limit of 2 series: what has new label values goes"
                                + " to the series with the values \"__overflow__\"");
    }

    @Test
    void brokenLogCostsNoLookUp() {
        log.breakDown();
        for (int i = 0; i < 10; i++) {
            requests.withLabelValues("GET", "code" + i).inc();
        }

        assertThat(log.messages()).hasSize(1);
        assertThat(requests.withLabelValues("GET", "other").value()).isEqualTo(8);
    }

    @Test
    void lookingUpAllocatesNothing() {
        requests.withLabelValues("GET", "200");

        assertThat(Allocation.bytes(
                        100_000, () -> requests.withLabelValues("GET", "200").inc()))
                .isLessThan(1_000);
    }
}
