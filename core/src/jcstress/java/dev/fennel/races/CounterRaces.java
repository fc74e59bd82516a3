package dev.fennel.races;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import dev.fennel.metrics.Counter;
import dev.fennel.metrics.Gauge;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.DDD_Result;
import org.openjdk.jcstress.infra.results.D_Result;

/** Counters and gauges lose nothing, and a counter never goes back. */
public final class CounterRaces {
    private CounterRaces() {}

    /** Two threads meet in the counter's one field, and perhaps make it grow. */
    @JCStressTest
    @Outcome(id = "2.0", expect = ACCEPTABLE, desc = "both increments are counted")
    @State
    public static class BothCount {
        private final Counter counter = Counter.builder("c_total", "C.").build();

        @Actor
        public void one() {
            counter.inc();
        }

        @Actor
        public void other() {
            counter.inc();
        }

        @Arbiter
        public void after(D_Result result) {
            result.r1 = counter.value();
        }
    }

    /** One thread makes the counter grow, while the other still uses what it was before. */
    @JCStressTest
    @Outcome(id = "4.5", expect = ACCEPTABLE, desc = "all increments are counted")
    @State
    public static class Growth {
        private final Counter counter = Counter.builder("c_total", "C.").build();

        @Actor
        public void whole() {
            counter.inc();
            counter.inc();
        }

        @Actor
        public void fraction() {
            counter.add(0.5);
            counter.add(2);
        }

        @Arbiter
        public void after(D_Result result) {
            result.r1 = counter.value();
        }
    }

    /** Three readings in a row, beside a thread that counts and makes the counter grow. */
    @JCStressTest
    @Outcome(
            id = {
                "0.0, 0.0, 0.0",
                "0.0, 0.0, 1.0",
                "0.0, 0.0, 1.5",
                "0.0, 1.0, 1.0",
                "0.0, 1.0, 1.5",
                "0.0, 1.5, 1.5",
                "1.0, 1.0, 1.0",
                "1.0, 1.0, 1.5",
                "1.0, 1.5, 1.5",
                "1.5, 1.5, 1.5"
            },
            expect = ACCEPTABLE,
            desc = "no reading is below an earlier one")
    @State
    public static class Monotone {
        private final Counter counter = Counter.builder("c_total", "C.").build();

        @Actor
        public void user() {
            counter.inc();
            counter.add(0.5);
        }

        @Actor
        public void reader(DDD_Result result) {
            result.r1 = counter.value();
            result.r2 = counter.value();
            result.r3 = counter.value();
        }
    }

    /** A gauge goes up in one thread and down in the other. */
    @JCStressTest
    @Outcome(id = "2.0", expect = ACCEPTABLE, desc = "both changes are there")
    @State
    public static class GaugeUpAndDown {
        private final Gauge gauge = Gauge.builder("g", "G.").build();

        @Actor
        public void up() {
            gauge.add(3);
        }

        @Actor
        public void down() {
            gauge.dec();
        }

        @Arbiter
        public void after(D_Result result) {
            result.r1 = gauge.value();
        }
    }
}
