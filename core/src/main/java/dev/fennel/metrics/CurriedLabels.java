package dev.fennel.metrics;

import dev.fennel.internal.Nullable;
import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.registry.GatherError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The variable labels of a Vec or of one of its views: which of them are fixed by currying, the positions of the
 * others, and the constraints that given values go through. It turns what a caller gives, by order or by name, into the
 * values of a series.
 *
 * <p>Immutable.
 */
final class CurriedLabels {
    private final Desc desc;

    /** A value for each curried label, null for each free one. */
    private final String[] fixed;

    /** The positions of the free labels, in order. */
    private final int[] free;

    /** For each free position, the index of the given value that belongs there. */
    private final int[] rank;

    /** Applied once to each value that is given for a free label; null if there are none. */
    private final @Nullable Constraints constraints;

    private CurriedLabels(Desc desc, @Nullable Constraints constraints, String[] fixed) {
        this.desc = desc;
        this.constraints = constraints;
        this.fixed = fixed;
        // Without streams, which a fresh JVM would link for the first Vec.
        int[] positions = new int[fixed.length];
        this.rank = new int[fixed.length];
        int count = 0;
        for (int i = 0; i < fixed.length; i++) {
            if (fixed[i] == null) {
                rank[i] = count;
                positions[count++] = i;
            }
        }
        this.free = Arrays.copyOf(positions, count);
    }

    static CurriedLabels allFree(Desc desc, @Nullable Constraints constraints) {
        return new CurriedLabels(
                desc, constraints, new String[desc.variableLabels().size()]);
    }

    /** The same labels with some more of them fixed. */
    CurriedLabels curry(Labels labels) {
        return new CurriedLabels(desc, constraints, place(labels));
    }

    /** Whether given values are the values of a series, with nothing to add or change. */
    boolean isPlain() {
        return constraints == null && free.length == fixed.length;
    }

    /** How many labels there are, fixed and free. */
    int count() {
        return fixed.length;
    }

    /** How many values a caller has to give. */
    int freeCount() {
        return free.length;
    }

    /** The value at a position, given up to four of the free labels in order. */
    String value(int position, String a, String b, String c, String d) {
        String known = fixed[position];
        if (known != null) {
            return known;
        }
        String given =
                switch (rank[position]) {
                    case 0 -> a;
                    case 1 -> b;
                    case 2 -> c;
                    default -> d;
                };
        return constrained(position, given);
    }

    private String constrained(int position, String value) {
        if (value == null) {
            throw new NullPointerException(desc.quoted() + ": the value of label \""
                    + desc.variableLabels().get(position) + "\" is null");
        }
        return constraints == null ? value : constraints.apply(position, value);
    }

    /** The names of the labels that have a constraint. */
    List<String> constrained() {
        return constraints == null ? List.of() : constraints.names();
    }

    /** All values, given those of the free labels in order. */
    String[] complete(String... freeValues) {
        if (freeValues.length != free.length) {
            throw new IllegalArgumentException(desc.quoted() + ": expected " + free.length + " label values "
                    + freeNames() + ", got " + freeValues.length + " " + Arrays.asList(freeValues));
        }
        String[] values = fixed.clone();
        for (int i = 0; i < free.length; i++) {
            values[free[i]] = constrained(free[i], freeValues[i]);
        }
        return values;
    }

    /** All values, given those of all free labels by name. */
    String[] complete(Labels freeLabels) {
        List<String> names = freeNames();
        if (freeLabels.size() != names.size() || !freeLabels.names().containsAll(names)) {
            throw new IllegalArgumentException(desc.quoted() + ": expected labels " + names + ", got " + freeLabels);
        }
        return place(freeLabels);
    }

    /** The fixed values and, over them, those of some free labels by name; null where a label stays free. */
    String[] place(Labels some) {
        List<String> names = freeNames();
        if (!names.containsAll(some.names())) {
            throw new IllegalArgumentException(
                    desc.quoted() + ": expected labels among " + names + ", got " + some + alreadyFixed());
        }
        String[] values = fixed.clone();
        for (int i = 0; i < values.length; i++) {
            String given = values[i] == null ? some.get(desc.variableLabels().get(i)) : null;
            if (given != null) {
                values[i] = constrained(i, given);
            }
        }
        return values;
    }

    /** The names of the labels for which a caller has to give values, in order. */
    List<String> freeNames() {
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

    /** The user's functions that make label values uniform before they are looked up. Immutable. */
    static final class Constraints {
        private final Desc desc;

        /** By position of the label; null for a label that takes any value as it is. */
        private final List<UnaryOperator<String>> constraints;

        private Constraints(Desc desc, List<UnaryOperator<String>> constraints) {
            this.desc = desc;
            this.constraints = constraints;
        }

        /** Null if there are none. */
        static @Nullable Constraints of(Desc desc, Map<String, UnaryOperator<String>> byName) {
            List<String> names = desc.variableLabels();
            for (String name : byName.keySet()) {
                if (!names.contains(name)) {
                    throw new IllegalArgumentException(desc.quoted() + ": expected constraints of labels among " + names
                            + ", got \"" + name + "\"");
                }
            }
            if (byName.isEmpty()) {
                return null;
            }
            List<UnaryOperator<String>> constraints = new ArrayList<>();
            names.forEach(name -> constraints.add(byName.get(name)));
            return new Constraints(desc, constraints);
        }

        /** The labels that have one. */
        List<String> names() {
            List<String> names = new ArrayList<>(desc.variableLabels());
            names.removeIf(name -> constraints.get(desc.variableLabels().indexOf(name)) == null);
            return names;
        }

        /** The value to look up in place of the given one. */
        String apply(int position, String value) {
            UnaryOperator<String> constraint = constraints.get(position);
            if (constraint == null) {
                return value;
            }
            String constrained;
            try {
                constrained = constraint.apply(value);
            } catch (RuntimeException thrown) {
                String where = subject(position) + " failed for \"" + value + "\"";
                throw new IllegalArgumentException(GatherError.of(where, thrown).message(), thrown);
            }
            if (constrained == null) {
                throw new IllegalArgumentException(subject(position) + " returned null for \"" + value + "\"");
            }
            return constrained;
        }

        private String subject(int position) {
            return desc.quoted() + ": the constraint of label \""
                    + desc.variableLabels().get(position) + "\"";
        }
    }
}
