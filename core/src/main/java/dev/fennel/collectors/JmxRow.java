package dev.fennel.collectors;

import dev.fennel.internal.Nullable;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;

/**
 * A row of a value of an MBean that has several: a row of tabular data, an entry of a map, or an element of an array or
 * a collection. A value that stands alone is a row without a name.
 */
final class JmxRow {
    /** The name of the key of an entry, as JMX calls it where it turns a map into tabular data. */
    private static final String KEY = "key";

    private static final String INDEX = "index";
    private static final Set<String> ITEMS_OF_AN_ENTRY = Set.of(KEY, "value");

    /** What names the row: a key of an entry, an index, or a row of tabular data, whose items are the keys. */
    private final String keyName;

    private final @Nullable Object key;
    private final @Nullable Object value;

    private JmxRow(String keyName, @Nullable Object key, @Nullable Object value) {
        this.keyName = keyName;
        this.key = key;
        this.value = value;
    }

    /** A value that stands alone. */
    static JmxRow alone(@Nullable Object value) {
        return new JmxRow("", null, value);
    }

    static boolean hasRows(@Nullable Object value) {
        return value instanceof TabularData
                || value instanceof Map
                || value instanceof Collection
                || (value != null && value.getClass().isArray());
    }

    /**
     * The rows of a value.
     *
     * @param table what {@linkplain #hasRows has rows}
     */
    static List<JmxRow> of(Object table) {
        List<JmxRow> rows = new ArrayList<>();
        if (table instanceof TabularData data) {
            List<String> index = data.getTabularType().getIndexNames();
            data.values().forEach(row -> rows.add(ofTabularData(index, (CompositeData) row)));
        } else if (table instanceof Map<?, ?> map) {
            map.forEach((entryKey, entryValue) -> rows.add(new JmxRow(KEY, entryKey, entryValue)));
        } else if (table instanceof Collection<?> elements) {
            elements.forEach(element -> rows.add(new JmxRow(INDEX, rows.size(), element)));
        } else {
            for (int i = 0; i < Array.getLength(table); i++) {
                rows.add(new JmxRow(INDEX, i, Array.get(table, i)));
            }
        }
        return rows;
    }

    private static JmxRow ofTabularData(List<String> index, CompositeData row) {
        boolean isEntry = row.getCompositeType().keySet().equals(ITEMS_OF_AN_ENTRY) && index.equals(List.of(KEY));
        if (isEntry) {
            return new JmxRow(KEY, row.get(KEY), row.get("value"));
        }
        return new JmxRow(index.size() == 1 ? index.get(0) : "", row, row);
    }

    /** The same row with another value in place of its own. */
    JmxRow with(@Nullable Object newValue) {
        return new JmxRow(keyName, key, newValue);
    }

    @Nullable
    Object value() {
        return value;
    }

    /**
     * A part of what names the row.
     *
     * @param name {@code key} for an entry of a map, {@code index} for an element, an item for a row of tabular data
     * @return the part; empty if the row has none of that name
     */
    String key(String name) {
        if (key instanceof CompositeData row) {
            return row.containsKey(name) ? Objects.toString(row.get(name), "") : "";
        }
        return name.equals(keyName) ? Objects.toString(key, "") : "";
    }

    /** Whether this row has a single key, and that is its text. */
    boolean isNamed(String text) {
        return !keyName.isEmpty() && key(keyName).equals(text);
    }

    /** Where the row is, to be put in front of the name of an attribute. */
    @Override
    public String toString() {
        return key == null ? "" : "row \"" + (keyName.isEmpty() ? key : key(keyName)) + "\" of ";
    }
}
