package dev.fennel.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.testsupport.Allocation;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Label values whose hash codes are equal are found as fast as others, and as exactly. */
class LabelCollisionTest {
    private static final int MANY = 1 << 15;

    /** One of 32,768 strings with the same hash code. */
    private static String colliding(int number) {
        StringBuilder text = new StringBuilder();
        for (int bit = 0; bit < 15; bit++) {
            text.append((number >> bit & 1) == 0 ? "Aa" : "BB");
        }
        return text.toString();
    }

    /** How many slots the search for these values looks at, on average, over all series. */
    private static double meanSearch(CounterVec vec) {
        return vec.lookup().meanDistance();
    }

    @Test
    void valuesWithOneHashCodeAreNearWhereTheirSearchBegins() {
        CounterVec vec = CounterVec.builder("c_total", "", "l").build();
        for (int i = 0; i < MANY; i++) {
            vec.withLabelValues(colliding(i)).inc();
        }

        assertThat(meanSearch(vec)).isLessThan(1);
        assertThat(vec.series()).hasSize(MANY).allMatch(series -> series.value() == 1);
        for (int i = 0; i < MANY; i++) {
            assertThat(vec.find(colliding(i))).isPresent();
        }
    }

    @Test
    void valuesOfSeveralLabelsToo() {
        for (int labels = 2; labels <= 5; labels++) {
            String[] names = {"a", "b", "c", "d", "e"};
            CounterVec vec = CounterVec.builder("c_total", "", Arrays.copyOf(names, labels))
                    .build();
            for (int i = 0; i < 4096; i++) {
                vec.withLabelValues(values(labels, i)).inc();
                fixed(vec, labels, values(labels, i)).inc();
            }

            assertThat(meanSearch(vec)).isLessThan(1);
            assertThat(vec.series()).hasSize(4096).allMatch(series -> series.value() == 2);
        }
    }

    private static String[] values(int labels, int number) {
        String[] values = new String[labels];
        for (int i = 0; i < labels; i++) {
            values[i] = colliding(i == labels - 1 ? number : 0);
        }
        return values;
    }

    /** A look-up by the method for this number of labels. */
    private static Counter fixed(CounterVec vec, int labels, String... v) {
        return switch (labels) {
            case 2 -> vec.withLabelValues(v[0], v[1]);
            case 3 -> vec.withLabelValues(v[0], v[1], v[2]);
            case 4 -> vec.withLabelValues(v[0], v[1], v[2], v[3]);
            default -> vec.withLabelValues(v);
        };
    }

    @Test
    void aFewAmongManyOthersDoNotHideBehindThem() {
        CounterVec vec = CounterVec.builder("c_total", "", "l").build();
        for (int i = 0; i < 20_000; i++) {
            vec.withLabelValues("ordinary " + i);
        }
        for (int i = 0; i < 8; i++) {
            vec.withLabelValues(colliding(i));
        }
        assertThat(vec.lookup().isSeeded()).isFalse();
        for (int i = 0; i < 3; i++) { // leaves free slots, behind which the others still are
            vec.deleteLabelValues(colliding(i));
        }
        for (int i = 8; i < 16; i++) {
            vec.withLabelValues(colliding(i));
        }
        assertThat(vec.lookup().isSeeded()).isTrue();
        assertThat(vec.series()).hasSize(20_013);
    }

    /** As ids of users or of shards are. */
    @ParameterizedTest
    @ValueSource(strings = {"%d", "user %d", "host-%d", "/users/%d/orders", "%08d", "%x", "%d00"})
    void numbersInARowAreSpreadAsByChance(String form) {
        CounterVec vec = CounterVec.builder("c_total", "", "l").build();
        for (int i = 0; i < 100_000; i++) {
            vec.withLabelValues(String.format(form, i));
        }

        assertThat(vec.lookup().isSeeded()).isFalse();
        assertThat(meanSearch(vec)).isLessThan(1);
    }

    @Test
    void pairsOfSmallNumbersDiffer() {
        CounterVec vec = CounterVec.builder("c_total", "", "row", "column").build();
        for (int i = 0; i < 400; i++) {
            for (int j = 0; j < 400; j++) {
                vec.withLabelValues(String.valueOf(i), String.valueOf(j)).inc();
            }
        }

        assertThat(meanSearch(vec)).isLessThan(1);
        assertThat(vec.lookup().isSeeded()).isFalse();
        assertThat(vec.series()).hasSize(160_000);
    }

