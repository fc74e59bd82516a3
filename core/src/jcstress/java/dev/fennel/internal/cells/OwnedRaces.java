package dev.fennel.internal.cells;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import dev.fennel.internal.Nullable;
import java.util.concurrent.atomic.AtomicReference;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.DDD_Result;
import org.openjdk.jcstress.infra.results.DD_Result;
import org.openjdk.jcstress.infra.results.D_Result;

/** Cells that belong to one thread each, which in instruments takes a thousand uses. */
public final class OwnedRaces {
    private OwnedRaces() {}

    /** Two threads get cells of a sum, which makes the slots grow, and add to what they got. */
    @JCStressTest
    @Outcome(id = "6.0", expect = ACCEPTABLE, desc = "all is counted, in own cells or shared ones")
    @State
    public static class Growth {
        private final SumCells cells = new SumCells();

        @Actor
        public void one() {
            cells.claimNow();
            cells.add(1);
            cells.add(.5);
        }

        @Actor
        public void other() {
            cells.claimNow();
            cells.add(2);
            cells.add(2.5);
        }

        @Arbiter
        public void after(D_Result result) {
            result.r1 = cells.sum(0);
        }
    }

    /** Three readings beside an owner. */
    @JCStressTest
    @Outcome(
            id = {
                "0.0, 0.0, 0.0", "0.0, 0.0, 1.0", "0.0, 0.0, 1.5", "0.0, 1.0, 1.0", "0.0, 1.0, 1.5",
                "0.0, 1.5, 1.5", "1.0, 1.0, 1.0", "1.0, 1.0, 1.5", "1.0, 1.5, 1.5", "1.5, 1.5, 1.5"
            },
            expect = ACCEPTABLE,
            desc = "no reading is below an earlier one")
    @Outcome(
            id = {"0.0, 0.0, 0.5", "0.0, 0.5, 1.5", "0.5, 1.5, 1.5"},
            expect = ACCEPTABLE,
            desc = "a reading may miss a whole amount that was added beside it, and have the fraction after that")
    @State
    public static class Monotone {
        private final SumCells cells = new SumCells();

        @Actor
        public void owner() {
            cells.claimNow();
            cells.add(1);
            cells.add(.5);
        }

        @Actor
        public void reader(DDD_Result result) {
            result.r1 = cells.sum(0);
            result.r2 = cells.sum(0);
            result.r3 = cells.sum(0);
        }
    }

    /** The cell of a thread that has ended is taken over, beside a reading. */
    @JCStressTest
    @Outcome(
            id = {"4.0, 4.0", "4.0, 5.0", "5.0, 5.0"},
            expect = ACCEPTABLE,
            desc = "nothing of the former owner is missing, nor is it counted twice")
    @State
    public static class TakeOver {
        private final SumCells cells = withEndedOwner();

        private static SumCells withEndedOwner() {
            SumCells cells = new SumCells();
            Thread thread = new Thread(() -> {
                cells.claimNow();
                cells.add(4);
            });
            thread.start();
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return cells;
        }

        @Actor
        public void heir() {
            cells.claimNow();
            cells.add(1);
        }

        @Actor
        public void reader(DD_Result result) {
            result.r1 = cells.sum(0);
            result.r2 = cells.sum(0);
        }
    }

    /** A pair of cells with two buckets, which one thread claims, while others may read it. */
    private static final class Pair {
        private static final int BUCKETS = 2;

        private final HistogramCell first = new HistogramCell(BUCKETS);
        private final AtomicReference<OwnedPair[]> owned = new AtomicReference<>(OwnedPair.none());

        void claim() {
            OwnedPair[] next = OwnedPair.claimNow(owned.get(), first);
            if (next != null) {
                owned.set(next);
            }
        }

        void count(double value, int bucket) {
            HistogramCell own = own();
            if (own == null) {
                throw new IllegalStateException("no own cell");
            }
            own.count(value, bucket);
        }

        /** Has the present thread claim the pair, and make three observations. */
        void claimAndCount() {
            claim();
            count(.5, 0);
            count(4, 1);
            count(.5, 0);
        }

        private @Nullable HistogramCell own() {
            return OwnedPair.own(owned.get());
        }

        /** The number of observations, their sum, and the number in the first bucket. */
        void read(DDD_Result result, int firstAttempt) {
            HistogramImage image = new HistogramImage(BUCKETS);
            result.r1 = 0;
            result.r2 = 0;
            result.r3 = 0;
            for (int half = 0; half < OwnedPair.halves(owned.get()); half++) {
                int attempt = firstAttempt;
                while (!OwnedPair.tryRead(owned.get(), half, image, attempt)) {
                    attempt++;
                }
                result.r1 += image.counts[0] + image.counts[1];
                result.r2 += image.sum;
                result.r3 += image.counts[0];
            }
        }
    }

    /** A reading beside an owner. */
    @JCStressTest
    @Outcome(
            id = {"0.0, 0.0, 0.0", "1.0, 0.5, 1.0", "2.0, 4.5, 1.0", "3.0, 5.0, 2.0"},
            expect = ACCEPTABLE,
            desc = "whole observations, in their order")
    @Outcome(
            id = {"2.0, 1.0, 2.0", "1.0, 4.0, 0.0"},
            expect = ACCEPTABLE,
            desc = "whole observations; one was made beside the reading, in the half that was read already")
    @State
    public static class WholeObservations {
        private final Pair pair = new Pair();

        @Actor
        public void owner() {
            pair.claimAndCount();
        }

        @Actor
        public void reader(DDD_Result result) {
            pair.read(result, 0);
        }
    }

    /** A reading that has the owner change the half in any case. What was counted in the other half may be missing. */
    @JCStressTest
    @Outcome(
            id = {"0.0, 0.0, 0.0", "1.0, 0.5, 1.0", "2.0, 4.5, 1.0", "2.0, 1.0, 2.0", "1.0, 4.0, 0.0", "3.0, 5.0, 2.0"},
            expect = ACCEPTABLE,
            desc = "whole observations")
    @State
    public static class ChangedHalves {
        private final Pair pair = new Pair();

        @Actor
        public void owner() {
            pair.claimAndCount();
        }

        @Actor
        public void reader(DDD_Result result) {
            pair.read(result, 1);
        }
    }

    /** An observation that is broken off, and taken back by the owner before the next one, beside a reading. */
    @JCStressTest
    @Outcome(
            id = {"0.0, 0.0, 0.0", "1.0, 4.0, 0.0"},
            expect = ACCEPTABLE,
            desc = "the one that was broken off is never seen")
    @State
    public static class BrokenOff {
        private final Pair pair = new Pair();

        @Actor
        public void owner() {
            pair.claim();
            HistogramCell half = pair.own();
            if (half == null) {
                throw new IllegalStateException("no own cell");
            }
            long before = half.enterOwn();
            half.noteBucket = 0;
            half.noteCount = half.counts[0];
            half.noteSum = half.sum;
            half.startChange(before);
            half.sum += 100;
            half.counts[0]++;
            pair.count(4, 1);
        }

        @Actor
        public void reader(DDD_Result result) {
            pair.read(result, 0);
        }
    }
}
