package dev.fennel.metrics;

import dev.fennel.model.Desc;
import dev.fennel.model.Labels;

/** Makes the counters of what a Vec did not keep, which it exposes beside its series. */
final class VecAccount {
    private VecAccount() {}

    /**
     * A counter about a Vec. The Vec stands in the label {@code metric}, by its name and, if it has any, its const
     * labels: so the counters of all Vecs have the same label names, and each Vec has its own series.
     */
    static Counter counter(Desc vec, String name, String help) {
        String metric = vec.constLabels().isEmpty() ? vec.name() : vec.name() + vec.constLabels();
        return new Counter(Desc.counter(name, help).withConstLabels(Labels.of("metric", metric)));
    }
}
