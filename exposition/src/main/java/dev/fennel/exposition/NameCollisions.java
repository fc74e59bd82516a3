package dev.fennel.exposition;

import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the families of a body whose names, or the names of whose samples, become the same by escaping. Families whose
 * names stay as they are were compared when they were gathered, and are not compared with each other again.
 *
 * <p>Until the first escaped name, families are only noted, which allocates nothing.
 */
final class NameCollisions {
    private final List<String> names = new ArrayList<>();
    private final List<MetricType> types = new ArrayList<>();
    /** Each name written, and whether it was escaped; empty until one was. */
    private final Map<String, Boolean> taken = new HashMap<>();

    /** Forgets all families. */
    void reset() {
        names.clear();
        types.clear();
        taken.clear();
    }

    /** Adds a family under the name it is written by; the answer is the name that another family has, or null. */
    String add(MetricFamily family, String written) {
        boolean escaped = !written.equals(family.name());
        if (!escaped && taken.isEmpty()) {
            names.add(written);
            types.add(family.type());
            return null;
        }
        if (taken.isEmpty()) {
            for (int i = 0; i < names.size(); i++) {
                for (String name : allNames(names.get(i), types.get(i))) {
                    taken.put(name, false);
                }
            }
        }
        List<String> claimed = allNames(written, family.type());
        for (String name : claimed) {
            if (taken.containsKey(name) && (escaped || taken.get(name))) {
                return name;
            }
        }
        for (String name : claimed) {
            taken.put(name, escaped);
        }
        return null;
    }

    private static List<String> allNames(String name, MetricType type) {
        return switch (type) {
            case COUNTER, GAUGE, UNTYPED, INFO, STATE_SET -> List.of(name);
            case SUMMARY -> List.of(name, name + "_sum", name + "_count");
            case HISTOGRAM -> List.of(name, name + "_sum", name + "_count", name + "_bucket");
        };
    }
}
