package dev.fennel.testing;

import dev.fennel.model.Labels;
import dev.fennel.testing.FamilyDiff.Presence;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares a family with what is expected of it: its series are matched by their labels, the lines of a series by
 * their names and labels. Series with the same labels, which differ in their timestamps, are matched in their order.
 */
final class FamilyComparison {
    private final WrittenFamily expected;
    private final WrittenFamily actual;
    private final List<Change> changes = new ArrayList<>();
    private final List<WrittenSeries> missing = new ArrayList<>();
    private final List<WrittenSeries> unexpected = new ArrayList<>();
    private int same;

    private FamilyComparison(WrittenFamily expected, WrittenFamily actual) {
        this.expected = expected;
        this.actual = actual;
    }

    static FamilyDiff compare(WrittenFamily expected, WrittenFamily actual) {
        FamilyComparison comparison = new FamilyComparison(expected, actual);
        comparison.compareHeader();
        comparison.compareSeries();
        List<MissingSeries> missing = NearMisses.find(comparison.missing, comparison.unexpected);
        return new FamilyDiff(
                expected.name(),
                Presence.BOTH,
                "",
                List.copyOf(comparison.changes),
                missing,
                List.copyOf(comparison.unexpected),
                comparison.same);
    }

    private void compareHeader() {
        compare("type", expected.type(), actual.type());
        compare("help", help(expected), help(actual));
        compare("unit", unit(expected), unit(actual));
    }

    /** In quotes, so that a blank at the end shows. */
    private static String help(WrittenFamily family) {
        return family.help().isEmpty() ? Change.NONE : '"' + family.help() + '"';
    }

    private static String unit(WrittenFamily family) {
        return family.unit().isEmpty() ? Change.NONE : family.unit();
    }

    private void compareSeries() {
        Map<Labels, Deque<WrittenSeries>> rest = new LinkedHashMap<>();
        for (WrittenSeries series : actual.series()) {
            rest.computeIfAbsent(series.labels(), labels -> new ArrayDeque<>()).add(series);
        }
        for (WrittenSeries series : expected.series()) {
            WrittenSeries found = rest.getOrDefault(series.labels(), new ArrayDeque<>()).poll();
            if (found == null) {
                missing.add(series);
            } else {
                int before = changes.size();
                compareSamples(series, found);
                same += changes.size() == before ? 1 : 0;
            }
        }
        rest.values().forEach(unexpected::addAll);
    }

    private void compareSamples(WrittenSeries series, WrittenSeries found) {
        Map<String, String> rest = new LinkedHashMap<>();
        found.samples().forEach(sample -> rest.put(sample.key(), sample.value()));
        for (WrittenSample sample : series.samples()) {
            String value = rest.remove(sample.key());
            if (value == null || !sample.isMetBy(value)) {
                changes.add(new Change(sample.key(), sample.value(), value == null ? Change.NONE : value));
            }
        }
        rest.forEach((key, value) -> changes.add(new Change(key, Change.NONE, value)));
    }

    private void compare(String what, String expectedValue, String actualValue) {
        if (!expectedValue.equals(actualValue)) {
            changes.add(new Change(what, expectedValue, actualValue));
        }
    }
}
