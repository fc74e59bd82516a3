package dev.fennel.testing;

import java.util.Collection;
import java.util.Comparator;

/** Finds the name that was probably meant where a name does not exist. */
final class SimilarName {
    private static final int CHARACTERS_PER_ERROR = 4;

    private SimilarName() {}

    /**
     * Returns the most similar name, or an empty string if none is similar. A similar name differs by a few typing
     * errors, or by a prefix or a suffix.
     */
    static String find(String name, Collection<String> names) {
        return names.stream()
                .filter(other -> isSimilar(name, other))
                .min(Comparator.comparingInt((String other) -> distance(name, other))
                        .thenComparing(other -> other))
                .orElse("");
    }

    private static boolean isSimilar(String name, String other) {
        return extended(name, other)
                || extended(other, name)
                || distance(name, other) <= name.length() / CHARACTERS_PER_ERROR;
    }

    private static boolean extended(String shorter, String longer) {
        return longer.startsWith(shorter + "_") || longer.endsWith("_" + shorter);
    }

    /** The number of characters to insert, delete or replace: the Levenshtein distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
