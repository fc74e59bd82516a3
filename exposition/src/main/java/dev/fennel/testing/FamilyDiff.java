package dev.fennel.testing;

import java.util.List;

/**
 * What differs between the two sides of one family.
 *
 * @param name the name of the family
 * @param presence on which sides it is
 * @param hint for a missing family, what was found that may be meant, or empty
 * @param changes what both sides have, with different values
 * @param missing what is expected, and not there
 * @param unexpected what is there, and not expected
 * @param same how many series are as expected
 * @param met how many series are, for who minds only what is expected
 */
record FamilyDiff(
        String name,
        Presence presence,
        String hint,
        List<Change> changes,
        List<MissingSeries> missing,
        List<WrittenSeries> unexpected,
        int same,
        int met) {
    /** What the formats call the type of a family that is given without one. */
    private static final List<String> UNKNOWN_TYPES = List.of("untyped", "unknown");

    /** Which side has a family. */
    enum Presence {
        BOTH,
        MISSING,
        UNEXPECTED
    }

    static FamilyDiff missing(WrittenFamily expected, String hint) {
        List<MissingSeries> missing = expected.series().stream()
                .map(series -> new MissingSeries(series, ""))
                .toList();
        return new FamilyDiff(expected.name(), Presence.MISSING, hint, List.of(), missing, List.of(), 0, 0);
    }

    static FamilyDiff unexpected(WrittenFamily actual) {
        return new FamilyDiff(actual.name(), Presence.UNEXPECTED, "", List.of(), List.of(), actual.series(), 0, 0);
    }

    /** Whether both sides are the same. */
    boolean isEmpty() {
        return presence == Presence.BOTH && changes.isEmpty() && missing.isEmpty() && unexpected.isEmpty();
    }

    /** What differs for who minds only what is expected: help and unit if there are any, the type if it is known. */
    FamilyDiff ofExpected() {
        List<Change> minded = changes.stream()
                .filter(change -> !change.expected().equals(Change.NONE))
                .filter(change -> !change.what().equals("type") || !UNKNOWN_TYPES.contains(change.expected()))
                .toList();
        return new FamilyDiff(name, presence, hint, minded, missing, List.of(), met, met);
    }
}
