package dev.fennel.exposition.internal;

import java.util.Collection;
import java.util.Iterator;
import java.util.Map;

/**
 * Writes JSON: a map is an object, a collection an array, and a number that JSON does not have ({@code NaN},
 * {@code +Inf}, {@code -Inf}) the string by which the formats call it. An object or an array without others within is
 * one line, all else is indented.
 */
public final class JsonText {
    private final StringBuilder out = new StringBuilder();

    private JsonText() {}

    /**
     * The text of a value.
     *
     * @param value a map from strings, a collection, a string, a number or a boolean, and nothing else within
     * @return JSON without a line feed at its end
     */
    public static String of(Object value) {
        JsonText json = new JsonText();
        json.append(value, "\n");
        return json.out.toString();
    }

    /**
     * A string in double quotes, which is the same in JSON, YAML and PromQL.
     *
     * @param text any string
     * @return the quoted string, on one line
     */
    public static String quoted(String text) {
        JsonText json = new JsonText();
        json.quote(text);
        return json.out.toString();
    }

    private void append(Object value, String line) {
        if (value instanceof Map<?, ?> map) {
            appendAll('{', map.entrySet(), '}', map.values().stream().noneMatch(JsonText::isCompound), line);
        } else if (value instanceof Collection<?> list) {
            appendAll('[', list, ']', list.stream().noneMatch(JsonText::isCompound), line);
        } else if (value instanceof Map.Entry<?, ?> member) {
            quote(String.valueOf(member.getKey()));
            out.append(": ");
            append(member.getValue(), line);
        } else if (value instanceof Double number) {
            append(number);
        } else if (value instanceof String text) {
            quote(text);
        } else {
            out.append(value); // whole numbers and booleans
        }
    }

    private void append(double number) {
        if (Double.isInfinite(number)) {
            out.append(number > 0 ? "\"+Inf\"" : "\"-Inf\"");
        } else if (Double.isNaN(number)) {
            out.append("\"NaN\"");
        } else if (number == (int) number && (number != 0 || 1 / number > 0)) {
            out.append((int) number);
        } else {
            out.append(number);
        }
    }

    private static boolean isCompound(Object value) {
        return (value instanceof Map<?, ?> map && !map.isEmpty())
                || (value instanceof Collection<?> list && !list.isEmpty());
    }

    private void appendAll(char open, Collection<?> items, char close, boolean flat, String line) {
        String inner = line + "  ";
        out.append(open);
        for (Iterator<?> each = items.iterator(); each.hasNext(); ) {
            out.append(flat ? "" : inner);
            append(each.next(), inner);
            out.append(each.hasNext() ? flat ? ", " : "," : "");
        }
        out.append(flat ? "" : line).append(close);
    }

    private void quote(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                default -> {
                    // The line separators beyond ASCII end a line in YAML.
                    if (c < ' ' || (c >= 0x7f && c <= 0x9f) || c == '\u2028' || c == '\u2029' || c == '\ufeff') {
                        out.append("\\u%04x".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