    @Test
    void aFullVecSearchesNoFurther() {
        CounterVec vec = CounterVec.builder("c_total", "", "l").maxSeries(1000).build();
        for (int i = 0; i < MANY; i++) {
            vec.withLabelValues(colliding(i)).inc();
        }

        assertThat(meanSearch(vec)).isLessThan(1);
        assertThat(vec.series()).hasSize(1001);
        assertThat(vec.divertedLookups()).isEqualTo(MANY - 1000);
    }

    @Test
    void seriesComeAndGoAmongThem() {
        CounterVec vec = CounterVec.builder("c_total", "", "l").build();
        Set<String> living = new HashSet<>();
        for (int i = 0; i < 20_000; i++) {
            String value = colliding(i * 31 % 3000);
            if (living.add(value)) {
                vec.withLabelValues(value);
            } else {
                living.remove(value);
                assertThat(vec.deleteLabelValues(value)).isTrue();
            }
        }

        assertThat(vec.series()).hasSameSizeAs(living);
        assertThat(living).allMatch(value -> vec.find(value).isPresent());
    }

    @Test
    void seriesThatComeAgainTakeNoFurtherSlots() {
        CounterVec vec = CounterVec.builder("c_total", "", "l").build();
        for (int i = 0; i < 1000; i++) {
            vec.withLabelValues("stays " + i);
        }
        Set<SeriesEntry[]> tables = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int i = 0; i < 100_000; i++) {
            vec.withLabelValues("goes " + i % 999);
            vec.deleteLabelValues("goes " + i % 999);
            tables.add(vec.lookup().table());
        }

        // Not one for every thousand births.
        assertThat(tables).hasSizeLessThan(5);
        assertThat(meanSearch(vec)).isLessThan(1);
        assertThat(vec.lookup().isSeeded()).isFalse();
    }

    @Test
    void manyThatComeWhileOthersGoMakeNoLongRowsAndFewTables() {
        for (int living : new int[] {3, 10, 100, 1_000}) {
            Set<SeriesEntry[]> tables = Collections.newSetFromMap(new IdentityHashMap<>());
            CounterVec vec = CounterVec.builder("c_total", "", "l").build();
            for (int i = 0; i < 200 * living; i++) {
                vec.withLabelValues("number " + i * 0x9E3779B9).inc();
                if (i >= living) {
                    vec.deleteLabelValues("number " + (i - living) * 0x9E3779B9);
                }
                tables.add(vec.lookup().table());
            }

            assertThat(vec.series()).hasSize(living).allMatch(series -> series.value() == 1);
            assertThat(tables).as("%d living", living).hasSizeLessThan(15);
            assertThat(vec.lookup().isSeeded()).isFalse();
            assertThat(meanSearch(vec)).isLessThan(1);
        }
    }

    @Test
    void aFewThatComeAndGoAreThereOnceOrGone() {
        // All in one row of slots, where each death and each birth finds the others beside it.
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            CounterVec vec = CounterVec.builder("c_total", "", "l").build();
            Set<String> living = new HashSet<>();
            for (int i = 0; i < 200; i++) {
                String value = colliding(random.nextInt(8));
                if (random.nextBoolean()) {
                    vec.withLabelValues(value);
                    living.add(value);
                } else {
                    assertThat(vec.deleteLabelValues(value))
                            .as("seed %d, step %d", seed, i)
                            .isEqualTo(living.remove(value));
                }
                assertThat(vec.series())
                        .as("seed %d, step %d", seed, i)
                        .extracting(series -> series.labelValues[0])
                        .containsExactlyInAnyOrderElementsOf(living);
            }
            assertThat(living).as("seed %d", seed).allMatch(value -> vec.find(value)
                    .isPresent());
            assertThat(vec.lookup().isSeeded()).isFalse();
        }
    }

    @Test
    void findingThemAllocatesNothing() {
        CounterVec vec = CounterVec.builder("c_total", "", "a", "b").build();
        String[] values = new String[1000];
        for (int i = 0; i < values.length; i++) {
            values[i] = colliding(i);
            vec.withLabelValues("x", values[i]);
        }

        assertThat(vec.lookup().isSeeded()).isTrue();
        long bytes = Allocation.bytes(100, () -> {
            for (String value : values) {
                vec.withLabelValues("x", value).inc();
            }
        });
        // Of 100,000 look-ups: compiling leaves a little.
        assertThat(bytes).isLessThan(1_000);
    }
}
