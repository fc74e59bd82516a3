package dev.fennel.registry;

import dev.fennel.internal.Unicode;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Brings families and single metrics together by name during one gather; used by one thread. */
final class FamilyMerger {
    /** The order of families in a gather. */
    static final Comparator<MetricFamily> BY_NAME = (a, b) -> Unicode.compare(a.name(), b.name());

    private final Map<String, MetricFamily> given;
    private final Map<String, FamilyBuilder> growing = new TreeMap<>(Unicode::compare);

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

    /** Whether no family was asked for to add metrics. */
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
    FamilyBuilder familyFor(MetricType type, String name, String help, String unit) {
        FamilyBuilder family = growing.get(name);
        if (family == null) {
            MetricFamily base = given.get(name);
            if (base == null) {
                checkCollisions(name, type);
                base = new MetricFamily(type, name, help, unit, List.of());
            }
            family = new FamilyBuilder(base);
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
        for (FamilyBuilder family : growing.values()) {
            MetricFamily built = family.build(errors);
            if (!built.metrics().isEmpty()) {
                families.add(built);
            }
        }
        families.sort(BY_NAME);
        return families;
    }

    private void checkCollisions(String name, MetricType type) {
        MetricFault.throwIf(SuffixCollisions.find(name, type, this::typeOf));
    }

    private MetricType typeOf(String name) {
        FamilyBuilder growingFamily = growing.get(name);
        if (growingFamily != null) {
            return growingFamily.type();
        }
        MetricFamily family = given.get(name);
        return family == null ? null : family.type();
    }
}
