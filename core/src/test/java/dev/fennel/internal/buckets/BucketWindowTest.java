package dev.fennel.internal.buckets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BucketWindowTest {
    private BucketWindow window = BucketWindow.EMPTY;

    private void count(int key, boolean padded) {
        while (window.increment(key) == BucketWindow.NO_ROOM) {
            BucketWindow roomy = window.withRoomFor(key, padded);
            for (int i = 0; i < window.length(); i++) {
                roomy.add(window.key(i), window.count(i));
            }
            window = roomy;
        }
    }

    private static Map<Integer, Long> counts(BucketWindow window) {
        Map<Integer, Long> counts = new HashMap<>();
        for (int i = 0; i < window.length(); i++) {
            if (window.count(i) != 0) {
                counts.put(window.key(i), window.count(i));
            }
        }
        return counts;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void countsWhatAMapCounts(boolean padded) {
        Random random = new Random(11);
        Map<Integer, Long> expected = new HashMap<>();
        for (int i = 0; i < 200_000; i++) {
            int key = (int) Math.round(random.nextGaussian() * 10) - (i < 1000 ? 0 : 50);
            count(key, padded);
            expected.merge(key, 1L, Long::sum);
        }
        assertThat(counts(window)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(longs = {254, 255, 256, 65_534, 65_535, 65_536, 70_000})
    void aCountThatGetsTooLargeLeavesItsNeighboursAlone(long times) {
        count(6, false);
        count(8, false);
        for (long i = 0; i < times; i++) {
            count(7, false);
        }
        assertThat(counts(window)).isEqualTo(Map.of(6, 1L, 7, times, 8, 1L));
    }

    @Test
    void tellsTheCountBefore() {
        count(3, false);
        assertThat(window.increment(3)).isEqualTo(1);
        assertThat(window.increment(4)).isZero();
        assertThat(window.increment(1_000)).isEqualTo(BucketWindow.NO_ROOM);
        assertThat(window.increment(-1_000)).isEqualTo(BucketWindow.NO_ROOM);
    }

    @Test
    void aHalvedWindowHasRoomForTheSumsOfNeighbours() {
        for (int i = 0; i < 255; i++) {
            count(-3, false);
            count(-2, false);
            count(4, false);
        }
        BucketWindow halved = window.halved();
        for (int i = 0; i < window.length(); i++) {
            halved.add(NativeScale.halvedKey(window.key(i)), window.count(i));
        }
        assertThat(counts(halved)).isEqualTo(Map.of(-1, 510L, 2, 255L));
    }

    @Test
    void anEmptyWindowHasNoRoomAndStaysEmpty() {
        assertThat(BucketWindow.EMPTY.increment(0)).isEqualTo(BucketWindow.NO_ROOM);
        assertThat(BucketWindow.EMPTY.halved()).isSameAs(BucketWindow.EMPTY);
        assertThat(BucketWindow.EMPTY.cleared()).isSameAs(BucketWindow.EMPTY);
    }
}
