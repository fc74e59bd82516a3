package dev.fennel.testing;

import dev.fennel.exposition.internal.Visible;
import dev.fennel.testing.FamilyWriter.WrittenFamily;
import dev.fennel.testing.FamilyWriter.WrittenSeries;
import java.util.List;

/**
 * The differences between the two sides of one family.
 *
 * @param name the name of the family
 * @param presence which sides have the family
 * @param hint for a missing family, what was found under another name and may be meant; empty if there is nothing
 * @param changes what both sides have, with different values
 * @param missing the series that are expected and not there
 * @param unexpected the series that are there and not expected
 * @param same how many series are equal on both sides
 * @param met how many series have at least what is expected of them, and perhaps more
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
    /** The names that the formats have for the type of a family without a {@code TYPE} line. */
    private static final List<String> UNKNOWN_TYPES = List.of("untyped", "unknown");

    /** Which side has a family. */
    enum Presence {
        BOTH,
        MISSING,
        UNEXPECTED
    }

    /**
     * Something that both sides have, with different values.
     *
     * @param what the name and labels of a sample, or {@code help}, {@code type} or {@code unit}
     * @param expected what it should be
     * @param actual what it is
     */
    record Change(String what, String expected, String actual) {
        /** Stands for what a side does not have. */
        static final String NONE = "none";

        /** The same, as a report shows it. */
        Change visible() {
            return new Change(Visible.of(what), Visible.of(expected), Visible.of(actual));
        }
    }

    /**
     * An expected series that was not found.
     *
     * @param series the series
     * @param hint what was found that is nearly the same, or empty
     */
    record MissingSeries(WrittenSeries series, String hint) {}

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

    /**
     * The differences without those in what is not expected: series and samples that are there in addition, the help
     * and the unit if none is expected, and the type if an unknown one is expected.
     */
    FamilyDiff ofExpected() {
        List<Change> minded = changes.stream()
                .filter(change -> !change.expected().equals(Change.NONE))
                .filter(change -> !change.what().equals("type") || !UNKNOWN_TYPES.contains(change.expected()))
                .toList();
        return new FamilyDiff(name, presence, hint, minded, missing, List.of(), met, met);
    }
}
