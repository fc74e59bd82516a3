package dev.fennel.testing;

import dev.fennel.model.Labels;
import dev.fennel.testing.FamilyDiff.MissingSeries;
import dev.fennel.testing.FamilyWriter.WrittenSeries;
import java.util.ArrayList;
import java.util.List;

/** Finds, for each missing series, an unexpected one whose labels are the same except for one. */
final class NearMisses {
    /**
     * How many missing series get a hint. A report shows no more, and each costs a comparison with all unexpected ones.
     */
    private static final int MAX_HINTS = 20;

    private NearMisses() {}

    static List<MissingSeries> find(List<WrittenSeries> missing, List<WrittenSeries> unexpected) {
        List<MissingSeries> result = new ArrayList<>();
        for (WrittenSeries series : missing) {
            String hint = result.size() < MAX_HINTS ? hint(series.labels(), unexpected) : "";
            result.add(new MissingSeries(series, hint));
        }
        return result;
    }

    private static String hint(Labels expected, List<WrittenSeries> unexpected) {
        return unexpected.stream()
                .map(series -> hint(expected, series.labels()))
                .filter(hint -> !hint.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** Describes the one label in which the two differ. Empty if they differ in more than one, or in none. */
    private static String hint(Labels expected, Labels found) {
        Labels lost = different(expected, found);
        Labels added = different(found, expected);
        if (lost.size() > 1 || added.size() > 1) {
            return "";
        }
        if (added.isEmpty()) {
            return lost.isEmpty() ? "" : "found without the label " + lost.name(0);
        }
        String name = added.name(0);
        String value = added.value(0);
        if (lost.isEmpty()) {
            return "found with one label more: " + pair(name, value);
        }
        if (lost.name(0).equals(name)) {
            return "found with " + pair(name, value);
        }
        return lost.value(0).equals(value) ? "found with the label " + name + " in place of " + lost.name(0) : "";
    }

    /** The labels that the other series does not have, or has with another value. */
    private static Labels different(Labels labels, Labels other) {
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            if (!labels.value(i).equals(other.get(labels.name(i)))) {
                pairs.add(labels.name(i));
                pairs.add(labels.value(i));
            }
        }
        return Labels.of(pairs.toArray(String[]::new));
    }

    private static String pair(String name, String value) {
        return name + "=\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
