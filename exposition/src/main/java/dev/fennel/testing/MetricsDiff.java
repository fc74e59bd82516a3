package dev.fennel.testing;

import dev.fennel.testing.FamilyWriter.WrittenFamily;
import dev.fennel.testing.FamilyWriter.WrittenSample;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Compares families with expected ones. They are matched by their names; the order of both sides does not matter. */
final class MetricsDiff {
    /** How many missing families get a hint. A report shows no more, and each costs a comparison with all others. */
    private static final int MAX_HINTS = DiffReport.MAX_FAMILIES;

    private static final List<String> LINES = List.of("_bucket", "_count", "_sum");
    private static final Set<String> MANY_LINES = Set.of("histogram", "summary");

    private MetricsDiff() {}

    /**
     * Returns the families that differ, sorted by name.
     *
     * @param names the names of all families that are there, including those that are not compared
     */
    static List<FamilyDiff> compare(
            List<WrittenFamily> expected, List<WrittenFamily> actual, Collection<String> names) {
        Map<String, WrittenFamily> wanted = byName(expected);
        Map<String, WrittenFamily> unexpected = byName(actual);
        Map<String, WrittenFamily> there = byName(actual);
        unexpected.keySet().removeAll(wanted.keySet());
        Set<String> others = new TreeSet<>(names);
        others.removeAll(wanted.keySet());
        Map<String, FamilyDiff> diffs = new TreeMap<>();
        unexpected.forEach((name, family) -> diffs.put(name, FamilyDiff.unexpected(family)));
        int missing = 0;
        for (WrittenFamily family : wanted.values()) {
            WrittenFamily found = there.get(family.name());
            if (found == null) {
                String hint = missing++ < MAX_HINTS ? hint(family, unexpected, others) : "";
                diffs.put(family.name(), FamilyDiff.missing(family, hint));
            } else {
                diffs.put(family.name(), FamilyComparison.compare(family, found));
            }
        }
        List<FamilyDiff> result = new ArrayList<>(diffs.values());
        result.removeIf(FamilyDiff::isEmpty);
        return result;
    }

    private static Map<String, WrittenFamily> byName(List<WrittenFamily> families) {
        Map<String, WrittenFamily> byName = new TreeMap<>();
        for (WrittenFamily family : families) {
            if (byName.put(family.name(), family) != null) {
                throw new AssertionError("expected each family once, got \"" + family.name() + "\" twice");
            }
        }
        return byName;
    }

    /**
     * Names an actual family that the missing one may be: one that has it as a line, or has a similar name or the same
     * values.
     */
    private static String hint(
            WrittenFamily missing, Map<String, WrittenFamily> unexpected, Collection<String> others) {
        for (String suffix : LINES) {
            WrittenFamily whole = unexpected.get(missing.name().replaceFirst(suffix + "$", ""));
            if (whole != null && MANY_LINES.contains(whole.type())) {
                return "found as a line of the " + whole.type() + " " + whole.name() + ", expected \"# TYPE "
                        + whole.name() + " " + whole.type() + "\" in front of it";
            }
        }
        String similar = SimilarName.find(missing.name(), others);
        if (!similar.isEmpty()) {
            return "found with a similar name: " + similar;
        }
        List<?> series = values(missing);
        return unexpected.values().stream()
                .filter(family ->
                        family.type().equals(missing.type()) && values(family).equals(series))
                .map(family -> "found with another name: " + family.name())
                .findFirst()
                .orElse("");
    }

    /** The labels and values of all series: everything of a family but its name, type, help and unit. */
    private static List<?> values(WrittenFamily family) {
        return family.series().stream()
                .map(series -> List.of(
                        series.labels(),
                        series.samples().stream().map(WrittenSample::value).toList()))
                .toList();
    }
}
