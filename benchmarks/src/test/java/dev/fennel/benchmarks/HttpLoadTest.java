package dev.fennel.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpLoadTest {
    @Test
    void metricsAreScraped() throws Exception {
        HttpTimings plain = HttpLoad.inOwnJvm(FennelService.class.getName(), 1_000, "identity", 4);
        HttpTimings gzip = HttpLoad.inOwnJvm(FennelService.class.getName(), 1_000, "gzip", 4);

        assertThat(plain.sortedNanos()).hasSize(8).isSorted();
        assertThat(plain.bytes()).isBetween(50_000L, 150_000L);
        assertThat(gzip.bytes()).isBetween(5_000L, plain.bytes() / 4);
    }

    @ParameterizedTest
    @ValueSource(classes = {BareService.class, BareService.Measured.class})
    void anApplicationAnswers(Class<?> service) throws Exception {
        assertThat(HttpLoad.inOwnJvm(service.getName(), 0, "identity", 2).bytes())
                .isEqualTo(3);
    }

    @Test
    void quantilesAreThoseOfTheRequests() {
        HttpTimings timings = new HttpTimings(new long[] {1, 2, 3, 9}, 5);

        assertThat(timings.quantile(0.5)).isEqualTo(2);
        assertThat(timings.quantile(0.99)).isEqualTo(9);
    }
}
