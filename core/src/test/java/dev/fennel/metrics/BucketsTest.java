package dev.fennel.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BucketsTest {
    private static final double NAN = Double.NaN;
    private static final double INF = Double.POSITIVE_INFINITY;

    @Test
    void defaultsAreThoseOfClientGolang() {
        assertThat(Buckets.DEFAULT.upperBounds()).containsExactly(.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10);
    }

    @Test
    void linearAndExponentialAccumulateAsClientGolangDoes() {
        assertThat(Buckets.linear(0.1, 0.1, 3).upperBounds()).containsExactly(0.1, 0.2, 0.30000000000000004);
        assertThat(Buckets.linear(-15, 5, 6).upperBounds()).containsExactly(-15, -10, -5, 0, 5, 10);
        assertThat(Buckets.exponential(100, 1.2, 3).upperBounds()).containsExactly(100, 120, 144);
    }

    @Test
    void exponentialRangeHasTheBoundsOfClientGolangToTheLastBit() {
        assertThat(Buckets.exponentialRange(1, 100, 10).upperBounds())
                .containsExactly(
                        1,
                        1.6681005372000588,
                        2.782559402207125,
                        4.641588833612779,
                        7.742636826811273,
                        12.915496650148842,
                        21.544346900318846,
                        35.93813663804629,
                        59.94842503189414,
                        100.00000000000007);
        double[] wide = Buckets.exponentialRange(0.001, 64, 20).upperBounds();
        assertThat(wide[7]).isEqualTo(0.05897906524281552);
        assertThat(wide[19]).isEqualTo(64.00000000000009);
        assertThat(Buckets.exponentialRange(1, 9, 2).upperBounds()).containsExactly(1, 9);
        assertThat(Buckets.exponentialRange(1, 9, 3).upperBounds()).containsExactly(1, 3, 9);
        assertThat(Buckets.exponentialRange(3, 100, 1).upperBounds()).containsExactly(3);
    }

    /** Each line has the arguments, and a hash of the bits of all bounds. */
    @Test
    void exponentialRangesAreThoseOfGoOnAmd64() throws IOException {
        try (InputStream in = getClass().getResourceAsStream("/golden/exponential-ranges.tsv")) {
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
            assertThat(lines).hasSize(1500);
            assertThat(lines).allSatisfy(line -> {
                String[] columns = line.split("\t");
                double min = Double.longBitsToDouble(Long.parseUnsignedLong(columns[0], 16));
                double max = Double.longBitsToDouble(Long.parseUnsignedLong(columns[1], 16));
                long hash = 0;
                for (double bound : Buckets.exponentialRange(min, max, Integer.parseInt(columns[2]))
                        .upperBounds()) {
                    hash = 31 * hash + Double.doubleToRawLongBits(bound);
                }
                assertThat(Long.toHexString(hash))
                        .as("of %s to %s", min, max)
                        .isEqualTo(Long.toHexString(Long.parseUnsignedLong(columns[3], 16)));
            });
        }
    }

    @Test
    void aTrailingInfinityIsDropped() {
        assertThat(Buckets.of(1, 2, INF).upperBounds()).containsExactly(1, 2);
        assertThat(Buckets.of(INF).upperBounds()).isEmpty();
        assertThat(Buckets.of().upperBounds()).isEmpty();
    }

    @Test
    void theGivenArrayIsCopied() {
        double[] given = {1, 2};
        Buckets buckets = Buckets.of(given);
        given[0] = 5;
        buckets.upperBounds()[1] = 5;

        assertThat(buckets.upperBounds()).containsExactly(1, 2);
    }

    static Stream<double[]> unsorted() {
        return Stream.of(
                new double[] {1, 1},
                new double[] {2, 1},
                new double[] {1, 3, 2, INF},
                new double[] {NAN},
                new double[] {1, NAN, 2},
                new double[] {0.0, -0.0},
                new double[] {1, INF, INF});
    }

    @ParameterizedTest
    @MethodSource("unsorted")
    void boundsThatDoNotIncreaseAreRefused(double... bounds) {
        assertThatThrownBy(
                        () -> Histogram.builder("latency", "").buckets(bounds).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("histogram \"latency\": expected strictly increasing upper bounds, got "
                        + Arrays.toString(bounds));
    }

    static Stream<Arguments> outOfRange() {
        return Stream.of(
                range(() -> Buckets.linear(0, 1, 0), "expected count at least 1, got 0.0"),
                range(() -> Buckets.linear(0, 0, 5), "expected width above 0, got 0.0"),
                range(() -> Buckets.exponential(0, 2, 5), "expected start above 0, got 0.0"),
                range(() -> Buckets.exponential(1, 1, 5), "expected factor above 1, got 1.0"),
                range(() -> Buckets.exponential(NAN, 2, 5), "expected start above 0, got NaN"),
                range(() -> Buckets.exponentialRange(0, 2, 5), "expected min above 0, got 0.0"),
                range(() -> Buckets.exponentialRange(2, 2, 5), "expected max above 2.0, got 2.0"),
                range(() -> Buckets.exponentialRange(1, 2, -1), "expected count at least 1, got -1.0"));
    }

    private static Arguments range(Runnable made, String message) {
        return Arguments.of(made, message);
    }

    @ParameterizedTest
    @MethodSource("outOfRange")
    void argumentsOutOfRangeAreRefused(Runnable made, String message) {
        assertThatThrownBy(made::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("buckets: " + message);
    }
}
