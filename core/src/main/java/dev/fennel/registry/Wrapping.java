package dev.fennel.registry;

import dev.fennel.internal.SelfConsistent;
import dev.fennel.internal.Unicode;
import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import java.util.Objects;

/**
 * What is added to Descs and metrics on their way into a registry: a name prefix, const labels, or both.
 *
 * @param prefix what is put in front of each metric name, perhaps empty
 * @param labels the const labels to add, perhaps none
 */
record Wrapping(String prefix, Labels labels) {
    static Wrapping ofPrefix(String prefix) {
        Objects.requireNonNull(prefix, "prefix");
        if (!Unicode.isValid(prefix)) {
            throw new IllegalArgumentException("expected a prefix of valid Unicode, got \"" + prefix + "\"");
        }
        return new Wrapping(prefix, Labels.EMPTY);
    }

    static Wrapping ofLabels(Labels labels) {
        return new Wrapping("", Objects.requireNonNull(labels, "labels"));
    }

    /**
     * Wraps a Desc.
     *
     * @throws IllegalArgumentException if it has one of the labels already, or cannot have one for its type
     */
    Desc wrap(Desc desc) {
        Objects.requireNonNull(desc, "desc");
        for (String name : labels.names()) {
            if (desc.constLabels().get(name) != null || desc.variableLabels().contains(name)) {
                throw new IllegalArgumentException(
                        desc.type() + " \"" + desc.name() + "\": has a label \"" + name + "\" already, cannot add "
                                + labels);
            }
        }
        return desc.withName(prefix + desc.name()).withConstLabels(desc.constLabels().plus(labels));
    }

    /** Wraps a metric, which keeps the mark of the library's own. Nothing of it is asked for yet, as that may throw. */
    Metric wrap(Metric metric) {
        Objects.requireNonNull(metric, "metric");
        return metric instanceof SelfConsistent
                ? new WrappedMetric.Consistent(metric, this, null)
                : new WrappedMetric(metric, this, null);
    }
}
