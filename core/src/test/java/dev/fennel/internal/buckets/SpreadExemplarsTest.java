package dev.fennel.internal.buckets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.model.Exemplar;
import dev.fennel.model.Labels;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpreadExemplarsTest {
    private static final long TTL = 1_000;

    private long now;

    private SpreadExemplars add(SpreadExemplars exemplars, double... values) {
        SpreadExemplars all = exemplars;
        for (double value : values) {
            all = all.with(new Exemplar(Labels.EMPTY, value, Instant.ofEpochMilli(now++)));
        }
        return all;
    }

    private static List<Double> values(SpreadExemplars exemplars) {
        return IntStream.range(0, exemplars.size())
                .mapToObj(i -> exemplars.get(i).value())
                .collect(Collectors.toList());
    }

    @ParameterizedTest
    @CsvSource({
        // The newcomer and its neighbour are the closest: the neighbour goes.
        "1 10 100, 11, 1 11 100",
        "1 10 100, 9, 1 9 100",
        "1 10 100, 0.9, 0.9 10 100",
        "1 10 100, 101, 1 10 101",
        // Two that were there are the closest: the older one goes.
        "1 2 100, 10000, 2 100 10000",
        "2 1 100, 10000, 1 100 10000",
        // On a logarithmic scale, 1000 and 1500 are closer than 1 and 2.
        "1 2 1000, 1500, 1 2 1500",
        // Zero and negative values have their places.
        "-1 0 1, -1.5, -1.5 0 1",
        "-100 -10 -1, -9, -100 -9 -1",
        "-1 0 1, 2, -1 0 2",
        "-1 1 5, -2, -2 1 5",
        "-Infinity 0 Infinity, 1, -Infinity 1 Infinity",
        "Infinity Infinity 1, 2, 1 2 Infinity",
        "0 1e-300 1, 1e300, 1e-300 1 1e300",
    })
    void theOlderOfTheClosestTwoGoes(String kept, double added, String expected) {
        SpreadExemplars exemplars = new SpreadExemplars(3, TTL);
        exemplars = add(
                exemplars,
                Arrays.stream(kept.split(" ")).mapToDouble(Double::parseDouble).toArray());
        exemplars = add(exemplars, added);

        assertThat(values(exemplars))
                .isEqualTo(
                        Arrays.stream(expected.split(" ")).map(Double::valueOf).collect(Collectors.toList()));
    }

    @Test
    void oneThatReachedItsTimeToLiveGoesFirst() {
        SpreadExemplars exemplars = new SpreadExemplars(3, TTL);
        exemplars = add(exemplars, 50, 1, 2);
        now = TTL;
        exemplars = add(exemplars, 1_000);
        assertThat(values(exemplars)).containsExactly(1.0, 2.0, 1_000.0);
    }

    @Test
    void withoutATimeToLiveItIsAlwaysTheOldestThatGoes() {
        SpreadExemplars exemplars = new SpreadExemplars(3, 0);
        exemplars = add(exemplars, 50, 1, 2, 3, 4, 0.5);
        assertThat(values(exemplars)).containsExactly(0.5, 3.0, 4.0);
    }

    @Test
    void theOnlyOneIsAlwaysTheNewest() {
        SpreadExemplars exemplars = new SpreadExemplars(1, TTL);
        exemplars = add(exemplars, 5, 7, 3, 3);
        assertThat(values(exemplars)).containsExactly(3.0);
    }

    @Test
    void theyStaySpreadOutOverWhatWasObserved() {
        SpreadExemplars exemplars = new SpreadExemplars(5, Long.MAX_VALUE);
        for (int i = 0; i < 1_000; i++) {
            exemplars = add(exemplars, Math.pow(10, i % 7));
        }
        assertThat(values(exemplars)).doesNotHaveDuplicates().hasSize(5);
    }
}
