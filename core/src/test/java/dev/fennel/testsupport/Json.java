package dev.fennel.testsupport;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Parses the JSON in the answers of servers: RFC 8259, by recursive descent.
 *
 * <p>An object becomes a map in the order of its members, an array becomes a list, a number becomes a {@code Double},
 * and {@code null} becomes null.
 */
public final class Json {
    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    /**
     * Parses a text that consists of one value.
     *
     * @param text a JSON text
     * @return a map, list, string, double, boolean or null
     * @throws IllegalArgumentException if this is not JSON
     */
    public static Object parse(String text) {
        Json json = new Json(text);
        Object value = json.value();
        if (json.peek() != 0) {
            throw json.unexpected("the end");
        }
        return value;
    }

    /**
     * Casts a parsed value to an object.
     *
     * @param value a value from {@link #parse}, or from a map or a list in it
     * @return the object
     */
    public static Map<String, Object> object(Object value) {
        Map<String, Object> object = new LinkedHashMap<>();
        ((Map<?, ?>) value).forEach((name, member) -> object.put((String) name, member));
        return object;
    }

    /**
     * Casts a parsed value to an array of objects.
     *
     * @param value a value from {@link #parse}, or from a map or a list in it
     * @return the objects
     */
    public static List<Map<String, Object>> objects(Object value) {
        return ((List<?>) value).stream().map(Json::object).toList();
    }

    /**
     * Casts a parsed value to an object whose members are all strings.
     *
     * @param value a value from {@link #parse}, or from a map or a list in it
     * @return the object
     */
    public static Map<String, String> strings(Object value) {
        Map<String, String> strings = new LinkedHashMap<>();
        ((Map<?, ?>) value).forEach((name, member) -> strings.put((String) name, (String) member));
        return strings;
    }

    private Object value() {
        char c = peek();
        return switch (c) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Map<String, Object> object() {
        Map<String, Object> object = new LinkedHashMap<>();
        take('{');
        if (peek() == '}') {
            take('}');
            return object;
        }
        while (true) {
            String name = string();
            take(':');
            object.put(name, value());
            if (peek() == '}') {
                take('}');
                return object;
            }
            take(',');
        }
    }

    private List<Object> array() {
        List<Object> array = new ArrayList<>();
        take('[');
        if (peek() == ']') {
            take(']');
            return array;
        }
        while (true) {
            array.add(value());
            if (peek() == ']') {
                take(']');
                return array;
            }
            take(',');
        }
    }

    private String string() {
        take('"');
        StringBuilder string = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '"') {
            char c = text.charAt(at++);
            string.append(c == '\\' ? escaped() : c);
        }
        take('"');
        return string.toString();
    }

    private char escaped() {
        char c = at < text.length() ? text.charAt(at++) : 0;
        int i = "\"\\/bfnrt".indexOf(c);
        if (i >= 0) {
            return "\"\\/\b\f\n\r\t".charAt(i);
        }
        if (c != 'u' || at + 4 > text.length()) {
            throw unexpected("an escape");
        }
        at += 4;
        return (char) Integer.parseInt(text, at - 4, at, 16);
    }

    private Object number() {
        int start = at;
        while (at < text.length() && "+-.0123456789eE".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        if (at == start) {
            throw unexpected("a value");
        }
        return Double.valueOf(text.substring(start, at));
    }

    private Object word(String word, Object meaning) {
        if (!text.startsWith(word, at)) {
            throw unexpected(word);
        }
        at += word.length();
        return meaning;
    }

    private void take(char expected) {
        if (peek() != expected) {
            throw unexpected("\"" + expected + "\"");
        }
        at++;
    }

    /** The next character that is not white space, or 0 at the end. */
    private char peek() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : 0;
    }

    private IllegalArgumentException unexpected(String expected) {
        return new IllegalArgumentException("expected " + expected + " at " + at + " of " + text);
    }
}
