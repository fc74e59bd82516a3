package dev.fennel.metrics;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import dev.fennel.model.Exemplar;
import dev.fennel.model.Labels;
import java.time.Instant;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.D_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** What instruments do once in their life, or seldom, done by two threads at the same time. */
public final class InstrumentRaces {
    private InstrumentRaces() {}

    /** Two threads move the value of a gauge to a sum, and add to it. */
    @JCStressTest
    @Outcome(id = "15.0", expect = ACCEPTABLE, desc = "the value and all that was added")
    @State
    public static class MoveToSum {
        private final Gauge gauge = Gauge.builder("g", "G.").build();

        public MoveToSum() {
            gauge.set(10);
        }

        @Actor
        public void one() {
            gauge.moveToSum();
            gauge.add(1);
        }

        @Actor
        public void other() {
            gauge.moveToSum();
            gauge.add(4);
        }

        @Arbiter
        public void after(D_Result result) {
            result.r1 = gauge.value();
        }
    }

    /** Two threads keep the first exemplars of a histogram, in buckets of their own. */
    @JCStressTest
    @Outcome(id = "2", expect = ACCEPTABLE, desc = "both are kept")
    @State
    public static class FirstExemplars {
        private static final Exemplar EXEMPLAR = new Exemplar(Labels.EMPTY, 1, Instant.EPOCH);

        private final Histogram histogram =
                Histogram.builder("h", "H.").buckets(1, 2).build();

        @Actor
        public void one() {
            histogram.setExemplar(0, EXEMPLAR);
        }

        @Actor
        public void other() {
            histogram.setExemplar(1, EXEMPLAR);
        }

        @Arbiter
        public void after(I_Result result) {
            result.r1 = (histogram.exemplar(0) == null ? 0 : 1) + (histogram.exemplar(1) == null ? 0 : 1);
        }
    }
}
