package dev.fennel.registry;

import dev.fennel.model.Collector;
import dev.fennel.model.Desc;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/** The Descs that a collector described, once each. Immutable. */
final class DescSet {
    private final List<Desc> descs;
    private final Set<Id> ids;

    private DescSet(Set<Desc> described) {
        descs = List.copyOf(described);
        Set<Id> all = new HashSet<>();
        for (Desc desc : descs) {
            all.add(Id.of(desc));
        }
        ids = Set.copyOf(all);
    }

    /** Lets the collector describe itself. That runs a user's code, so no lock may be held. */
    static DescSet describedBy(Collector collector) {
        Builder described = new Builder();
        collector.describe(described);
        return described.build();
    }

    boolean isEmpty() {
        return descs.isEmpty();
    }

    List<Desc> descs() {
        return descs;
    }

    /** What two collectors are compared by. */
    Set<Id> ids() {
        return ids;
    }

    /** Whether a Desc of the same name, const label values and dimensions was described. */
    boolean covers(Desc desc) {
        for (Desc described : descs) {
            if (described.sameIdentity(desc) && described.sameDimensions(desc)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether both sets have equal Descs, which is more than {@linkplain #ids equal identities}.
     *
     * @param other any object
     * @return true for the same Descs in any order
     */
    @Override
    public boolean equals(Object other) {
        return other instanceof DescSet that && Set.copyOf(descs).equals(Set.copyOf(that.descs));
    }

    /**
     * A hash of the identities.
     *
     * @return the hash
     */
    @Override
    public int hashCode() {
        return ids.hashCode();
    }

    /** Takes Descs one by one; used by one thread. */
    static final class Builder implements Consumer<Desc> {
        private final Set<Desc> described = new LinkedHashSet<>();

        @Override
        public void accept(Desc desc) {
            described.add(Objects.requireNonNull(desc, "desc"));
        }

        DescSet build() {
            return new DescSet(described);
        }
    }

    /**
     * What {@link Desc#sameIdentity} compares, as a key: within a registry, it belongs to one collector.
     *
     * <p>Equality and hash are written out because those that a record comes with are linked when they are first used,
     * which takes a third of the time that a fresh JVM has until its first scrape.
     *
     * @param name the metric name
     * @param constLabelValues the values of the const labels, in the order of their names
     */
    record Id(String name, List<String> constLabelValues) {
        static Id of(Desc desc) {
            return new Id(desc.name(), desc.constLabels().values());
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Id that && name.equals(that.name) && constLabelValues.equals(that.constLabelValues);
        }

        @Override
        public int hashCode() {
            return 31 * name.hashCode() + constLabelValues.hashCode();
        }
    }
}
