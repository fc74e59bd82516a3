package dev.fennel.model;

import dev.fennel.internal.Nullable;
import dev.fennel.internal.Unicode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * An immutable set of label pairs, sorted by label name.
 *
 * <p>A label name is any non-empty valid Unicode string that does not start with {@code __}, which Prometheus keeps for
 * itself; a label value is any valid Unicode string. Names are unique. The order is that of the UTF-8 bytes, as in
 * client_golang. Only labels that were {@linkplain #mirrored read} from another program may have a name that starts
 * with {@code __}.
 */
public final class Labels implements Comparable<Labels> {
    /** No labels. */
    public static final Labels EMPTY = new Labels(new String[0], new String[0]);

    /** Up to here, which is more than people give a metric, insertion is the fastest sort. */
    private static final int FEW = 32;

    private final String[] names;
    private final String[] values;

    private Labels(String[] names, String[] values) {
        this.names = names;
        this.values = values;
    }

    /**
     * Labels from alternating names and values: {@code Labels.of("zone", "eu", "host", "a1")}.
     *
     * @param namesAndValues name, value, name, value, ...; may be empty
     * @return the labels, sorted by name
     * @throws IllegalArgumentException if a value is missing, or a name or value is invalid or a name is duplicate
     */
    public static Labels of(String... namesAndValues) {
        return of(false, namesAndValues);
    }

    /**
     * Labels that another program named, such as those that a parser reads. Their names may start with {@code __}, as
     * those do that a program writes in place of {@code 1.5} or of two letters that are not Latin; only
     * {@code __name__} is reserved, as for the parsers of Prometheus.
     *
     * @param namesAndValues name, value, name, value, ...; may be empty
     * @return the labels, sorted by name
     * @throws IllegalArgumentException if a value is missing, or a name or value is invalid or a name is duplicate
     */
    public static Labels mirrored(String... namesAndValues) {
        return of(true, namesAndValues);
    }

    private static Labels of(boolean mirrored, String[] namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("expected names and values in turn, got an odd number of strings "
                    + Arrays.toString(namesAndValues));
        }
        String[] names = new String[namesAndValues.length / 2];
        String[] values = new String[names.length];
        for (int i = 0; i < names.length; i++) {
            names[i] = namesAndValues[2 * i];
            values[i] = namesAndValues[2 * i + 1];
        }
        return of(mirrored, names, values);
    }

    /**
     * Labels from a map of names to values.
     *
     * @param pairs label names and their values; may be empty
     * @return the labels, sorted by name
     * @throws IllegalArgumentException if a name or a value is invalid
     */
    public static Labels of(Map<String, String> pairs) {
        return of(false, pairs.keySet().toArray(String[]::new), pairs.values().toArray(String[]::new));
    }

    private static Labels of(boolean mirrored, String[] names, String[] values) {
        for (int i = 0; i < names.length; i++) {
            NameRules.checkLabelName(Objects.requireNonNull(names[i], "label name"), mirrored);
            NameRules.checkLabelValue(names[i], values[i]);
        }
        return sorted(names, values);
    }

    /** Sorts both arrays in place, which become the new object's, and refuses duplicate names. */
    static Labels sorted(String[] names, String[] values) {
        if (names.length == 0) {
            return EMPTY;
        }
        if (names.length > FEW) {
            sortMany(names, values);
        } else {
            sortFew(names, values);
        }
        for (int i = 1; i < names.length; i++) {
            if (names[i].equals(names[i - 1])) {
                throw new IllegalArgumentException("duplicate label name \"" + names[i] + "\"");
            }
        }
        return new Labels(names, values);
    }

    /** Sorts by insertion, which makes no garbage. */
    private static void sortFew(String[] names, String[] values) {
        for (int i = 1; i < names.length; i++) {
            String name = names[i];
            String value = values[i];
            int j = i - 1;
            while (j >= 0 && Unicode.compare(names[j], name) > 0) {
                names[j + 1] = names[j];
                values[j + 1] = values[j];
                j--;
            }
            names[j + 1] = name;
            values[j + 1] = value;
        }
    }

    /** Sorts as many pairs as a parsed text may have, in less than quadratic time. */
    private static void sortMany(String[] names, String[] values) {
        Integer[] order = new Integer[names.length];
        Arrays.setAll(order, i -> i);
        String[] unsortedNames = names.clone();
        String[] unsortedValues = values.clone();
        Arrays.sort(order, (a, b) -> Unicode.compare(unsortedNames[a], unsortedNames[b]));
        for (int i = 0; i < order.length; i++) {
            names[i] = unsortedNames[order[i]];
            values[i] = unsortedValues[order[i]];
        }
    }

    /**
     * The number of pairs.
     *
     * @return zero or more
     */
    public int size() {
        return names.length;
    }

    /**
     * Whether there are no pairs.
     *
     * @return true for no labels at all
     */
    public boolean isEmpty() {
        return names.length == 0;
    }

    /**
     * A label name by its place in the order of names.
     *
     * @param index from 0 to {@code size() - 1}
     * @return the name
     */
    public String name(int index) {
        return names[index];
    }

    /**
     * A label value by the place of its name in the order of names.
     *
     * @param index from 0 to {@code size() - 1}
     * @return the value
     */
    public String value(int index) {
        return values[index];
    }

    /**
     * The value of a label.
     *
     * @param name a label name
     * @return its value, or null if there is no such label
     */
    public @Nullable String get(String name) {
        for (int i = 0; i < names.length; i++) {
            if (names[i].equals(name)) {
                return values[i];
            }
        }
        return null;
    }

    /**
     * The label names in order.
     *
     * @return an immutable list
     */
    public List<String> names() {
        return Collections.unmodifiableList(Arrays.asList(names));
    }

    /**
     * The label values in the order of their names.
     *
     * @return an immutable list
     */
    public List<String> values() {
        return Collections.unmodifiableList(Arrays.asList(values));
    }

    /**
     * These labels and others together.
     *
     * @param other labels with other names
     * @return the union
     * @throws IllegalArgumentException if both have a label of the same name
     */
    public Labels plus(Labels other) {
        if (other.isEmpty()) {
            return this;
        }
        if (isEmpty()) {
            return other;
        }
        List<String> allNames = new ArrayList<>(names());
        allNames.addAll(other.names());
        List<String> allValues = new ArrayList<>(values());
        allValues.addAll(other.values());
        return sorted(allNames.toArray(String[]::new), allValues.toArray(String[]::new));
    }

    /**
     * The pairs as a map, in order.
     *
     * @return an immutable map
     */
    public Map<String, String> asMap() {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < names.length; i++) {
            map.put(names[i], values[i]);
        }
        return Collections.unmodifiableMap(map);
    }

    /**
     * Whether the other object is labels with the same pairs.
     *
     * @param other any object
     * @return true for equal names and values
     */
    @Override
    public boolean equals(Object other) {
        return other instanceof Labels that && Arrays.equals(names, that.names) && Arrays.equals(values, that.values);
    }

    /**
     * A hash of names and values.
     *
     * @return the hash
     */
    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(names) + Arrays.hashCode(values);
    }

    /**
     * Compares with other labels: by how many there are, then by the first name or value that differs, in the order of
     * the UTF-8 bytes. So a hash map stays fast whose labels somebody has chosen so that their hashes are the same.
     *
     * @param other the other labels
     * @return less than zero if these come first, zero if they are equal
     */
    @Override
    public int compareTo(Labels other) {
        int order = Integer.compare(names.length, other.names.length);
        for (int i = 0; order == 0 && i < names.length; i++) {
            order = Unicode.compare(names[i], other.names[i]);
            order = order != 0 ? order : Unicode.compare(values[i], other.values[i]);
        }
        return order;
    }

    /**
     * The pairs for a person: <code>{code="200",method="GET"}</code>, unescaped.
     *
     * @return the text
     */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < names.length; i++) {
            text.append(i == 0 ? "" : ",")
                    .append(names[i])
                    .append("=\"")
                    .append(values[i])
                    .append('"');
        }
        return text.append('}').toString();
    }
}
