package dev.fennel.testing;

import dev.fennel.exposition.internal.Nullable;
import dev.fennel.model.Labels;
import dev.fennel.testing.FamilyDiff.Change;
import dev.fennel.testing.FamilyDiff.MissingSeries;
import dev.fennel.testing.FamilyDiff.Presence;
import dev.fennel.testing.FamilyWriter.WrittenFamily;
import dev.fennel.testing.FamilyWriter.WrittenSample;
import dev.fennel.testing.FamilyWriter.WrittenSeries;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares a family with the expected one. Series are matched by their labels, and the lines of a series by their names
 * and labels. If several series have the same labels, those with the same timestamp are matched first, and then the
 * others in their order.
 */
final class FamilyComparison {
    private final WrittenFamily expected;
    private final WrittenFamily actual;
    private final List<Change> changes = new ArrayList<>();
    private final List<WrittenSeries> missing = new ArrayList<>();
    private final List<WrittenSeries> unexpected = new ArrayList<>();

    /** The actual series that are not matched yet. */
    private final Map<Labels, Collection<WrittenSeries>> rest = new LinkedHashMap<>();

    private int same;
    private int met;

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
                comparison.same,
                comparison.met);
    }

    private void compareHeader() {
        compare("type", expected.type(), actual.type());
        compare("help", help(expected), help(actual));
        compare("unit", unit(expected), unit(actual));
    }

    /** The help text in quotes, which show a blank at its end. */
    private static String help(WrittenFamily family) {
        return family.help().isEmpty() ? Change.NONE : '"' + family.help() + '"';
    }

    private static String unit(WrittenFamily family) {
        return family.unit().isEmpty() ? Change.NONE : family.unit();
    }

    private void compareSeries() {
        for (WrittenSeries series : actual.series()) {
            rest.computeIfAbsent(series.labels(), labels -> new ArrayDeque<>()).add(series);
        }
        List<WrittenSeries> atOtherTimes = new ArrayList<>();
        for (WrittenSeries series : expected.series()) {
            WrittenSeries found = take(series, true);
            if (found == null) {
                atOtherTimes.add(series);
            } else {
                compareSamples(series, found);
            }
        }
        for (WrittenSeries series : atOtherTimes) {
            WrittenSeries found = take(series, false);
            if (found == null) {
                missing.add(series);
            } else {
                compareSamples(series, found);
            }
        }
        rest.values().forEach(unexpected::addAll);
    }

    /** Takes the first series with the same labels out of {@link #rest}. Returns null if there is none. */
    private @Nullable WrittenSeries take(WrittenSeries like, boolean sameTime) {
        Iterator<WrittenSeries> candidates =
                rest.getOrDefault(like.labels(), List.of()).iterator();
        while (candidates.hasNext()) {
            WrittenSeries candidate = candidates.next();
            if (!sameTime || candidate.timestampMillis() == like.timestampMillis()) {
                candidates.remove();
                return candidate;
            }
        }
        return null;
    }

    private void compareSamples(WrittenSeries series, WrittenSeries found) {
        int before = changes.size();
        Map<String, String> values = new LinkedHashMap<>();
        found.samples().forEach(sample -> values.put(sample.key(), sample.value()));
        for (WrittenSample sample : series.samples()) {
            String value = values.remove(sample.key());
            if (value == null || !sample.isMetBy(value)) {
                changes.add(new Change(sample.key(), sample.value(), value == null ? Change.NONE : value));
            }
        }
        met += changes.size() == before ? 1 : 0;
        values.forEach((key, value) -> changes.add(new Change(key, Change.NONE, value)));
        same += changes.size() == before ? 1 : 0;
    }

    private void compare(String what, String expectedValue, String actualValue) {
        if (!expectedValue.equals(actualValue)) {
            changes.add(new Change(what, expectedValue, actualValue));
        }
    }
}
