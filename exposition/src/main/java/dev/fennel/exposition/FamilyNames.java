package dev.fennel.exposition;

import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Names the families of a body as a format writes them, and finds those whose names, or the names of whose samples,
 * become the same as another's by that. Families whose names stay as they are were compared when they were gathered;
 * unless the format has reasons of its own, they are not compared with each other again.
 *
 * <p>Families that are {@linkplain #expect expected} are named together: first each takes the names that it cannot do
 * without, and then, where there is a name that tells more, takes that if it is still free. So a name does not depend
 * on the order of the families; of two that cannot do without the same name, the first has it.
 *
 * <p>Scrape after scrape brings the same families, and the answer depends on nothing but their names and types. So the
 * answers of the last body are kept, and given again for as long as the next one is the same; nothing is allocated
 * then.
 */
final class FamilyNames {
    /** Who may choose first among names that tell more: counters before infos, which lose less by a longer name. */
    private static final Comparator<Named> TURNS =
            Comparator.comparing(Named::type).thenComparing(Named::name);

    private final NamingRule rule;
    private final List<Named> known = new ArrayList<>();
    private int position;
    /** Where the known families end that are expected. */
    private int expected;
    /** Each name claimed by the known families, and whether it was escaped; null until needed. */
    private Map<String, Boolean> claimed;

    /**
     * A family that was named.
     *
     * @param type its type
     * @param name its own name
     * @param written what the format calls it
     * @param conflict why it cannot be written beside the others, or null
     * @param together how many families were named together, this one among them
     */
    record Named(MetricType type, String name, FamilyName written, String conflict, int together) {
        private boolean isOf(MetricFamily family) {
            return type == family.type() && name.equals(family.name());
        }
    }

    FamilyNames(NamingRule rule) {
        this.rule = rule;
    }

    /** Begins another body. */
    void reset() {
        position = 0;
        expected = 0;
        claimed = null;
    }

    /**
     * Names families together, each of which is then {@linkplain #add added}, in this order, except for those without
     * metrics.
     */
    void expect(List<MetricFamily> families) {
        expected = endOfKnown(families);
        if (expected < 0) {
            nameAll(families.stream()
                    .filter(family -> !family.metrics().isEmpty())
                    .toList());
            expected = known.size();
        }
    }

    /** Names the next family of the body: as it was when it was expected, or else beside those before it. */
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

    /** Where these families end if they are the next known ones and were named together, else a negative number. */
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

    /** Puts families, named together, in place of what was known behind the position. */
    private void nameAll(List<MetricFamily> families) {
        if (position < known.size() || claimed == null) {
            known.subList(position, known.size()).clear();
            claimed = new HashMap<>();
            known.stream().filter(named -> named.conflict == null).forEach(this::claim);
        }
        List<Integer> choosing = new ArrayList<>();
        for (MetricFamily family : families) {
            FamilyName other = rule.otherName(family.type(), family.name());
            FamilyName written = other == null ? rule.name(family.type(), family.name()) : other;
            Named least = least(family, written, families.size());
            if (other != null && least.conflict == null) {
                choosing.add(known.size());
            }
            known.add(least);
        }
        choosing.sort(Comparator.comparing(known::get, TURNS));
        choosing.forEach(i -> known.set(i, best(known.get(i))));
    }

    /** Names a family by what it cannot do without. */
    private Named least(MetricFamily family, FamilyName written, int together) {
        MetricType type = family.type();
        String conflict = conflict(written.claimed(type), written.escaped());
        Named named = new Named(type, family.name(), written, conflict, together);
        if (conflict == null) {
            claim(named);
        }
        return named;
    }

    /** Names a family by what tells more, if nobody else claims that. */
    private Named best(Named least) {
        FamilyName written = rule.name(least.type, least.name);
        Set<String> more = written.claimed(least.type);
        more.removeAll(least.written.claimed(least.type));
        if (conflict(more, written.escaped()) != null) {
            return least;
        }
        Named best = new Named(least.type, least.name, written, null, least.together);
        claim(best);
        return best;
    }

    private void claim(Named family) {
        for (String name : family.written.claimed(family.type)) {
            claimed.put(name, family.written.escaped());
        }
    }

    private String conflict(Set<String> names, boolean escaped) {
        for (String name : names) {
            Boolean otherEscaped = claimed.get(name);
            if (otherEscaped == null) {
                continue;
            }
            if (escaped || otherEscaped) {
                return "after escaping, \"" + name + "\" is also a name of another family";
            }
            if (rule.comparesAllFor() != null) {
                return "in " + rule.comparesAllFor() + ", \"" + name + "\" is also a name of another family";
            }
        }
        return null;
    }
}
