package dev.fennel.exposition.internal;

/**
 * Makes a text fit for a terminal. Characters that a terminal would hide or interpret are escaped as in Java: control
 * characters, characters that format text or change its direction, and line separators.
 */
public final class Visible {
    private Visible() {}

    /** The text with escapes in place of what would not be seen. */
    public static String of(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(c -> append(c, shown));
        return shown.toString();
    }

    /** The number of code points of a text that {@link #of} has returned. */
    public static int width(String shown) {
        return shown.codePointCount(0, shown.length());
    }

    private static void append(int c, StringBuilder shown) {
        switch (c) {
            case '\n' -> shown.append("\\n");
            case '\r' -> shown.append("\\r");
            case '\t' -> shown.append("\\t");
            default -> {
                if (isShown(c)) {
                    shown.appendCodePoint(c);
                } else {
                    Character.toString(c).chars().forEach(unit -> shown.append("\\u%04x".formatted(unit)));
                }
            }
        }
    }

    private static boolean isShown(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> false;
            default -> true;
        };
    }
}
