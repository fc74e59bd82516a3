package dev.fennel.exposition;

import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Names the families of a body as a format writes them, and finds those whose names, or the names of whose samples,
 * become the same as another's by that. Families whose names stay as they are were compared when they were gathered;
 * unless the format has reasons of its own, they are not compared with each other again.
 *
 * <p>Scrape after scrape brings the same families, and the answer depends on nothing but their names and types. So the
 * answers of the last body are kept, and given again for as long as the next one is the same; nothing is allocated
 * then.
 */
final class FamilyNames {
    private final NamingRule rule;
    private final List<Named> known = new ArrayList<>();
    private int position;
    /** Each name claimed by the families up to the position, and whether it was escaped; null until needed. */
    private Map<String, Boolean> claimed;

    /**
     * A family that was named.
     *
     * @param type its type
     * @param name its own name
     * @param written what the format calls it
     * @param conflict why it cannot be written beside the families before it, or null
     */
    record Named(MetricType type, String name, FamilyName written, String conflict) {}

    FamilyNames(NamingRule rule) {
        this.rule = rule;
    }

    /** Begins another body. */
    void reset() {
        position = 0;
        claimed = null;
    }

    /** Names the next family of the body. */
    Named add(MetricFamily family) {
        if (position < known.size()) {
            Named next = known.get(position);
            if (next.type == family.type() && next.name.equals(family.name())) {
                position++;
                return next;
            }
            known.subList(position, known.size()).clear();
            claimed = null;
        }
        if (claimed == null) {
            claimed = new HashMap<>();
            known.forEach(this::claim);
        }
        Named added = named(family.type(), family.name());
        known.add(added);
        claim(added);
        position++;
        return added;
    }

    private Named named(MetricType type, String name) {
        FamilyName written = rule.name(type, name);
        String conflict = conflict(type, written);
        FamilyName other = conflict == null ? null : rule.otherName(type, name);
        if (other != null && conflict(type, other) == null) {
            return new Named(type, name, other, null);
        }
        return new Named(type, name, written, conflict);
    }

    private void claim(Named family) {
        if (family.conflict == null) {
            for (String name : family.written.claimed(family.type)) {
                claimed.put(name, family.written.escaped());
            }
        }
    }

    private String conflict(MetricType type, FamilyName written) {
        for (String name : written.claimed(type)) {
            Boolean otherEscaped = claimed.get(name);
            if (otherEscaped == null) {
                continue;
            }
            if (written.escaped() || otherEscaped) {
                return "after escaping, \"" + name + "\" is also a name of another family";
            }
            if (rule.comparesAllFor() != null) {
                return "in " + rule.comparesAllFor() + ", \"" + name + "\" is also a name of another family";
            }
        }
        return null;
    }
}
