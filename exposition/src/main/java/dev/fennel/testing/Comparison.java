package dev.fennel.testing;

import java.util.List;

/** Compares metrics with others. */
final class Comparison {
    private Comparison() {}

    static List<FamilyDiff> of(GatheredMetrics expected, GatheredMetrics actual) {
        FamilyWriter writer = FamilyWriter.ofText();
        return MetricsDiff.compare(writer.write(expected.families()), writer.write(actual.families()));
    }
}
