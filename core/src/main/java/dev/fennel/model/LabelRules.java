package dev.fennel.model;

import dev.fennel.internal.Unicode;

/** Which metric names, label names and label values are valid: the rules of client_golang since 1.24. */
final class LabelRules {
    private LabelRules() {}

    static void checkName(String name) {
        String fault = nameFault(name);
        if (fault != null) {
            throw new IllegalArgumentException("label name \"" + name + "\" " + fault);
        }
    }

    static void checkValue(String name, String value) {
        if (value == null) {
            throw new NullPointerException("value of label \"" + name + "\"");
        }
        if (!Unicode.isValid(value)) {
            throw new IllegalArgumentException(
                    "label \"" + name + "\" has a value that is not valid Unicode: \"" + value + "\"");
        }
    }

    /** What is wrong with a label name, or null. */
    static String nameFault(String name) {
        if (name.isEmpty()) {
            return "is empty, expected at least one character";
        }
        if (name.startsWith("__")) {
            return "starts with \"__\", which is reserved";
        }
        return Unicode.isValid(name) ? null : "is not valid Unicode";
    }
}
