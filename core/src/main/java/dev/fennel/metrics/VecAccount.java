package dev.fennel.metrics;

import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import java.time.Clock;

/** Makes the counters of what a Vec did not keep, which it exposes beside its series. */
final class VecAccount {
    /** None, whatever the default: a user's supplier must not run where these counters are raised. */
    private static final ExemplarSampler NO_EXEMPLARS = new ExemplarSampler(ExemplarSupplier.NONE, Clock.systemUTC());

    private VecAccount() {}

    /**
     * A counter about a Vec. The Vec stands in the label {@code metric}, by its name and, if it has any, its const
     * labels: so the counters of all Vecs have the same label names, and each Vec has its own series.
     */
    static Counter counter(Desc vec, String name, String help) {
        String metric = vec.constLabels().isEmpty() ? vec.name() : vec.name() + vec.constLabels();
        Desc desc = Desc.counter(name, help).withConstLabels(Labels.of("metric", metric));
        return new Counter(new CounterLayout(desc, NO_EXEMPLARS));
    }
}
