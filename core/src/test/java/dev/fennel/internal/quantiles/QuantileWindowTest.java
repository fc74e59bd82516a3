package dev.fennel.internal.quantiles;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.internal.cells.SummaryCell;
import dev.fennel.internal.cells.SummaryImage;
import dev.fennel.internal.quantiles.CkmsStream.SortableDoubles;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuantileWindowTest {
    private static final int AGE_BUCKETS = 5;

    private static QuantileWindow window(double... pairs) {
        double[] quantiles = new double[pairs.length / 2];
        double[] errors = new double[pairs.length / 2];
        for (int i = 0; i < quantiles.length; i++) {
            quantiles[i] = pairs[2 * i];
            errors[i] = pairs[2 * i + 1];
        }
        Objectives objectives = new Objectives(quantiles, errors);
        return new QuantileWindow(new WindowSpec(objectives, Duration.ofMinutes(10), AGE_BUCKETS, () -> 0));
    }

    private static void add(QuantileWindow window, long bucket, double value, int times) {
        SummaryImage image = new SummaryImage();
        Arrays.fill(image.values, SortableDoubles.fromDouble(value));
        image.waiting = times;
        image.bucketStart = Duration.ofMinutes(10).toNanos() / AGE_BUCKETS * bucket;
        window.carry(new SummaryCell(true), image);
    }

    /** Observations arrive in bursts and pauses, some late, as from a cell that threads seldom come to. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void windowHoldsWhatIsNotTooOldWheneverItArrives(int seed) {
        Random random = new Random(seed);
        QuantileWindow window = window(0, 0, 1, 0);
        TreeMap<Long, Integer> observedIn = new TreeMap<>();
        long newest = 0;
        for (int i = 0; i < 3_000; i++) {
            newest += random.nextInt(10) < 8 ? 0 : random.nextInt(random.nextInt(10) == 0 ? 12 : 3);
            long bucket = Math.max(0, newest - (random.nextInt(4) == 0 ? random.nextInt(8) : 0));
            int times = 1 + random.nextInt(64);
            // What is observed in an age bucket has its number for a value.
            add(window, bucket, bucket, times);
            observedIn.merge(bucket, times, Integer::sum);
            if (random.nextInt(5) == 0) {
                window.merge();
                checkHolds(window.whole(newest), observedIn.tailMap(newest - AGE_BUCKETS, false));
                checkQuantiles(window, newest, observedIn);
                newest += random.nextInt(3);
                checkQuantiles(window, newest, observedIn);
            }
        }
    }

    /** Runs become long, and are sorted before another thread needs them, or after that. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void runsThatWereTakenOutAreHeldFromThenOn(int seed) {
        Random random = new Random(seed);
        QuantileWindow window = window(0, 0, 1, 0);
        TreeMap<Long, Integer> observedIn = new TreeMap<>();
        LongRun takenOut = null;
        int sortedInTime = 0;
        int takenOver = 0;
        long bucket = 0;
        for (int i = 0; i < 20_000; i++) {
            bucket += random.nextInt(50) == 0 ? random.nextInt(3) : 0;
            add(window, bucket, bucket, 64);
            observedIn.merge(bucket, 64, Integer::sum);
            if (takenOut == null) {
                takenOut = window.takeOut();
            } else if (random.nextInt(4) == 0) {
                if (takenOut.sort()) {
                    sortedInTime++;
                } else {
                    takenOver++;
                }
                takenOut = null;
            }
            if (random.nextInt(30) == 0) {
                window.merge();
                checkHolds(window.whole(bucket), observedIn.tailMap(bucket - AGE_BUCKETS, false));
            }
        }
        assertThat(sortedInTime).isGreaterThan(100);
        assertThat(takenOver).isGreaterThan(100);
    }

    private static void checkHolds(CkmsStream stream, SortedMap<Long, Integer> observedIn) {
        assertThat(stream.count())
                .isEqualTo(observedIn.values().stream().mapToInt(i -> i).sum());
        if (!observedIn.isEmpty()) {
            assertThat(stream.query(0, 0)).isEqualTo((double) observedIn.firstKey());
            assertThat(stream.query(1, 0)).isEqualTo((double) observedIn.lastKey());
        }
    }

    /** Least and greatest of what is not too old, whether anything was merged since they were asked for or not. */
    private static void checkQuantiles(QuantileWindow window, long bucket, TreeMap<Long, Integer> observedIn) {
        SortedMap<Long, Integer> held = observedIn.tailMap(bucket - AGE_BUCKETS, false);
        double[] quantiles = new double[2];
        window.quantiles(bucket, quantiles);
        assertThat(quantiles)
                .isEqualTo(
                        held.isEmpty()
                                ? new double[] {Double.NaN, Double.NaN}
                                : new double[] {held.firstKey(), held.lastKey()});
    }

    @Test
    void quantilesOfLateObservationsAreWithinTheirError() {
        QuantileWindow window = window(.5, .05);
        Random random = new Random(1);
        for (int i = 0; i < 500; i++) {
            add(window, 3, random.nextDouble(), 7);
            add(window, 1, random.nextDouble() + 1, 7);
        }
        window.merge();
        assertThat(window.whole(4).query(.5, .05)).isBetween(.9, 1.1);
        // When the older age bucket has gone, there is only the later half.
        assertThat(window.whole(6).query(.5, .05)).isBetween(.45, .55);
        assertThat(window.whole(6).count()).isEqualTo(3_500);
    }

    @Test
    void whatIsKeptStaysBoundedForDays() {
        QuantileWindow window = window(.5, .05, .9, .01, .99, .001);
        Random random = new Random(1);
        int most = 0;
        for (int bucket = 0; bucket < 3 * 24 * 30; bucket++) {
            for (int i = 0; i < 40; i++) {
                add(window, bucket, random.nextGaussian(), 1);
                add(window, bucket, random.nextGaussian(), 50);
            }
            most = Math.max(most, window.kept());
        }
        assertThat(most).isBetween(100, 512 + AGE_BUCKETS * 200);
    }

    @Test
    void restingSeriesForgetsAll() {
        QuantileWindow window = window(.5, .05);
        add(window, 0, 1, 1);
        add(window, 3, 2, 1);
        window.merge();
        assertThat(window.whole(1_000_000).query(.5, .05)).isNaN();
        assertThat(window.kept()).isZero();
    }
}
