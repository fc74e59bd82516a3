package dev.fennel.metrics;

/**
 * Where in a {@link SeriesTable} the search for label values begins. All forms agree: the same values have the same
 * hash, however they are given.
 */
final class LabelHash {
    private LabelHash() {}

    static int of(String a) {
        return a.hashCode();
    }

    static int of(String a, String b) {
        return 31 * a.hashCode() + b.hashCode();
    }

    static int of(String a, String b, String c) {
        return 31 * of(a, b) + c.hashCode();
    }

    static int of(String a, String b, String c, String d) {
        return 31 * of(a, b, c) + d.hashCode();
    }

    static int of(String[] values) {
        int hash = 0;
        for (String value : values) {
            hash = 31 * hash + value.hashCode();
        }
        return hash;
    }

    /** Multiplying by the golden ratio moves the entropy of all bits up; the shift brings it down to the mask. */
    static int slot(int hash, int mask) {
        int mixed = hash * 0x9E3779B9;
        return (mixed ^ mixed >>> 15) & mask;
    }
}
