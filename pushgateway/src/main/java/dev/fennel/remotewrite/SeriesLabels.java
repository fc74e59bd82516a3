package dev.fennel.remotewrite;

import dev.fennel.exposition.EscapingScheme;
import dev.fennel.model.Labels;
import dev.fennel.pushgateway.internal.Nullable;
import java.util.Arrays;

/**
 * The labels of one series after the other, as a server stores them: the metric's own, the external ones that it does
 * not have, its name, and perhaps {@code le} or {@code quantile}; sorted by the bytes of their names, without those
 * that are empty, which mean the same as none. Used by one thread.
 */
final class SeriesLabels {
    private static final String METRIC_NAME = "__name__";

    private final EscapingScheme escaping;

    /** The external labels as they are written. */
    private final Pairs external = new Pairs();

    /** What all series of the present metric have. */
    private final Pairs common = new Pairs();

    private final Pairs all = new Pairs();

    /** The labels of the metric before, or null at the beginning of a family. */
    private @Nullable Labels previous;

    /** Whether metrics of the present family have not all the same label names. */
    private boolean mixed;

    /** Whether a metric of the family has a label of its own in place of an external one, and another has not. */
    private boolean overrides;

    private boolean inherits;

    /**
     * Begins without a metric.
     *
     * @throws IllegalArgumentException if two names of external labels, or one and a reserved one, are the same once
     *     they are escaped
     */
    SeriesLabels(EscapingScheme escaping, Labels external) {
        this.escaping = escaping;
        for (int i = 0; i < external.size(); i++) {
            String name = escaping.labelName(external.name(i));
            if (name.equals(METRIC_NAME) || this.external.has(name)) {
                throw clash("external label", external.name(i), name);
            }
            this.external.add(name, external.value(i));
        }
    }

    private static IllegalArgumentException clash(String what, String name, String written) {
        return new IllegalArgumentException(what + " \"" + name + "\": expected another name, as it is \"" + written
                + "\" after escaping, which another label is");
    }

    /** Begins with another family. */
    void beginFamily() {
        previous = null;
        mixed = false;
        overrides = false;
        inherits = false;
    }

    /**
     * Whether metrics of the present family may have the same labels once they are written, although they differ. If
     * all have the same label names, that takes an external label: what is empty gets its value.
     */
    boolean mayRepeat() {
        return mixed || (overrides && inherits);
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
        mixed |= previous != null && !haveSameNames(previous, own);
        previous = own;
        for (int i = 0; i < own.size(); i++) {
            if (!own.value(i).isEmpty()) {
                addOwn(own.name(i), own.value(i), bound);
            }
        }
        for (int i = 0; i < external.size; i++) {
            String name = external.names[i];
            if (common.has(name)) {
                overrides = true;
            } else if (!name.equals(bound)) {
                inherits = true;
                common.add(name, external.values[i]);
            }
        }
    }

    private static boolean haveSameNames(Labels a, Labels b) {
        boolean same = a.size() == b.size();
        for (int i = 0; same && i < a.size(); i++) {
            same = a.name(i).equals(b.name(i));
        }
        return same;
    }

    private void addOwn(String name, String value, @Nullable String bound) {
        String written = escaping.labelName(name);
        if (written.equals(METRIC_NAME) || written.equals(bound) || common.has(written)) {
            throw clash("label", name, written);
        }
        common.add(written, value);
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

    /** All labels of the present series as one text, which no other series has. */
    String key() {
        StringBuilder key = new StringBuilder();
        for (int i = 0; i < all.size; i++) {
            key.append(all.names[i].length()).append(' ').append(all.names[i]);
            key.append(all.values[i].length()).append(' ').append(all.values[i]);
        }
        return key.toString();
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
