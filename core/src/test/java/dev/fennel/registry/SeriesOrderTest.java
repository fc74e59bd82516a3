package dev.fennel.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class SeriesOrderTest {
    private static Series series(long timestampMillis, String... labels) {
        return new Series(null, Desc.gauge("x", "h"), Labels.of(labels), timestampMillis, "test");
    }

    @Test
    void fewerLabelsThenValuesThenNamesThenTimestampWithNoneLast() {
        List<Series> ordered = List.of(
                series(Long.MIN_VALUE + 1),
                series(0),
                series(Long.MAX_VALUE),
                series(Metric.NO_TIMESTAMP),
                series(9, "a", "1"),
                series(3, "b", "1"),
                series(Metric.NO_TIMESTAMP, "z", "10"),
                series(Metric.NO_TIMESTAMP, "a", "2"),
                series(1, "a", "\uE000"),
                series(1, "a", "\uD83D\uDE00"),
                series(1, "a", "1", "b", "2"),
                series(1, "a", "1", "b", "3"),
                series(1, "a", "2", "b", "1"));
        List<Series> shuffled = new ArrayList<>(ordered);
        Collections.shuffle(shuffled, new Random(1));
        shuffled.sort(SeriesOrder.INSTANCE);
        assertThat(shuffled).isEqualTo(ordered);
    }

    @Test
    void statesOfAStateSetStandTogetherAtEachTime() {
        List<Series> ordered = List.of(
                state(Metric.NO_TIMESTAMP, "x", "off"),
                state(Metric.NO_TIMESTAMP, "x", "on"),
                state(1, "a", "1", "x", "off"),
                state(1, "a", "1", "x", "on"),
                state(2, "a", "1", "x", "off"),
                state(2, "a", "1", "x", "on"),
                state(1, "z", "1", "x", "off"),
                state(1, "a", "2"), // a user's own, without its state
                state(1, "a", "2", "x", "off"),
                state(1, "a", "2", "x", "on"));
        List<Series> shuffled = new ArrayList<>(ordered);
        Collections.shuffle(shuffled, new Random(1));
        shuffled.sort(SeriesOrder.of(MetricType.STATE_SET));
        assertThat(shuffled).isEqualTo(ordered);
    }

    private static Series state(long timestampMillis, String... labels) {
        return new Series(null, Desc.stateSet("x", "h", "x"), Labels.of(labels), timestampMillis, "test");
    }

    @RepeatedTest(20)
    void orderIsTotalAndEqualOnlyForTheSameSeries(RepetitionInfo repetition) {
        assertTotal(SeriesOrder.INSTANCE, Desc.gauge("x", "h"), new Random(repetition.getCurrentRepetition()));
    }

    @RepeatedTest(20)
    void orderOfStatesIsTotalAndEqualOnlyForTheSameSeries(RepetitionInfo repetition) {
        Desc states = Desc.stateSet("a", "h", "a");
        assertTotal(SeriesOrder.of(MetricType.STATE_SET), states, new Random(repetition.getCurrentRepetition()));
    }

    /** Compares labels that look alike: the same few letters as names and values. */
    private static void assertTotal(Comparator<Series> comparator, Desc desc, Random random) {
        List<Series> all = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            TreeMap<String, String> labels = new TreeMap<>();
            for (int n = random.nextInt(3); n > 0; n--) {
                labels.put(letter(random), letter(random));
            }
            long timestamp = random.nextInt(3) == 0 ? Metric.NO_TIMESTAMP : random.nextInt(2);
            all.add(new Series(null, desc, Labels.of(labels), timestamp, "test"));
        }
        for (Series a : all) {
            for (Series b : all) {
                int order = comparator.compare(a, b);
                assertThat(Integer.signum(comparator.compare(b, a))).isEqualTo(-Integer.signum(order));
                assertThat(order == 0)
                        .as("%s and %s", a, b)
                        .isEqualTo(a.labels().equals(b.labels()) && a.timestampMillis() == b.timestampMillis());
                for (Series c : all) {
                    if (order <= 0 && comparator.compare(b, c) <= 0) {
                        assertThat(comparator.compare(a, c)).isLessThanOrEqualTo(0);
                    }
                }
            }
        }
    }

    private static String letter(Random random) {
        return String.valueOf((char) ('a' + random.nextInt(3)));
    }
}
