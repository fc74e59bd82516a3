package dev.fennel.testing;

import dev.fennel.model.MetricFamily;
import dev.fennel.testing.FamilyWriter.WrittenFamily;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Compares metrics with expected ones. Both sides are narrowed to the selection of the actual metrics, and compared in
 * the detail of the side of which less is known.
 */
final class Comparison {
    private final GatheredMetrics expected;
    private final GatheredMetrics actual;
    private final FamilyWriter plain;
    private final FamilyWriter withCreated;

    private Comparison(GatheredMetrics expected, GatheredMetrics actual) {
        this.expected = actual.select(expected);
        this.actual = actual;
        Detail both = expected.detail().compareTo(actual.detail()) < 0 ? expected.detail() : actual.detail();
        plain = new FamilyWriter(both.format(), false);
        withCreated = new FamilyWriter(both.format(), true);
        checkSelection();
    }

    /**
     * Compares with a text, in everything that it reports. Created timestamps are compared only in those families where
     * the text has any, because a test that does not set the clock cannot know them.
     */
    static List<FamilyDiff> withText(String text, GatheredMetrics actual) {
        return new Comparison(parse(text, actual), actual).diffWithCreated(UnaryOperator.identity());
    }

    /**
     * Compares with a text as {@link #withText} does, but expects of a histogram or a summary only the samples that the
     * text has. The text must have at least one series that is selected.
     */
    static List<FamilyDiff> withPart(String text, GatheredMetrics actual) {
        GatheredMetrics parsed = parse(text, actual);
        if (actual.select(parsed).families().isEmpty()) {
            throw new IllegalArgumentException(
                    "expected a text with at least one series" + actual.selection() + ", got none");
        }
        if (parsed.detail() == Detail.OPENMETRICS_2) { // a histogram or a summary is one sample, and so is complete
            return new Comparison(parsed, actual).diffWithCreated(UnaryOperator.identity());
        }
        ReportedSamples reported = new ReportedSamples(text, parsed.detail(), parsed.all());
        return new Comparison(parsed, actual).diffWithCreated(reported::of);
    }

    private static GatheredMetrics parse(String text, GatheredMetrics actual) {
        GatheredMetrics parsed = GatheredMetrics.parse(text);
        if (parsed.detail().compareTo(actual.detail()) > 0) {
            throw new IllegalArgumentException(
                    actual.detail() == Detail.TEXT
                            ? "expected a text without # EOF, since the metrics were read from the text format 0.0.4,"
                                    + " got OpenMetrics"
                            : "expected a text in OpenMetrics 1.0, since the metrics were read from that, got"
                                    + " OpenMetrics 2.0");
        }
        return parsed;
    }

    /** Compares with other metrics, without created timestamps. */
    static List<FamilyDiff> withMetrics(GatheredMetrics others, GatheredMetrics actual) {
        return new Comparison(others, actual).diff();
    }

    private List<FamilyDiff> diff() {
        return MetricsDiff.compare(plain.write(expected.families()), plain.write(actual.families()), names(actual));
    }

    private List<FamilyDiff> diffWithCreated(UnaryOperator<List<WrittenFamily>> part) {
        List<WrittenFamily> wanted = withCreated.write(expected.families());
        Set<WrittenFamily> untimed = new HashSet<>(plain.write(expected.families()));
        Set<String> timed = wanted.stream()
                .filter(family -> !untimed.contains(family))
                .map(WrittenFamily::name)
                .collect(Collectors.toSet());
        List<WrittenFamily> found = actual.families().stream()
                .map(family -> (timed.contains(family.name()) ? withCreated : plain).write(family))
                .toList();
        return MetricsDiff.compare(part.apply(wanted), found, names(actual));
    }

    /** Fails if nothing would be compared, so that a test with a typing error in a name does not pass. */
    private void checkSelection() {
        Set<String> names = names(actual);
        names.addAll(names(expected));
        for (String name : actual.selection().names()) {
            if (!names.contains(name)) {
                String similar = SimilarName.find(name, names);
                throw new AssertionError("neither side has a family named \"" + name + '"'
                        + (similar.isEmpty() ? "" : ", is \"" + similar + "\" meant?"));
            }
        }
        boolean all = actual.selection().equals(Selection.ALL);
        if (!all && expected.families().isEmpty() && actual.families().isEmpty()) {
            throw new AssertionError("neither side has a series" + actual.selection());
        }
    }

    private static Set<String> names(GatheredMetrics metrics) {
        return metrics.all().stream().map(MetricFamily::name).collect(Collectors.toCollection(HashSet::new));
    }
}
