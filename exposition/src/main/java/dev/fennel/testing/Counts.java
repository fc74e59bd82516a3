package dev.fennel.testing;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Says how many there are of several things. */
final class Counts {
    private Counts() {}

    /** A number with its noun, empty for zero. */
    static String of(int count, String one, String many) {
        return count == 0 ? "" : count + " " + (count == 1 ? one : many);
    }

    /** Counts with commas between them, without those that are zero. */
    static String join(String... counts) {
        return Arrays.stream(counts).filter(count -> !count.isEmpty()).collect(Collectors.joining(", "));
    }
}
