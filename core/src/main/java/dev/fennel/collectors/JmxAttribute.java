package dev.fennel.collectors;

import dev.fennel.internal.Nullable;
import dev.fennel.model.Desc;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import javax.management.openmbean.CompositeData;

/**
 * An attribute of an MBean, and the way to the numbers in its value.
 *
 * @param name the name of the attribute
 * @param items the keys that lead from one composite value, or value with rows, into the next; often none
 */
record JmxAttribute(String name, List<String> items) {
    private static final Pattern DOT = Pattern.compile("(?<!\\\\)\\.");
    private static final double MILLIS_PER_SECOND = 1e3;
    private static final double NANOS_PER_SECOND = 1e9;

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

    /** The value that this leads to in a value of the attribute; null if there is none. */
    JmxRow alone(@Nullable Object value) {
        return JmxRow.alone(descend(value, items));
    }

    /**
     * The rows of the first value with rows that this leads to, each with the value that the rest leads to in it.
     *
     * @param value a value of the attribute
     * @return the rows; empty if nothing on the way has rows
     */
    List<JmxRow> rows(@Nullable Object value) {
        Object inner = unwrapped(value);
        for (int i = 0; i <= items.size(); i++) {
            if (inner != null && JmxRow.hasRows(inner)) {
                List<String> rest = items.subList(i, items.size());
                return JmxRow.of(inner).stream()
                        .map(row -> row.with(descend(row.value(), rest)))
                        .toList();
            }
            inner = i < items.size() ? step(inner, items.get(i)) : null;
        }
        return List.of();
    }

    private static @Nullable Object descend(@Nullable Object value, List<String> way) {
        Object inner = unwrapped(value);
        for (String item : way) {
            inner = step(inner, item);
        }
        return inner;
    }

    private static @Nullable Object step(@Nullable Object value, String item) {
        if (value instanceof CompositeData composite) {
            return composite.containsKey(item) ? unwrapped(composite.get(item)) : null;
        }
        if (value != null && JmxRow.hasRows(value)) {
            for (JmxRow row : JmxRow.of(value)) {
                if (row.isNamed(item)) {
                    return unwrapped(row.value());
                }
            }
        }
        return null;
    }

    private static @Nullable Object unwrapped(@Nullable Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.orElse(null);
        }
        if (value instanceof OptionalInt optional) {
            return optional.isPresent() ? optional.getAsInt() : null;
        }
        if (value instanceof OptionalLong optional) {
            return optional.isPresent() ? optional.getAsLong() : null;
        }
        if (value instanceof OptionalDouble optional) {
            return optional.isPresent() ? optional.getAsDouble() : null;
        }
        return value;
    }

    /**
     * The number that stands for a value.
     *
     * @return the number, or null if there is none
     */
    @SuppressWarnings("JavaUtilDate") // the only type for a time in open MBeans; toInstant() throws for java.sql.Date
    static @Nullable Double number(@Nullable Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        if (value instanceof Boolean flag) {
            return flag ? 1.0 : 0.0;
        }
        if (value instanceof Duration duration) {
            return duration.getSeconds() + duration.getNano() / NANOS_PER_SECOND;
        }
        if (value instanceof Instant time) {
            return time.getEpochSecond() + time.getNano() / NANOS_PER_SECOND;
        }
        return value instanceof Date date ? date.getTime() / MILLIS_PER_SECOND : null;
    }

    @Override
    public String toString() {
        return items.isEmpty() ? name : name + "." + String.join(".", items);
    }
}
