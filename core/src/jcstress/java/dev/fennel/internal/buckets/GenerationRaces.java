package dev.fennel.internal.buckets;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import dev.fennel.model.Exemplar;
import dev.fennel.model.Labels;
import java.time.Instant;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** What threads do at the same time to a generation of a native histogram. */
public final class GenerationRaces {
    private GenerationRaces() {}

    private static NativeGeneration newGeneration() {
        return new NativeGeneration(1, NativeCounts.none(new NativeScale(0, 0)), 0);
    }

    /** Two threads keep exemplars, for both of which there is room. */
    @JCStressTest
    @Outcome(id = "2", expect = ACCEPTABLE, desc = "both are kept")
    @State
    public static class Exemplars {
        private static final int MAX = 4;
        private static final Exemplar SMALL = new Exemplar(Labels.EMPTY, 1, Instant.EPOCH);
        private static final Exemplar LARGE = new Exemplar(Labels.EMPTY, 2, Instant.EPOCH);

        private final NativeGeneration generation = newGeneration();

        @Actor
        public void small() {
            generation.keep(SMALL, MAX, 1);
        }

        @Actor
        public void large() {
            generation.keep(LARGE, MAX, 1);
        }

        @Arbiter
        public void after(I_Result result) {
            SpreadExemplars kept = generation.exemplars();
            result.r1 = kept == null ? 0 : kept.size();
        }
    }

    /** Two threads want to limit the number of buckets. */
    @JCStressTest
    @Outcome(
            id = {"true, false", "false, true"},
            expect = ACCEPTABLE,
            desc = "one of them does")
    @State
    public static class Limiting {
        private final NativeGeneration generation = newGeneration();

        @Actor
        public void one(ZZ_Result result) {
            result.r1 = generation.tryLimiting();
        }

        @Actor
        public void other(ZZ_Result result) {
            result.r2 = generation.tryLimiting();
        }
    }
}
