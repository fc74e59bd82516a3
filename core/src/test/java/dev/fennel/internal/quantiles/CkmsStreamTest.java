package dev.fennel.internal.quantiles;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.internal.quantiles.CkmsStream.SortableDoubles;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CkmsStreamTest {
    /** What is asked for, as pairs of quantile and error. */
    enum Asked {
        USUAL(.5, .05, .9, .01, .99, .001),
        MANY(0, 0, .001, .0005, .01, .001, .1, .02, .25, .01, .5, .01, .75, .03, .95, .005, .999, .0001, 1, 0),
        LAX(.02, .05, .3, 1, .5, .5, .97, .05),
        LOW(.01, .001),
        ENDS(0, 0, 1, 0);

        final Objectives objectives;

        Asked(double... pairs) {
            double[] quantiles = new double[pairs.length / 2];
            double[] errors = new double[pairs.length / 2];
            for (int i = 0; i < quantiles.length; i++) {
                quantiles[i] = pairs[2 * i];
                errors[i] = pairs[2 * i + 1];
            }
            this.objectives = new Objectives(quantiles, errors);
        }
    }

    /** How observations arrive: the next may depend on the number of those before, and on the latest answer. */
    enum Arrivals {
        UNIFORM((random, i, answer) -> random.nextDouble()),
        NORMAL((random, i, answer) -> random.nextGaussian()),
        EXPONENTIAL((random, i, answer) -> -Math.log(1 - random.nextDouble())),
        PARETO((random, i, answer) -> Math.pow(1 - random.nextDouble(), -2)),
        RISING((random, i, answer) -> i),
        FALLING((random, i, answer) -> -i),
        CONSTANT((random, i, answer) -> 42),
        FEW_VALUES((random, i, answer) -> random.nextInt(5)),
        OFTEN_ZERO((random, i, answer) -> random.nextInt(4) == 0 ? 0 : random.nextDouble()),
        OFTEN_IN_THE_MIDDLE((random, i, answer) -> random.nextInt(3) == 0 ? .5 : random.nextDouble()),
        ROUNDED((random, i, answer) -> Math.rint(random.nextGaussian() * 20)),
        BIMODAL((random, i, answer) -> random.nextGaussian() + (random.nextInt(10) == 0 ? 100 : 0)),
        ZOOMING_OUT((random, i, answer) -> i % 2 == 0 ? i : -i),
        ABOVE_THEN_BELOW((random, i, answer) -> random.nextDouble() + (i < 3_000 ? 1 : 0)),
        BELOW_THE_ANSWER((random, i, answer) -> answer - random.nextDouble()),
        ABOVE_THE_ANSWER((random, i, answer) -> answer + random.nextDouble()),
        SHIFTING((random, i, answer) -> random.nextDouble() + i / 1_000),
        ZOOMING_IN((random, i, answer) -> (i % 2 == 0 ? 1.0 : -1.0) / (i + 1)),
        INFINITE((random, i, answer) -> random.nextInt(3) == 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);

        final Source source;

        Arrivals(Source source) {
            this.source = source;
        }
    }

    private interface Source {
        double next(Random random, int before, double answer);
    }

    static Stream<Arguments> allArrivalsForAllAsked() {
        return Stream.of(Arrivals.values())
                .flatMap(arrivals -> Stream.of(Asked.values()).map(asked -> Arguments.of(arrivals, asked)));
    }

    @ParameterizedTest
    @MethodSource("allArrivalsForAllAsked")
    void quantilesAreWithinTheirErrorWheneverAsked(Arrivals arrivals, Asked asked) {
        for (int seed = 0; seed < 4; seed++) {
            Feed feed = new Feed(arrivals, asked.objectives, new Random(seed));
            int longestRun = seed % 2 == 0 ? 512 : 7;
            int merges = seed % 2 == 0 ? 40 : 300;
            for (int i = 0; i < merges; i++) {
                feed.merge(1 + feed.random.nextInt(longestRun));
                if (i < 20 || i % 10 == 0) {
                    feed.checkQuantiles(arrivals + ", seed " + seed);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = "ZOOMING_IN", mode = EnumSource.Mode.EXCLUDE) // a contrived order that is known to be dear
    void fewSamplesAreKeptOfMany(Arrivals arrivals) {
        Feed feed = new Feed(arrivals, Asked.USUAL.objectives, new Random(1));
        int most = 0;
        for (int i = 0; i < 400; i++) {
            feed.merge(512);
            most = Math.max(most, feed.stream.size());
        }
        feed.checkQuantiles(arrivals.toString());
        assertThat(feed.stream.count()).isEqualTo(400 * 512);
        assertThat(most).isBetween(1, 1_200);
    }

    @ParameterizedTest
    @EnumSource(names = {"OFTEN_ZERO", "OFTEN_IN_THE_MIDDLE", "FEW_VALUES", "CONSTANT", "ROUNDED", "UNIFORM"})
    void fewSamplesAreKeptForALowQuantileToo(Arrivals arrivals) {
        Feed feed = new Feed(arrivals, Asked.LOW.objectives, new Random(1));
        int[] most = new int[2];
        for (int i = 0; i < 2_000; i++) {
            feed.merge(512);
            int half = i / 1_000;
            most[half] = Math.max(most[half], feed.stream.size());
        }
        feed.checkQuantiles(arrivals.toString());
        assertThat(most[1]).isLessThan(1_500).isLessThan(most[0] + 100);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10, 99, CkmsStream.ALL_KEPT})
    void quantilesOfFewAreExact(int n) {
        Feed feed = new Feed(Arrivals.NORMAL, Asked.MANY.objectives, new Random(n));
        while (feed.count < n) {
            feed.merge(1);
        }
        double[] sorted = feed.sorted();
        for (double q : new double[] {.001, .01, .1, .25, .5, .75, .95, .999, 1}) {
            assertThat(feed.stream.query(q, .0001)).isEqualTo(sorted[(int) Math.ceil(q * n) - 1]);
        }
        assertThat(feed.stream.query(0, 0)).isEqualTo(sorted[0]);
        assertThat(feed.stream.size()).isEqualTo(n);
    }

    @ParameterizedTest
    @EnumSource
    void leastAndGreatestAreExactInALongStream(Arrivals arrivals) {
        Feed feed = new Feed(arrivals, Asked.ENDS.objectives, new Random(1));
        for (int i = 0; i < 100; i++) {
            feed.merge(200);
        }
        double[] sorted = feed.sorted();
        assertThat(feed.stream.query(0, 0)).isEqualTo(sorted[0]);
        assertThat(feed.stream.query(1, 0)).isEqualTo(sorted[sorted.length - 1]);
        assertThat(feed.stream.size()).isLessThan(4);
    }

    @Test
    void quantileOfNothingIsNaN() {
        assertThat(CkmsStream.EMPTY.query(.5, .05)).isNaN();
    }

    @Test
    void mergingLeavesTheStreamBeforeAsItWas() {
        CkmsStream before = new CkmsStream();
        before.merge(CkmsStream.EMPTY, new long[] {SortableDoubles.fromDouble(1)}, 1, Asked.USUAL.objectives);
        CkmsStream after = new CkmsStream();
        after.merge(before, new long[] {SortableDoubles.fromDouble(2)}, 1, Asked.USUAL.objectives);
        assertThat(before.query(.99, .001)).isEqualTo(1);
        assertThat(after.query(.99, .001)).isEqualTo(2);
    }

    /** A stream, and the truth about it. */
    private static final class Feed {
        final Arrivals arrivals;
        final Objectives objectives;
        final Random random;
        CkmsStream stream = new CkmsStream();
        CkmsStream spare = new CkmsStream();
        double[] all = new double[512];
        int count;

        Feed(Arrivals arrivals, Objectives objectives, Random random) {
            this.arrivals = arrivals;
            this.objectives = objectives;
            this.random = random;
        }

        void merge(int more) {
            int before = count;
            int last = objectives.count() - 1;
            double answer = before == 0 ? 0 : stream.query(objectives.quantile(last), objectives.error(last));
            count += more;
            if (count > all.length) {
                all = Arrays.copyOf(all, 2 * count);
            }
            for (int i = before; i < count; i++) {
                all[i] = arrivals.source.next(random, i, answer);
            }
            long[] run = Arrays.stream(all, before, count)
                    .mapToLong(SortableDoubles::fromDouble)
                    .sorted()
                    .toArray();
            spare.merge(stream, run, run.length, objectives);
            CkmsStream merged = spare;
            spare = stream;
            stream = merged;
        }

        double[] sorted() {
            double[] sorted = Arrays.copyOf(all, count);
            Arrays.sort(sorted);
            return sorted;
        }

        void checkQuantiles(String what) {
            double[] sorted = sorted();
            for (int i = 0; i < objectives.count(); i++) {
                double q = objectives.quantile(i);
                double e = objectives.error(i);
                checkRank(sorted, stream.query(q, e), q, e, what + ": " + q);
            }
        }

        /** Equal values have several ranks, of which one must fit. */
        private static void checkRank(double[] sorted, double value, double q, double e, String what) {
            int n = sorted.length;
            int found = Arrays.binarySearch(sorted, value);
            assertThat(found)
                    .as("%s: %s is one of %s observations", what, value, n)
                    .isNotNegative();
            double lowestFit = (q - e) * n - 1e-6;
            double highestFit = Math.max(Math.max(1, Math.ceil(q * n)), (q + e) * n) + 1e-6;
            int lowest = found;
            while (lowest > 0 && sorted[lowest - 1] == value) {
                lowest--;
            }
            int highest = found;
            while (highest < n - 1 && sorted[highest + 1] == value) {
                highest++;
            }
            assertThat(lowest + 1.0).as("%s of %s: lowest rank", what, n).isLessThanOrEqualTo(highestFit);
            assertThat(highest + 1.0).as("%s of %s: highest rank", what, n).isGreaterThanOrEqualTo(lowestFit);
        }
    }
}
