package dev.fennel.races;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import dev.fennel.metrics.Counter;
import dev.fennel.metrics.CounterVec;
import dev.fennel.registry.Registry;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.DDD_Result;
import org.openjdk.jcstress.infra.results.DD_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** A look-up finds the one series of its label values, also while it is born, dies, or the table grows. */
public final class SeriesRaces {
    private static final double ABSENT = -1;

    private SeriesRaces() {}

    private static double valueOf(CounterVec vec, String label) {
        return vec.find(label).map(Counter::value).orElse(ABSENT);
    }

    /** Two threads look up a series that is not there yet. */
    @JCStressTest
    @Outcome(id = "1.0, 2.0", expect = ACCEPTABLE, desc = "one series with both increments")
    @State
    public static class Birth {
        private final CounterVec vec = CounterVec.builder("c_total", "C.", "l").build();

        @Actor
        public void one() {
            vec.withLabelValues("a").inc();
        }

        @Actor
        public void other() {
            vec.withLabelValues("a").inc();
        }

        @Arbiter
        public void after(DD_Result result) {
            result.r1 = vec.series().size();
            result.r2 = valueOf(vec, "a");
        }
    }

    /** One thread looks up a series while the other makes so many that the table grows. */
    @JCStressTest
    @Outcome(id = "17.0, 2.0, 1.0", expect = ACCEPTABLE, desc = "every series once, with all increments")
    @State
    public static class TableGrowth {
        private static final String[] OTHERS = new String[16];

        static {
            for (int i = 0; i < OTHERS.length; i++) {
                OTHERS[i] = "other " + i;
            }
        }

        private final CounterVec vec = CounterVec.builder("c_total", "C.", "l").build();

        @Actor
        public void one() {
            vec.withLabelValues("a").inc();
            vec.withLabelValues("a").inc();
        }

        @Actor
        public void others() {
            for (String other : OTHERS) {
                vec.withLabelValues(other).inc();
            }
        }

        @Arbiter
        public void after(DDD_Result result) {
            result.r1 = vec.series().size();
            result.r2 = valueOf(vec, "a");
            result.r3 = valueOf(vec, OTHERS[OTHERS.length - 1]);
        }
    }

    /** A series is deleted while it is looked up and incremented. */
    @JCStressTest
    @Outcome(id = "1.0, -1.0", expect = ACCEPTABLE, desc = "found, then deleted with its increment")
    @Outcome(id = "1.0, 1.0", expect = ACCEPTABLE, desc = "deleted, then made anew and incremented")
    @State
    public static class Deletion {
        private final CounterVec vec = CounterVec.builder("c_total", "C.", "l").build();
        private boolean deleted;

        public Deletion() {
            vec.withLabelValues("a").add(10);
        }

        @Actor
        public void user() {
            vec.withLabelValues("a").inc();
        }

        @Actor
        public void deleter() {
            deleted = vec.deleteLabelValues("a");
        }

        @Arbiter
        public void after(DD_Result result) {
            result.r1 = deleted ? 1 : 0;
            result.r2 = valueOf(vec, "a");
        }
    }

    /** Two threads delete the same series. */
    @JCStressTest
    @Outcome(
            id = {"true, false", "false, true"},
            expect = ACCEPTABLE,
            desc = "one of them deletes it")
    @State
    public static class TwoDeletions {
        private final CounterVec vec = CounterVec.builder("c_total", "C.", "l").build();

        public TwoDeletions() {
            vec.withLabelValues("a");
        }

        @Actor
        public void one(ZZ_Result result) {
            result.r1 = vec.deleteLabelValues("a");
        }

        @Actor
        public void other(ZZ_Result result) {
            result.r2 = vec.deleteLabelValues("a");
        }
    }

    /** Each of two threads makes a series and then gathers. */
    @JCStressTest
    @Outcome(id = "true, true", expect = ACCEPTABLE, desc = "each finds its own series in what it gathers")
    @State
    public static class GatheredAfterBirth {
        private final Registry registry = Registry.create();
        private final CounterVec vec = CounterVec.builder("c_total", "C.", "l").register(registry);

        @Actor
        public void one(ZZ_Result result) {
            vec.withLabelValues("a").inc();
            result.r1 = gathered("a");
        }

