package dev.fennel.remotewrite;

import dev.fennel.exposition.EscapingScheme;
import dev.fennel.exposition.internal.Nullable;
import dev.fennel.model.Labels;
import java.util.Arrays;

/**
 * The labels of one series after the other, as a server stores them: the metric's own, the external ones that it does
 * not have, its name, and perhaps {@code le} or {@code quantile}; sorted by the bytes of their names, without those
 * that are empty, which mean the same as none. Used by one thread.
 */
final class SeriesLabels {
    private static final String METRIC_NAME = "__name__";

    private final EscapingScheme escaping;
    private final Labels external;

    /** What all series of the present metric have. */
    private final Pairs common = new Pairs();

    private final Pairs all = new Pairs();

    SeriesLabels(EscapingScheme escaping, Labels external) {
        this.escaping = escaping;
        this.external = external;
    }

    /**
     * Begins with another metric.
     *
     * @param bound the name of a label that some of its series have beside these, or null
     * @throws IllegalArgumentException if two of its label names, or one and a reserved one, are the same once they are
     *     escaped
     */
    void begin(Labels own, @Nullable String bound) {
        common.size = 0;
        for (int i = 0; i < own.size(); i++) {
            String name = escaping.labelName(own.name(i));
            if (name.equals(METRIC_NAME) || name.equals(bound) || common.has(name)) {
                throw new IllegalArgumentException("label \"" + own.name(i) + "\": expected another name, as it is \""
                        + name + "\" after escaping, which another label is");
            }
            common.add(name, own.value(i));
        }
        common.removeEmpty();
        for (int i = 0; i < external.size(); i++) {
            String name = escaping.labelName(external.name(i));
            if (!name.equals(bound) && !common.has(name)) {
                common.add(name, external.value(i));
            }
        }
    }

    /** Sets the labels of a series that has this name. */
    void series(String name) {
        all.copy(common);
        all.add(METRIC_NAME, name);
    }

    /** Sets the labels of a series that has this name and one more label. */
    void series(String name, String bound, String value) {
        series(name);
        all.add(bound, value);
    }

    int size() {
        return all.size;
    }

    String name(int index) {
        return all.names[index];
    }

    String value(int index) {
        return all.values[index];
    }

    /** Orders as the bytes in UTF-8 do: as Java does, but what takes two chars comes last. */
    static int compare(String a, String b) {
        int length = Math.min(a.length(), b.length());
        for (int i = 0; i < length; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                int order = Boolean.compare(Character.isSurrogate(x), Character.isSurrogate(y));
                return order != 0 ? order : Character.compare(x, y);
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    /** Pairs of names and values, sorted by name. */
    private static final class Pairs {
        private String[] names = new String[16];
        private String[] values = new String[16];
        private int size;

        void add(String name, String value) {
            if (size == names.length) {
                names = Arrays.copyOf(names, 2 * size);
                values = Arrays.copyOf(values, 2 * size);
            }
            int at = size++;
            for (; at > 0 && compare(names[at - 1], name) > 0; at--) {
                names[at] = names[at - 1];
                values[at] = values[at - 1];
            }
            names[at] = name;
            values[at] = value;
        }

        boolean has(String name) {
            for (int i = 0; i < size; i++) {
                if (names[i].equals(name)) {
                    return true;
                }
            }
            return false;
        }

        void removeEmpty() {
            int kept = 0;
            for (int i = 0; i < size; i++) {
                names[kept] = names[i];
                values[kept] = values[i];
                kept += values[i].isEmpty() ? 0 : 1;
            }
            size = kept;
        }

        void copy(Pairs source) {
            if (names.length < source.size) {
                names = new String[source.names.length];
                values = new String[source.names.length];
            }
            System.arraycopy(source.names, 0, names, 0, source.size);
            System.arraycopy(source.values, 0, values, 0, source.size);
            size = source.size;
        }
    }
}
