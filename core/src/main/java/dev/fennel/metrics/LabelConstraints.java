package dev.fennel.metrics;

import dev.fennel.internal.Nullable;
import dev.fennel.model.Desc;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The user's functions that make label values uniform before they are looked up. Immutable. */
final class LabelConstraints {
    private final Desc desc;

    /** By position of the label; null for a label that takes any value as it is. */
    private final List<UnaryOperator<String>> constraints;

    private LabelConstraints(Desc desc, List<UnaryOperator<String>> constraints) {
        this.desc = desc;
        this.constraints = constraints;
    }

    /** Null if there are none. */
    static @Nullable LabelConstraints of(Desc desc, Map<String, UnaryOperator<String>> byName) {
        List<String> names = desc.variableLabels();
        for (String name : byName.keySet()) {
            if (!names.contains(name)) {
                throw new IllegalArgumentException(
                        desc.quoted() + ": expected constraints of labels among " + names + ", got \"" + name + "\"");
            }
        }
        if (byName.isEmpty()) {
            return null;
        }
        List<UnaryOperator<String>> constraints = new ArrayList<>();
        names.forEach(name -> constraints.add(byName.get(name)));
        return new LabelConstraints(desc, constraints);
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
            throw new IllegalArgumentException(subject(position) + " failed for \"" + value + "\": " + thrown, thrown);
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
