package dev.fennel.collectors;

import dev.fennel.internal.Nullable;
import dev.fennel.model.Desc;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.management.openmbean.CompositeData;

/**
 * An attribute of an MBean, and the way to a number in its value.
 *
 * @param name the name of the attribute
 * @param items the keys that lead from one composite value into the next; often none
 */
record JmxAttribute(String name, List<String> items) {
    private static final Pattern DOT = Pattern.compile("(?<!\\\\)\\.");
    private static final double MILLIS_PER_SECOND = 1e3;

    /**
     * Reads an attribute as users write it.
     *
     * @param desc whose value it is, for the message
     * @param path such as {@code HeapMemoryUsage.used}; {@code \.} stands for a dot that does not lead further
     */
    static JmxAttribute parse(Desc desc, String path) {
        List<String> parts = Arrays.stream(DOT.split(Objects.requireNonNull(path, "attribute"), -1))
                .map(part -> part.replace("\\.", "."))
                .toList();
        if (parts.contains("")) {
            throw new IllegalArgumentException(
                    desc.quoted() + ": expected an attribute such as \"HeapMemoryUsage.used\", got \"" + path + "\"");
        }
        return new JmxAttribute(parts.get(0), parts.subList(1, parts.size()));
    }

    /**
     * The number in a value of the attribute.
     *
     * @return the number, or null if there is none
     */
    @Nullable
    Double number(@Nullable Object value) {
        Object inner = value;
        for (String item : items) {
            if (!(inner instanceof CompositeData composite) || !composite.containsKey(item)) {
                return null;
            }
            inner = composite.get(item);
        }
        return asNumber(inner);
    }

    @SuppressWarnings("JavaUtilDate") // the only type for a time in open MBeans; toInstant() throws for java.sql.Date
    private static @Nullable Double asNumber(@Nullable Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        if (value instanceof Boolean flag) {
            return flag ? 1.0 : 0.0;
        }
        return value instanceof Date date ? date.getTime() / MILLIS_PER_SECOND : null;
    }

    @Override
    public String toString() {
        return items.isEmpty() ? name : name + "." + String.join(".", items);
    }
}
