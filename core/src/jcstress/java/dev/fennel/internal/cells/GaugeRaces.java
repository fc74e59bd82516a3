package dev.fennel.internal.cells;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.DDD_Result;
import org.openjdk.jcstress.infra.results.DD_Result;

/**
 * No reading of a gauge has what was taken away without what was added before. A thread that adds in its own cell and
 * in a shared one stands for two that hand over to each other, so that two processors are enough.
 */
public final class GaugeRaces {
    private static final int TIMES = 20;

    private GaugeRaces() {}

    private static void readLowestAndHighest(GaugeSum sum, DD_Result result) {
        for (int i = 0; i < TIMES; i++) {
            double value = sum.value();
            result.r1 = Math.min(result.r1, value);
            result.r2 = Math.max(result.r2, value);
        }
    }

    /** One is added in the owner's cell, and taken away in a shared one. */
    @JCStressTest
    @Outcome(
            id = {"0.0, 0.0", "0.0, 1.0"},
            expect = ACCEPTABLE,
            desc = "there is one or none")
    @State
    public static class OwnerFirst {
        private final GaugeSum sum = GaugeSum.create();

        @Actor
        public void owner() {
            sum.claimNow();
            for (int i = 0; i < TIMES; i++) {
                sum.add(1);
                sum.addShared(-1);
            }
        }

        @Actor
        public void reader(DD_Result result) {
            readLowestAndHighest(sum, result);
        }
    }

    /** One is added in a shared cell, and taken away in the owner's. */
    @JCStressTest
    @Outcome(
            id = {"0.0, 0.0", "0.0, 1.0"},
            expect = ACCEPTABLE,
            desc = "there is one or none")
    @State
    public static class SharedFirst {
        private final GaugeSum sum = GaugeSum.create();

        @Actor
        public void owner() {
            sum.claimNow();
            for (int i = 0; i < TIMES; i++) {
                sum.addShared(1);
                sum.add(-1);
            }
        }

        @Actor
        public void reader(DD_Result result) {
            readLowestAndHighest(sum, result);
        }
    }

    /** Two threads own cells, or try to at the same time, and both read. */
    @JCStressTest
    @Outcome(
            id = {"1.0, 3.0, 0.0", "3.0, 2.0, 0.0", "3.0, 3.0, 0.0", "1.0, 2.0, 0.0"},
            expect = ACCEPTABLE,
            desc = "each reading has what its own thread has added, and in the end nothing is missing")
    @State
    public static class TwoReaders {
        private final GaugeSum sum = GaugeSum.create();

        @Actor
        public void one(DDD_Result result) {
            sum.claimNow();
            sum.add(1);
            result.r1 = sum.value();
            sum.add(-1);
        }

        @Actor
        public void other(DDD_Result result) {
            sum.claimNow();
            sum.add(2);
            result.r2 = sum.value();
            sum.add(-2);
        }

        @Arbiter
        public void after(DDD_Result result) {
            result.r3 = sum.value();
        }
    }

    /** What a reading has, the next one has. */
    @JCStressTest
    @Outcome(
            id = {"0.0, 0.0, 3.0", "0.0, 1.0, 3.0", "0.0, 3.0, 3.0", "1.0, 1.0, 3.0", "1.0, 3.0, 3.0", "3.0, 3.0, 3.0"},
            expect = ACCEPTABLE,
            desc = "in the order in which it was added")
    @State
    public static class Monotone {
        private final GaugeSum sum = GaugeSum.create();

        @Actor
        public void owner() {
            sum.claimNow();
            sum.add(1);
            sum.addShared(2);
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
