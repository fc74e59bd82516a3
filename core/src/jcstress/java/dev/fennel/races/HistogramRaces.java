package dev.fennel.races;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import dev.fennel.metrics.Histogram;
import dev.fennel.metrics.Summary;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.DDDD_Result;
import org.openjdk.jcstress.infra.results.DDD_Result;
import org.openjdk.jcstress.infra.results.DD_Result;

/** Count, sum and buckets of a reading are those of the same observations, and no observation is lost. */
public final class HistogramRaces {
    private HistogramRaces() {}

    /** A reader beside an observer. */
    @JCStressTest
    @Outcome(
            id = {"0.0, 0.0, 0.0", "1.0, 0.5, 1.0", "2.0, 4.5, 1.0"},
            expect = ACCEPTABLE,
            desc = "whole observations")
    @State
    public static class WholeObservations {
        private final Histogram histogram =
                Histogram.builder("h", "H.").buckets(1, 10).build();

        @Actor
        public void observer() {
            histogram.observe(0.5);
            histogram.observe(4);
        }

        @Actor
        public void reader(DDD_Result result) {
            ReadValue.of(histogram).copyTo(result);
        }
    }

    /** Two observers, one of which reads afterwards. */
    @JCStressTest
    @Outcome(
            id = {"1.0, 4.0, 0.0", "2.0, 4.5, 1.0"},
            expect = ACCEPTABLE,
            desc = "whole observations, the own one among them")
    @State
    public static class OwnObservation {
        private final Histogram histogram =
                Histogram.builder("h", "H.").buckets(1, 10).build();

        @Actor
        public void observer() {
            histogram.observe(0.5);
        }

        @Actor
        public void observerAndReader(DDD_Result result) {
            histogram.observe(4);
            ReadValue.of(histogram).copyTo(result);
        }
    }

    /** A reader beside two observers; tried where there are three processors. */
    @JCStressTest
    @Outcome(
            id = {"0.0, 0.0, 0.0", "1.0, 0.5, 1.0", "1.0, 4.0, 0.0", "2.0, 4.5, 1.0"},
            expect = ACCEPTABLE,
            desc = "whole observations")
    @State
    public static class ReaderBesideTwoObservers {
        private final Histogram histogram =
                Histogram.builder("h", "H.").buckets(1, 10).build();

        @Actor
        public void small() {
            histogram.observe(0.5);
        }

        @Actor
        public void large() {
            histogram.observe(4);
        }

        @Actor
        public void reader(DDD_Result result) {
            ReadValue.of(histogram).copyTo(result);
        }
    }

    /** Two threads observe often enough to meet, which makes the histogram grow from its first cell to more. */
    @JCStressTest
    @Outcome(id = "8.0, 18.0, 4.0", expect = ACCEPTABLE, desc = "all observations are counted")
    @State
    public static class Growth {
        private final Histogram histogram =
                Histogram.builder("h", "H.").buckets(1, 10).build();

        @Actor
        public void small() {
            for (int i = 0; i < 4; i++) {
                histogram.observe(0.5);
            }
        }

        @Actor
        public void large() {
            for (int i = 0; i < 4; i++) {
                histogram.observe(4);
            }
        }

        @Arbiter
        public void after(DDD_Result result) {
            ReadValue.of(histogram).copyTo(result);
        }
    }

    /** Two readings in a row beside an observer. */
    @JCStressTest
    @Outcome(
            id = {
                "0.0, 0.0, 0.0, 0.0", "0.0, 0.0, 1.0, 0.5", "0.0, 0.0, 2.0, 1.0",
                "1.0, 0.5, 1.0, 0.5", "1.0, 0.5, 2.0, 1.0", "2.0, 1.0, 2.0, 1.0"
            },
            expect = ACCEPTABLE,
            desc = "no reading is below an earlier one")
    @State
    public static class Monotone {
        private final Histogram histogram =
                Histogram.builder("h", "H.").buckets(1, 10).build();

        @Actor
        public void observer() {
            histogram.observe(0.5);
            histogram.observe(0.5);
        }

        @Actor
        public void reader(DDDD_Result result) {
            ReadValue first = ReadValue.of(histogram);
            ReadValue second = ReadValue.of(histogram);
            result.r1 = first.count;
            result.r2 = first.sum;
            result.r3 = second.count;
            result.r4 = second.sum;
        }
    }

    /** A reader of a native histogram beside an observer, in buckets that lie far apart. */
    @JCStressTest
    @Outcome(
            id = {"0.0, 0.0, 0.0", "1.0, 0.5, 1.0", "2.0, 4096.5, 2.0"},
            expect = ACCEPTABLE,
            desc = "whole observations")
    @State
    public static class NativeBuckets {
        private final Histogram histogram =
                Histogram.builder("h", "H.").nativeBuckets(1.1).build();

        @Actor
        public void observer() {
            histogram.observe(0.5);
            histogram.observe(4096);
        }

        @Actor
        public void reader(DDD_Result result) {
            ReadValue value = ReadValue.of(histogram);
            result.r1 = value.count;
            result.r2 = value.sum;
            result.r3 = value.inNativeBuckets;
        }
    }

    /** Two observers of a summary, one of which reads afterwards. */
    @JCStressTest
    @Outcome(
            id = {"1.0, 4.0", "2.0, 4.5"},
            expect = ACCEPTABLE,
            desc = "whole observations, the own one among them")
    @State
    public static class SummaryReading {
        private final Summary summary =
                Summary.builder("s", "S.").objective(0.5, 0.05).build();

        @Actor
        public void observer() {
            summary.observe(0.5);
        }

        @Actor
        public void observerAndReader(DD_Result result) {
            summary.observe(4);
            ReadValue value = ReadValue.of(summary);
            result.r1 = value.count;
            result.r2 = value.sum;
        }
    }
}
