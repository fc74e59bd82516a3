package dev.fennel.internal.buckets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BucketWindowsTest {
    private BucketWindows windows = BucketWindows.EMPTY;

    private void count(int key, boolean padded) {
        while (!windows.hasRoomFor(key)) {
            BucketWindows roomy = windows.withRoomFor(key, padded);
            move(windows, roomy, k -> k);
            windows = roomy;
        }
        BucketWindow window = windows.windowOf(key);
        window.words()[window.word(key)] += window.step(key);
    }

    private static void move(BucketWindows from, BucketWindows to, IntUnaryOperator newKey) {
        counts(from).forEach((key, count) -> {
            int moved = newKey.applyAsInt(key);
            BucketWindow window = to.windowOf(moved);
            if (window != from.windowOf(key)) {
                window.add(moved, count);
            }
        });
    }

    /** The counts, whose keys must increase from window to window. */
    private static Map<Integer, Long> counts(BucketWindows windows) {
        Map<Integer, Long> counts = new TreeMap<>();
        int end = Integer.MIN_VALUE;
        for (BucketWindow window : windows.all()) {
            assertThat(window.firstKey()).isGreaterThanOrEqualTo(end);
            end = window.endKey();
            for (int key = window.firstKey(); key < end; key++) {
                if (window.count(key) != 0) {
                    counts.put(key, window.count(key));
                }
            }
        }
        return counts;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void countsWhatAMapCounts(boolean padded) {
        for (int seed = 0; seed < 20; seed++) {
            windows = BucketWindows.EMPTY;
            Random random = new Random(seed);
            Map<Integer, Long> expected = new TreeMap<>();
            int[] centres =
                    random.ints(1 + random.nextInt(6), -200_000, 200_000).toArray();
            int spread = 1 + random.nextInt(200);
            for (int i = 0; i < 10_000; i++) {
                int key = centres[random.nextInt(centres.length)] + (int) Math.round(random.nextGaussian() * spread);
                count(key, padded);
                expected.merge(key, 1L, Long::sum);
            }
            assertThat(counts(windows)).as("seed %d", seed).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {254, 255, 256, 65_534, 65_535, 65_536, 70_000})
    void aCountThatGetsTooLargeLeavesItsNeighboursAlone(long times) {
        count(6, false);
        count(8, false);
        for (long i = 0; i < times; i++) {
            count(7, false);
        }
        assertThat(counts(windows)).isEqualTo(Map.of(6, 1L, 7, times, 8, 1L));
    }

    @Test
    void halvedWindowsHaveRoomForAllCounts() {
        for (int seed = 0; seed < 50; seed++) {
            windows = BucketWindows.EMPTY;
            Random random = new Random(seed);
            Map<Integer, Long> expected = new TreeMap<>();
            int times = random.nextInt(6);
            for (int i = 0; i < 3_000; i++) {
                int key = random.nextInt(20) * random.nextInt(1_000) - 5_000;
                count(key, false);
                int halved = key;
                for (int k = 0; k < times; k++) {
                    halved = NativeScale.coarserKey(halved, 1);
                }
                expected.merge(halved, 1L, Long::sum);
            }
            BucketWindows halved = windows.coarser(times, Integer.MIN_VALUE, false);
            move(windows, halved, key -> {
                int moved = key;
                for (int k = 0; k < times; k++) {
                    moved = NativeScale.coarserKey(moved, 1);
                }
                return moved;
            });
            assertThat(counts(halved)).as("seed %d", seed).isEqualTo(expected);
        }
    }

    @Test
    void memoryDependsOnHowManyBucketsArePopulatedAndNotOnHowFarApartTheyAre() {
        int populated = 160;
        for (int distance = 1; distance < 4_000; distance *= 3) {
            windows = BucketWindows.EMPTY;
            for (int i = 0; i < populated; i++) {
                count((i - populated / 2) * distance, true);
            }
            int words = 0;
            for (BucketWindow window : windows.all()) {
                words += window.words().length;
            }
            assertThat(words).as("distance %d", distance).isLessThan(20 * populated);
            assertThat(windows.all().length).isLessThanOrEqualTo(populated);
        }
    }

    @Test
    void thereIsNoRoomAtFirst() {
        assertThat(BucketWindows.EMPTY.hasRoomFor(0)).isFalse();
        assertThat(BucketWindows.EMPTY.coarser(2, 0, false).hasRoomFor(0)).isFalse();
        assertThat(BucketWindows.EMPTY.windowOf(0)).isNull();
    }
}
