package dev.fennel.exposition;

import dev.fennel.exposition.internal.Nullable;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Names the families of a body as a format writes them, and finds families whose names, or whose samples' names, are no
 * longer different once they are written. All are compared with each other: a registry has done so for names that are
 * not escaped, but a page that was parsed, or a gatherer of a user's own, has not.
 *
 * <p>Families that are {@linkplain #expect expected} are named together, in two rounds. First each family claims its
 * fallback name, or its only one. Then each family with a fallback gets its preferred name, if that claims no name that
 * another family has. In both rounds, families whose names are not escaped come before the others: a new family that
 * only looks the same after escaping takes no name from one that everybody knows. So names do not depend on the order
 * of the families, with one exception: of two families of either kind that need the same name, the first gets it.
 *
 * <p>One scrape after another brings the same families, and the result depends on nothing but their names and types. So
 * the results for the last body are kept, and returned again as long as the next body has the same families. Nothing is
 * allocated then.
 */
final class FamilyNames {
    private final FamilyName.Rule rule;
    private final List<Named> known = new ArrayList<>();
    private int position;
    /** The index after the last known family that is expected. */
    private int expected;
    /** Every name that the known families claim, and whether its family was escaped; empty until needed. */
    private Map<String, Boolean> claimed = Map.of();

    /**
     * A family with its name.
     *
     * @param type its type
     * @param name its own name
     * @param written what the format calls it
     * @param conflict why it cannot be written beside the others, or null
     * @param together how many families were named together, including this one
     */
    record Named(
            MetricType type,
            String name,
            FamilyName written,
            @Nullable String conflict,
            int together) {
        private boolean isOf(MetricFamily family) {
            return type == family.type() && name.equals(family.name());
        }
    }

    /**
     * The order in which known families, given by their indexes, try their preferred names: those that are not escaped
     * first, and counters before infos, for which it matters less.
     */
    private final class Turns implements Comparator<Integer> {
        @Override
        public int compare(Integer one, Integer other) {
            Named a = known.get(one);
            Named b = known.get(other);
            int order = Boolean.compare(a.written.escaped(), b.written.escaped());
            if (order == 0) {
                order = a.type.compareTo(b.type);
            }
            return order != 0 ? order : a.name.compareTo(b.name);
        }
    }

    FamilyNames(FamilyName.Rule rule) {
        this.rule = rule;
    }

    /** Begins a new body. */
    void reset() {
        position = 0;
        expected = 0;
        claimed = Map.of();
    }

    /**
     * Names families together. Each of them is then {@linkplain #add added} in this order, except for those without
     * metrics.
     */
    void expect(List<MetricFamily> families) {
        expected = endOfKnown(families);
        if (expected < 0) {
            List<MetricFamily> written = new ArrayList<>(families.size());
            for (MetricFamily family : families) {
                if (!family.metrics().isEmpty()) {
                    written.add(family);
                }
            }
            nameAll(written);
            expected = known.size();
        }
    }

    /** Names the next family of the body: as named when it was expected, or else next to the families before it. */
    Named add(MetricFamily family) {
        if (position == expected) {
            Named next = position < known.size() ? known.get(position) : null;
            if (next == null || next.together > 1 || !next.isOf(family)) {
                nameAll(List.of(family));
            }
            expected = position + 1;
        }
        return known.get(position++);
    }

    /** The end index of these families if they are the next known ones and were named together; otherwise negative. */
    private int endOfKnown(List<MetricFamily> families) {
        int next = position;
        for (int i = 0; i < families.size(); i++) {
            MetricFamily family = families.get(i);
            if (!family.metrics().isEmpty()) {
                if (next == known.size() || !known.get(next).isOf(family)) {
                    return -1;
                }
                next++;
            }
        }
        return next == position || known.get(position).together == next - position ? next : -1;
    }

    /** Names families together, and replaces the known families from the position on with them. */
    private void nameAll(List<MetricFamily> families) {
        if (position < known.size() || claimed.isEmpty()) {
            known.subList(position, known.size()).clear();
            claimed = new HashMap<>();
            for (Named named : known) {
                if (named.conflict == null) {
                    claim(named);
                }
            }
        }
        Named[] named = new Named[families.size()];
        firstRound(families, named, false);
        firstRound(families, named, true);
        List<Integer> withFallback = new ArrayList<>();
        for (Named family : named) {
            if (family.conflict == null && rule.fallback(family.type, family.name) != null) {
                withFallback.add(known.size());
            }
            known.add(family);
        }
        if (!withFallback.isEmpty()) {
            withFallback.sort(new Turns());
            for (int i : withFallback) {
                known.set(i, secondRound(known.get(i)));
            }
        }
    }

    /** Gives their fallback name, or their only one, to families that are escaped, or to those that are not. */
    private void firstRound(List<MetricFamily> families, Named[] named, boolean escaped) {
        for (int i = 0; i < named.length; i++) {
            MetricFamily family = families.get(i);
            FamilyName fallback = rule.fallback(family.type(), family.name());
            FamilyName written = fallback == null ? rule.name(family.type(), family.name()) : fallback;
            if (written.escaped() == escaped) {
                named[i] = firstRound(family, written, named.length);
            }
        }
    }

    /** Gives a family its fallback name, or its only one. */
    private Named firstRound(MetricFamily family, FamilyName written, int together) {
        MetricType type = family.type();
        String conflict = conflict(written.claimed(type), written.escaped());
        Named named = new Named(type, family.name(), written, conflict, together);
        if (conflict == null) {
            claim(named);
        }
        return named;
    }

    /** Gives a family its preferred name, unless another family claims a part of it. */
    private Named secondRound(Named named) {
        FamilyName written = rule.name(named.type, named.name);
        Set<String> more = written.claimed(named.type);
        more.removeAll(named.written.claimed(named.type));
        if (conflict(more, written.escaped()) != null) {
            return named;
        }
        Named preferred = new Named(named.type, named.name, written, null, named.together);
        claim(preferred);
        return preferred;
    }

    private void claim(Named family) {
        for (String name : family.written.claimed(family.type)) {
            claimed.put(name, family.written.escaped());
        }
    }

    private @Nullable String conflict(Set<String> names, boolean escaped) {
        for (String name : names) {
            Boolean otherEscaped = claimed.get(name);
            if (otherEscaped == null) {
                continue;
            }
            if (escaped || otherEscaped) {
                return "after escaping, \"" + name + "\" is also a name of another family";
            }
            return rule.where() + "\"" + name + "\" is also a name of another family";
        }
        return null;
    }
}
