package dev.fennel.examples;

import java.util.List;
import java.util.Map;

/**
 * A place in a YAML or JSON document.
 *
 * @param value a map, a list or a scalar
 */
record Node(Object value) {
    /** Follows names of members and positions in lists. Throws if one does not exist. */
    Node at(Object... path) {
        Object at = value;
        for (Object step : path) {
            at = at instanceof List<?> list ? list.get((Integer) step) : ((Map<?, ?>) at).get(step);
            if (at == null) {
                throw new IllegalArgumentException("there is no " + List.of(path) + " in " + value);
            }
        }
        return new Node(at);
    }

    boolean has(String member) {
        return ((Map<?, ?>) value).containsKey(member);
    }

    List<Node> items() {
        return ((List<?>) value).stream().map(Node::new).toList();
    }

    /** The only item of a list in which a member has this value. */
    Node item(String member, Object wanted) {
        List<Node> found = items().stream()
                .filter(item -> item.has(member) && item.at(member).value.equals(wanted))
                .toList();
        if (found.size() != 1) {
            throw new IllegalArgumentException(
                    "expected one item with " + member + " " + wanted + ", got " + found + " in " + value);
        }
        return found.get(0);
    }

    /** The names of the members. */
    List<String> names() {
        return ((Map<?, ?>) value).keySet().stream().map(String.class::cast).toList();
    }

    String text() {
        return (String) value;
    }

    int number() {
        return ((Number) value).intValue();
    }
}
