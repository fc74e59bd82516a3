package dev.fennel.registry;

import dev.fennel.internal.Nullable;
import dev.fennel.internal.Unicode;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Brings families and single metrics together by name during one gather; used by one thread. */
final class FamilyMerger implements FamilyRules.KnownTypes {
    /** The order of families in a gather. */
    static final Comparator<MetricFamily> BY_NAME = new Comparator<>() {
        @Override
        public int compare(MetricFamily a, MetricFamily b) {
            return Unicode.compare(a.name(), b.name());
        }
    };

    private final Map<String, MetricFamily> given;
    private final Map<String, Growing> growing = new TreeMap<>(Unicode.ORDER);

    /**
     * Starts with families that need no check.
     *
     * @param given the families by name, perhaps some without metrics, whose names are taken as well; not changed
     *     except by {@link #adopt}
     */
    FamilyMerger(Map<String, MetricFamily> given) {
        this.given = given;
    }

    boolean isKnown(String name) {
        return typeOf(name) != null;
    }

    /** True only if nothing was added to any family. */
    boolean isUnchanged() {
        return growing.isEmpty();
    }

    /** Takes a whole family, of a name that is not known, whose metrics need no check. */
    void adopt(MetricFamily family) {
        checkCollisions(family.name(), family.type());
        given.put(family.name(), family);
    }

    /**
     * Where to add metrics.
     *
     * @return the family of the name
     * @throws MetricFault if type, help and unit do not fit this family, or the name is new and collides with another
     */
    Growing familyFor(MetricType type, String name, String help, String unit) {
        Growing family = growing.get(name);
        if (family == null) {
            MetricFamily base = given.get(name);
            if (base == null) {
                checkCollisions(name, type);
                base = new MetricFamily(type, name, help, unit, List.of());
            }
            family = new Growing(base);
            growing.put(name, family);
        }
        family.checkFits(type, help, unit);
        return family;
    }

    /**
     * Ends the merge.
     *
     * @param errors takes one for each duplicate series
     * @return all families that have metrics, sorted by name
     */
    List<MetricFamily> build(List<GatherError> errors) {
        List<MetricFamily> families = new ArrayList<>();
        for (MetricFamily family : given.values()) {
            if (!growing.containsKey(family.name()) && !family.metrics().isEmpty()) {
                families.add(family);
            }
        }
        for (Growing family : growing.values()) {
            MetricFamily built = DuplicateSeries.addWithout(family.base, family.added, errors);
            if (!built.metrics().isEmpty()) {
                families.add(built);
            }
        }
        families.sort(BY_NAME);
        return families;
    }

    private void checkCollisions(String name, MetricType type) {
        MetricFault.throwIf(FamilyRules.suffixCollision(name, type, this));
    }

    @Override
    public @Nullable MetricType typeOf(String name) {
        Growing growingFamily = growing.get(name);
        if (growingFamily != null) {
            return growingFamily.base.type();
        }
        MetricFamily family = given.get(name);
        return family == null ? null : family.type();
    }

    /** A family that series are added to. */
    static final class Growing {
        private final MetricFamily base;
        private final List<Series> added = new ArrayList<>();

        private Growing(MetricFamily base) {
            this.base = base;
        }

        private void checkFits(MetricType type, String help, String unit) {
            MetricFault.throwIf(FamilyRules.difference(type, help, unit, base.type(), base.help(), base.unit()));
        }

        void add(Series series) {
            added.add(series);
        }
    }
}
