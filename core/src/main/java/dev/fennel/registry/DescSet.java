package dev.fennel.registry;

import dev.fennel.model.Collector;
import dev.fennel.model.Desc;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The Descs that a collector described, once each. Immutable. */
final class DescSet {
    /** A message shows no more of them, as there may be a hundred thousand. */
    private static final int SHOWN = 5;

    private final List<Desc> descs;
    private final List<Id> ids;

    private DescSet(List<Desc> descs, List<Id> ids) {
        this.descs = descs;
        this.ids = ids;
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

    /** In the order in which they were described. */
    List<Desc> descs() {
        return descs;
    }

    /** What two collectors are compared by: sorted, and once each. */
    List<Id> ids() {
        return ids;
    }

    /**
     * Whether a Desc of the same name, const label values and dimensions was described. Only for what is registered,
     * where all Descs of a name have the same dimensions.
     */
    boolean covers(Desc desc) {
        int index = Collections.binarySearch(ids, new Id(desc));
        return index >= 0 && ids.get(index).desc().sameDimensions(desc);
    }

    /**
     * Whether both sets have equal Descs, which is more than {@linkplain #ids equal identities}.
     *
     * @param other any object
     * @return true for the same Descs in any order
     */
    @Override
    public boolean equals(Object other) {
        return other instanceof DescSet that
                && ids.equals(that.ids)
                && builder().byId.equals(that.builder().byId);
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

    /**
     * The Descs for a message.
     *
     * @return the first few, and how many more there are
     */
    @Override
    public String toString() {
        if (descs.size() <= SHOWN) {
            return descs.toString();
        }
        String some = descs.subList(0, SHOWN).toString();
        return some.substring(0, some.length() - 1) + ", and " + (descs.size() - SHOWN) + " more]";
    }

    /** The names for a message: the first few, with their const labels, and how many more there are. */
    String names() {
        String some = descs.stream()
                .limit(SHOWN)
                .map(desc -> desc.quoted() + (desc.constLabels().isEmpty() ? "" : desc.constLabels()))
                .collect(Collectors.joining(", "));
        return descs.size() <= SHOWN ? some : some + ", and " + (descs.size() - SHOWN) + " more";
    }

    private Builder builder() {
        Builder builder = new Builder();
        descs.forEach(builder);
        return builder;
    }

    /** Takes Descs one by one; used by one thread. */
    static final class Builder implements Consumer<Desc> {
        private final List<Desc> descs = new ArrayList<>();
        private final Map<Id, Set<Desc>> byId = new TreeMap<>();

        @Override
        public void accept(Desc desc) {
            Id id = new Id(Objects.requireNonNull(desc, "desc"));
            Set<Desc> same = byId.get(id);
            if (same == null) {
                same = new HashSet<>(2);
                byId.put(id, same);
            }
            if (same.add(desc)) {
                descs.add(desc);
            }
        }

        DescSet build() {
            return new DescSet(List.copyOf(descs), List.copyOf(byId.keySet()));
        }
    }

    /**
     * What {@link Desc#sameIdentity} compares, as a key: within a registry, it belongs to one collector.
     *
     * <p>Equality and hash are written out because those that a record comes with are linked when they are first used,
     * which takes a third of the time that a fresh JVM has until its first scrape. Strangers may choose const label
     * values that have the same hash. A hash map keeps such keys in a tree if they are comparable.
     *
     * @param desc a Desc with this identity
     */
    record Id(Desc desc) implements Comparable<Id> {
        @Override
        public boolean equals(Object other) {
            return other instanceof Id that && desc.sameIdentity(that.desc);
        }

        @Override
        public int hashCode() {
            return 31 * desc.name().hashCode() + desc.constLabels().values().hashCode();
        }

        @Override
        public int compareTo(Id other) {
            int order = desc.name().compareTo(other.desc.name());
            return order != 0 ? order : SeriesOrder.compareValues(desc.constLabels(), other.desc.constLabels());
        }
    }
}
