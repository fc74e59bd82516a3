package dev.fennel.pushgateway.internal;

import dev.fennel.exposition.internal.Visible;

/**
 * Text from outside as it may stand in a message: a gateway, or whatever answers in its place, is not to break the
 * lines of a log or to command the terminal of who reads it.
 */
public final class VisibleText {
    /** A page of a proxy may be long, and says what it has to say at its beginning. */
    private static final int MAX_CODE_POINTS = 400;

    private VisibleText() {}

    /** The text with escapes in place of what is not seen; cut, with {@code ...} at the end, if it is long. */
    public static String of(String text) {
        if (text.codePointCount(0, text.length()) <= MAX_CODE_POINTS) {
            return Visible.of(text);
        }
        return Visible.of(text.substring(0, text.offsetByCodePoints(0, MAX_CODE_POINTS))) + "...";
    }
}
