package dev.fennel.metrics;

import dev.fennel.internal.Unicode;
import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where the variable labels of a Vec stand, and which of them are already fixed by currying.
 */
final class LabelPositions {
    private final Desc desc;

    /** A value for each curried label, null for each free one. */
    private final String[] fixed;

    /** The positions of the free labels. */
    private final int[] free;

    LabelPositions(Desc desc, String[] fixed) {
        this.desc = desc;
        this.fixed = fixed;
        this.free = IntStream.range(0, fixed.length).filter(i -> fixed[i] == null).toArray();
    }

    static LabelPositions allFree(Desc desc) {
        return new LabelPositions(desc, new String[desc.variableLabels().size()]);
    }

    /** All values, given those of the free labels in order. */
    String[] complete(String... freeValues) {
        if (freeValues.length != free.length) {
            throw new IllegalArgumentException(quoted() + ": expected " + free.length + " label values " + freeNames()
                    + ", got " + freeValues.length + " " + List.of(freeValues));
        }
        String[] values = fixed.clone();
        for (int i = 0; i < free.length; i++) {
            values[free[i]] = freeValues[i];
        }
        return values;
    }

    /** All values, given those of all free labels by name. */
    String[] complete(Labels freeLabels) {
        List<String> names = freeNames();
        if (freeLabels.size() != names.size() || !freeLabels.names().containsAll(names)) {
            throw new IllegalArgumentException(quoted() + ": expected labels " + names + ", got " + freeLabels);
        }
        return place(freeLabels);
    }

    /** The fixed values and, over them, those of some free labels by name; null where a label stays free. */
    String[] place(Labels some) {
        List<String> names = freeNames();
        if (!names.containsAll(some.names())) {
            throw new IllegalArgumentException(
                    quoted() + ": expected labels among " + names + ", got " + some + alreadyFixed());
        }
        String[] values = fixed.clone();
        for (int i = 0; i < values.length; i++) {
            if (values[i] == null) {
                values[i] = some.get(desc.variableLabels().get(i));
            }
        }
        return values;
    }

    private List<String> freeNames() {
        List<String> names = new ArrayList<>();
        for (int position : free) {
            names.add(desc.variableLabels().get(position));
        }
        return names;
    }

    private String alreadyFixed() {
        List<String> curried = new ArrayList<>(desc.variableLabels());
        curried.removeAll(freeNames());
        return curried.isEmpty() ? "" : ", with " + curried + " already curried";
    }

    private String quoted() {
        return desc.type() + " \"" + desc.name() + "\"";
    }

    /** Whether a series has the values of the curried labels. */
    boolean covers(String[] values) {
        return matches(fixed, values);
    }

    /** Whether a series has every value that is not null. */
    static boolean matches(String[] partial, String[] values) {
        for (int i = 0; i < partial.length; i++) {
            if (partial[i] != null && !partial[i].equals(values[i])) {
                return false;
            }
        }
        return true;
    }

    /** Series of one Desc differ in variable values alone, which are compared in the order of their sorted names. */
    static Comparator<Instrument> seriesOrder(Desc desc) {
        List<String> names = desc.variableLabels();
        List<String> sorted = new ArrayList<>(names);
        sorted.sort(Unicode::compare);
        int[] positions = sorted.stream().mapToInt(names::indexOf).toArray();
        return (x, y) -> {
            for (int position : positions) {
                int result = Unicode.compare(x.labelValues[position], y.labelValues[position]);
                if (result != 0) {
                    return result;
                }
            }
            return 0;
        };
    }
}
