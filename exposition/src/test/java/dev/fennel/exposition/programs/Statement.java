package dev.fennel.exposition.programs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One step of a program, such as making an instrument, observing a value or gathering.
 *
 * <p>It has a verb and some fields, and is written as a JSON object; a field that is not there is empty, zero or false.
 * The struct of the same name in {@code programs.go} lists all fields. Immutable.
 *
 * @param verb what to do
 * @param fields strings, numbers, booleans, and lists and maps of them, by their names
 */
record Statement(String verb, Map<String, Object> fields) {
    /** A statement that has only a verb yet. */
    static Statement of(String verb) {
        return new Statement(verb, Map.of());
    }

    /** The same statement with one more field, or another value of a field. */
    Statement with(String field, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(fields);
        more.put(field, value);
        return new Statement(verb, more);
    }

    boolean has(String field) {
        return fields.containsKey(field);
    }

    String text(String field) {
        return (String) fields.getOrDefault(field, "");
    }

    boolean flag(String field) {
        return (Boolean) fields.getOrDefault(field, false);
    }

    /** A floating point number. */
    double number(String field) {
        return (Double) fields.getOrDefault(field, 0.0);
    }

    /** A whole number. */
    long whole(String field) {
        return ((Number) fields.getOrDefault(field, 0L)).longValue();
    }

    int id() {
        return (int) whole("id");
    }

    List<String> texts(String field) {
        List<String> texts = new ArrayList<>();
        for (Object element : (List<?>) fields.getOrDefault(field, List.of())) {
            texts.add((String) element);
        }
        return texts;
    }

    /** The elements of a list that are objects. */
    List<Statement> parts(String field) {
        return ((List<?>) fields.getOrDefault(field, List.of()))
                .stream().map(Statement.class::cast).toList();
    }

    /** The elements of a list that are whole numbers. */
    List<Integer> wholes(String field) {
        return ((List<?>) fields.getOrDefault(field, List.of()))
                .stream().map(Integer.class::cast).toList();
    }

    /** The elements of a list that are floating point numbers. */
    double[] numbers(String field) {
        return ((List<?>) fields.getOrDefault(field, List.of()))
                .stream().mapToDouble(Double.class::cast).toArray();
    }

    Map<String, String> pairs(String field) {
        Map<String, String> pairs = new LinkedHashMap<>();
        ((Map<?, ?>) fields.getOrDefault(field, Map.of()))
                .forEach((name, value) -> pairs.put((String) name, (String) value));
        return pairs;
    }

    /** The statement as a JSON object. */
    @Override
    public String toString() {
        StringBuilder json = new StringBuilder();
        write(this, json);
        return json.toString();
    }

    private static void write(Object value, StringBuilder json) {
        if (value instanceof Statement statement) {
            Map<String, Object> members = new LinkedHashMap<>();
            if (!statement.verb.isEmpty()) {
                members.put("statement", statement.verb);
            }
            members.putAll(statement.fields);
            write(members, json);
        } else if (value instanceof Map<?, ?> map) {
            String separator = "{";
            for (Map.Entry<?, ?> member : map.entrySet()) {
                json.append(separator);
                write(member.getKey(), json);
                json.append(':');
                write(member.getValue(), json);
                separator = ",";
            }
            json.append(map.isEmpty() ? "{}" : "}");
        } else if (value instanceof List<?> list) {
            String separator = "[";
            for (Object element : list) {
                json.append(separator);
                write(element, json);
                separator = ",";
            }
            json.append(list.isEmpty() ? "[]" : "]");
        } else if (value instanceof String || value instanceof Double) {
            quote(value.toString(), json); // JSON has no NaN, so floating point numbers are strings
        } else {
            json.append(value);
        }
    }

    private static void quote(String text, StringBuilder json) {
        json.append('"');
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }
}