        @Actor
        public void other(ZZ_Result result) {
            vec.withLabelValues("b").inc();
            result.r2 = gathered("b");
        }

        private boolean gathered(String label) {
            return registry.gather().families().stream()
                    .flatMap(family -> family.metrics().stream())
                    .anyMatch(metric -> label.equals(metric.labels().get("l")));
        }
    }

    /** One thread finds a series that the other makes, and then gathers. */
    @JCStressTest
    @Outcome(id = "-1.0, 0.0", expect = ACCEPTABLE, desc = "not found yet")
    @Outcome(id = "1.0, 1.0", expect = ACCEPTABLE, desc = "found and gathered")
    @State
    public static class GatheredAfterFound {
        private final CounterVec vec = CounterVec.builder("c_total", "C.", "l").build();

        public GatheredAfterFound() {
            vec.series();
        }

        @Actor
        public void maker() {
            vec.withLabelValues("a");
        }

        @Actor
        public void finder(DD_Result result) {
            boolean found = vec.find("a").isPresent();
            result.r1 = found ? 1 : ABSENT;
            result.r2 = found ? vec.series().size() : 0;
        }
    }

    /** One thread finds that the other has deleted a series, and then gathers. */
    @JCStressTest
    @Outcome(id = "1.0, 0.0", expect = ACCEPTABLE, desc = "still found")
    @Outcome(id = "-1.0, 0.0", expect = ACCEPTABLE, desc = "gone from what is gathered, too")
    @State
    public static class GatheredAfterGone {
        private final CounterVec vec = CounterVec.builder("c_total", "C.", "l").build();

        public GatheredAfterGone() {
            vec.withLabelValues("a");
            vec.series();
        }

        @Actor
        public void deleter() {
            vec.deleteLabelValues("a");
        }

        @Actor
        public void finder(DD_Result result) {
            boolean found = vec.find("a").isPresent();
            result.r1 = found ? 1 : ABSENT;
            result.r2 = found ? 0 : vec.series().size();
        }
    }

    /** One thread looks up a series behind others in the table, whose slots are emptied and taken again meanwhile. */
    @JCStressTest
    @Outcome(id = "true, true", expect = ACCEPTABLE, desc = "found each time")
    @State
    public static class ComingAndGoing {
        // They have the same hash code, and so their search starts at the same slot.
        private static final String[] VALUES = {"AaAa", "AaBB", "BBAa", "BBBB"};

        private final CounterVec vec = CounterVec.builder("c_total", "C.", "l").build();

        public ComingAndGoing() {
            for (String value : VALUES) {
                vec.withLabelValues(value);
            }
        }

        @Actor
        public void others() {
            vec.deleteLabelValues(VALUES[0]);
            vec.deleteLabelValues(VALUES[3]);
            vec.deleteLabelValues(VALUES[1]);
            vec.withLabelValues(VALUES[3]);
            vec.withLabelValues(VALUES[1]);
        }

        @Actor
        public void one(ZZ_Result result) {
            result.r1 = vec.find(VALUES[2]).isPresent();
            result.r2 = vec.find(VALUES[2]).isPresent();
        }
    }

    /** One thread looks up a series while the other makes the table choose another hash. */
    @JCStressTest
    @Outcome(id = "41.0, 2.0", expect = ACCEPTABLE, desc = "every series once, with all increments")
    @State
    public static class EqualHashCodes {
        private static final String[] OTHERS = new String[40];

        static {
            for (int i = 0; i < OTHERS.length; i++) {
                StringBuilder text = new StringBuilder();
                for (int bit = 0; bit < 6; bit++) {
                    text.append((i >> bit & 1) == 0 ? "Aa" : "BB");
                }
                OTHERS[i] = text.toString();
            }
        }

        private final CounterVec vec = CounterVec.builder("c_total", "C.", "l").build();

        @Actor
        public void one() {
            vec.withLabelValues("a").inc();
            vec.withLabelValues("a").inc();
        }

        @Actor
        public void others() {
            for (String other : OTHERS) {
                vec.withLabelValues(other);
            }
        }

        @Arbiter
        public void after(DD_Result result) {
            result.r1 = vec.series().size();
            result.r2 = valueOf(vec, "a");
        }
    }
}
