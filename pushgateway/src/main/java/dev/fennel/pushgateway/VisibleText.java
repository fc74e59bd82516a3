package dev.fennel.pushgateway;

/**
 * Text from outside as it may stand in a message: a gateway, or whatever answers in its place, is not to break the
 * lines of a log or to command the terminal of who reads it.
 */
final class VisibleText {
    /** A page of a proxy may be long, and says what it has to say at its beginning. */
    private static final int MAX_CODE_POINTS = 400;

    private VisibleText() {}

    /**
     * The text with escapes, as in a Java string, in place of control characters, of line separators, and of characters
     * that are not seen or turn the direction of what is; cut, with {@code ...} at the end, if it is long.
     */
    static String of(String text) {
        StringBuilder visible = new StringBuilder();
        text.codePoints().limit(MAX_CODE_POINTS).forEach(c -> append(visible, c));
        if (text.codePointCount(0, text.length()) > MAX_CODE_POINTS) {
            visible.append("...");
        }
        return visible.toString();
    }

    private static void append(StringBuilder visible, int codePoint) {
        switch (codePoint) {
            case '\n' -> visible.append("\\n");
            case '\r' -> visible.append("\\r");
            case '\t' -> visible.append("\\t");
            default -> {
                if (isVisible(codePoint)) {
                    visible.appendCodePoint(codePoint);
                } else {
                    for (char unit : Character.toChars(codePoint)) {
                        visible.append(String.format("\\u%04x", (int) unit));
                    }
                }
            }
        }
    }

    private static boolean isVisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> false;
            default -> true;
        };
    }
}
