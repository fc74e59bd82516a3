package dev.fennel.internal.cells;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.DDD_Result;
import org.openjdk.jcstress.infra.results.DD_Result;

/** No reading of a gauge has what was taken away without what was added before, whichever cells the threads use. */
public final class GaugeRaces {
    private GaugeRaces() {}

    /** What one thread gives, another one takes, once or many times. */
    private static class HandedOver {
        private static final int TIMES = 20;

        private final GaugeSum sum = new GaugeSum();

        @SuppressWarnings("UnusedVariable")
        private volatile int given;

        void give() {
            for (int i = 1; i <= TIMES; i++) {
                sum.add(1);
                given = i;
            }
        }

        void take() {
            int taken = 0;
            for (int i = 0; i < 2 * TIMES; i++) {
                if (given > taken) {
                    sum.add(-1);
                    taken++;
                }
            }
        }

        /** The lowest of some readings if that is below zero; 0 otherwise. */
        double lowest() {
            double lowest = 0;
            for (int i = 0; i < TIMES / 2; i++) {
                lowest = Math.min(lowest, sum.value());
            }
            return lowest;
        }

        void claim() {
            sum.claimNow();
        }
    }

    /** Both own cells. */
    @JCStressTest
    @Outcome(id = "0.0, 0.0", expect = ACCEPTABLE, desc = "never below zero")
    @State
    public static class Owners extends HandedOver {
        @Actor
        public void giver() {
            claim();
            give();
        }

        @Actor
        public void taker() {
            claim();
            take();
        }

        @Actor
        public void reader(DD_Result result) {
            result.r1 = lowest();
        }

        @Actor
        public void otherReader(DD_Result result) {
            result.r2 = lowest();
        }
    }

    /** The one who gives shares cells with others. */
    @JCStressTest
    @Outcome(id = "0.0, 0.0", expect = ACCEPTABLE, desc = "never below zero")
    @State
    public static class SharingGiver extends HandedOver {
        @Actor
        public void giver() {
            give();
        }

        @Actor
        public void taker() {
            claim();
            take();
        }

        @Actor
        public void reader(DD_Result result) {
            result.r1 = lowest();
            result.r2 = lowest();
        }
    }

    /** The one who takes shares cells with others. */
    @JCStressTest
    @Outcome(id = "0.0, 0.0", expect = ACCEPTABLE, desc = "never below zero")
    @State
    public static class SharingTaker extends HandedOver {
        @Actor
        public void giver() {
            claim();
            give();
        }

        @Actor
        public void taker() {
            take();
        }

        @Actor
        public void reader(DD_Result result) {
            result.r1 = lowest();
            result.r2 = lowest();
        }
    }

    /** Two threads add once, beside two readings. */
    @JCStressTest
    @Outcome(
            id = {
                "0.0, 0.0, 3.0",
                "0.0, 1.0, 3.0",
                "0.0, 2.0, 3.0",
                "0.0, 3.0, 3.0",
                "1.0, 1.0, 3.0",
                "1.0, 3.0, 3.0",
                "2.0, 2.0, 3.0",
                "2.0, 3.0, 3.0",
                "3.0, 3.0, 3.0"
            },
            expect = ACCEPTABLE,
            desc = "what a reading has, the next one has, and in the end nothing is missing")
    @State
    public static class NothingIsLost {
        private final GaugeSum sum = new GaugeSum();

        @Actor
        public void one() {
            sum.claimNow();
            sum.add(1);
        }

        @Actor
        public void other() {
            sum.add(2);
        }

        @Actor
        public void reader(DDD_Result result) {
            result.r1 = sum.value();
            result.r2 = sum.value();
        }

        @Arbiter
        public void after(DDD_Result result) {
            result.r3 = sum.value();
        }
    }
}
