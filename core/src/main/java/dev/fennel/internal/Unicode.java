package dev.fennel.internal;

import java.util.Comparator;

/** Validity and order of text, as the exposition formats see it: as sequences of code points. */
public final class Unicode {
    /** What {@link #compare} compares, as an order. */
    public static final Comparator<String> ORDER = new Comparator<>() {
        @Override
        public int compare(String a, String b) {
            return Unicode.compare(a, b);
        }
    };

    private Unicode() {}

    /**
     * Whether a string can be encoded in UTF-8, that is, has no unpaired surrogate.
     *
     * @param text any string
     * @return true if every surrogate in it is half of a pair
     */
    public static boolean isValid(String text) {
        int i = 0;
        while (i < text.length()) {
            int codePoint = text.codePointAt(i);
            // A pair is one code point, above all surrogates; an unpaired surrogate is a code point of its own.
            if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
                return false;
            }
            i += Character.charCount(codePoint);
        }
        return true;
    }

    /**
     * Compares by code points, which is the order of the UTF-8 bytes and so the order in which client_golang sorts.
     * {@link String#compareTo} differs for supplementary characters, whose surrogates sort below U+E000.
     *
     * @param a one string
     * @param b the other
     * @return negative, zero or positive as {@code a} sorts before, with or after {@code b}
     */
    public static int compare(String a, String b) {
        int length = Math.min(a.length(), b.length());
        for (int i = 0; i < length; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                return Character.isSurrogate(x) == Character.isSurrogate(y)
                        ? Character.compare(x, y)
                        : Character.isSurrogate(x) ? 1 : -1;
            }
        }
        return Integer.compare(a.length(), b.length());
    }
}
