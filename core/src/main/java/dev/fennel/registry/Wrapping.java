package dev.fennel.registry;

import dev.fennel.internal.Nullable;
import dev.fennel.internal.Unicode;
import dev.fennel.model.Collector;
import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricType;
import java.util.Collection;
import java.util.Objects;

/**
 * What is added to Descs and metrics on their way into a registry: a name prefix, const labels, or both.
 *
 * @param prefix what is put in front of each metric name, perhaps empty
 * @param labels the const labels to add, perhaps none
 */
record Wrapping(String prefix, Labels labels) {
    /** Adds nothing. */
    static final Wrapping NONE = new Wrapping("", Labels.EMPTY);

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

    // Written out because the JDK keeps the class loader of a record whose derived methods were called.
    @Override
    public boolean equals(Object other) {
        return other instanceof Wrapping that && prefix.equals(that.prefix) && labels.equals(that.labels);
    }

    @Override
    public int hashCode() {
        return 31 * prefix.hashCode() + labels.hashCode();
    }

    /**
     * This wrapping around another one.
     *
     * @throws IllegalArgumentException if both add a label of the same name
     */
    Wrapping over(Wrapping inner) {
        return new Wrapping(prefix + inner.prefix, labels.plus(inner.labels));
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
                        desc.quoted() + ": has a label \"" + name + "\" already, cannot add " + labels);
            }
        }
        return desc.withName(prefix + desc.name())
                .withConstLabels(desc.constLabels().plus(labels));
    }

    /**
     * Wraps the labels of a metric.
     *
     * @param plain its labels
     * @param desc its Desc before it is wrapped, or null; the label that has the name of a state set is renamed with it
     */
    Labels wrap(Labels plain, @Nullable Desc desc) {
        if (desc != null && desc.type() == MetricType.STATE_SET && plain.get(desc.name()) != null) {
            return renamed(plain, desc.name()).plus(labels);
        }
        return plain.plus(labels);
    }

    private Labels renamed(Labels plain, String name) {
        String[] pairs = new String[2 * plain.size()];
        for (int i = 0; i < plain.size(); i++) {
            pairs[2 * i] = plain.name(i).equals(name) ? prefix + name : plain.name(i);
            pairs[2 * i + 1] = plain.value(i);
        }
        return Labels.mirrored(pairs); // the names are valid already, whoever chose them
    }

    /** Wraps a metric. Nothing of it is asked for yet, as that may throw. */
    Metric wrap(Metric metric) {
        Objects.requireNonNull(metric, "metric");
        return new WrappedMetric(metric, this, null);
    }

    /**
     * A registerer that passes collectors on to another one, wrapped.
     *
     * @param inner takes the wrapped collectors
     */
    Registerer around(Registerer inner) {
        return new WrappingRegisterer(inner, this);
    }

    /**
     * Keeps nothing: a wrapped collector is found again because it describes the same set of Descs, or has the same
     * {@linkplain WrappedCollector.Identity identity}.
     *
     * @param inner takes the wrapped collectors
     * @param wrapping what to add
     */
    private record WrappingRegisterer(Registerer inner, Wrapping wrapping) implements Registerer {
        @Override
        public void register(Collector collector) {
            inner.register(wrapped(collector));
        }

        @Override
        public boolean unregister(Collector collector) {
            return inner.unregister(wrapped(collector));
        }

        @Override
        public void registerAll(Collection<? extends Collector> collectors) {
            inner.registerAll(collectors.stream().map(this::wrapped).toList());
        }

        private Collector wrapped(Collector collector) {
            return new WrappedCollector(collector, wrapping, true);
        }
    }
}
