package dev.fennel.testing;

import dev.fennel.exposition.internal.Visible;
import dev.fennel.model.MetricFamily;
import dev.fennel.testing.FamilyWriter.WrittenSample;
import java.util.List;
import java.util.stream.Collectors;

/** Lists metrics for a message: the first lines in the text format, and the number of the others. */
final class Listing {
    private static final int MAX_LINES = 10;
    private static final int MAX_NAMES = 20;

    private Listing() {}

    /** The samples of all series, each on a line of its own. */
    static String ofSeries(List<MetricFamily> families) {
        List<WrittenSample> samples = new FamilyWriter(Detail.TEXT.format(), false)
                .write(families).stream()
                        .flatMap(family -> family.series().stream())
                        .flatMap(series -> series.samples().stream())
                        .toList();
        String lines = samples.stream()
                .limit(MAX_LINES)
                .map(sample -> "\n  " + Visible.of(sample.toString()))
                .collect(Collectors.joining());
        return samples.size() > MAX_LINES ? lines + "\n  ... " + (samples.size() - MAX_LINES) + " more lines" : lines;
    }

    /** The names of the families, on one line. */
    static String ofNames(List<MetricFamily> families) {
        String names = families.stream()
                .limit(MAX_NAMES)
                .map(family -> Visible.of(family.name()))
                .collect(Collectors.joining(", "));
        return families.size() > MAX_NAMES ? names + " and " + (families.size() - MAX_NAMES) + " more" : names;
    }
}
