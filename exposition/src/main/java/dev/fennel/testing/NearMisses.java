package dev.fennel.testing;

import dev.fennel.model.Labels;
import dev.fennel.testing.FamilyDiff.MissingSeries;
import dev.fennel.testing.FamilyWriter.WrittenSeries;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

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
        Set<String> names = new TreeSet<>(expected.names());
        names.addAll(found.names());
        names.removeIf(name -> Objects.equals(expected.get(name), found.get(name)));
        List<String> lost =
                names.stream().filter(name -> expected.get(name) != null).toList();
        List<String> added =
                names.stream().filter(name -> found.get(name) != null).toList();
        if (lost.size() > 1 || added.size() > 1) {
            return "";
        }
        if (added.isEmpty()) {
            return lost.isEmpty() ? "" : "found without the label " + lost.get(0);
        }
        String name = added.get(0);
        String value = found.get(name);
        if (lost.isEmpty()) {
            return "found with one label more: " + pair(name, value);
        }
        if (lost.equals(added)) {
            return "found with " + pair(name, value);
        }
        return value.equals(expected.get(lost.get(0)))
                ? "found with the label " + name + " in place of " + lost.get(0)
                : "";
    }

    private static String pair(String name, String value) {
        return name + "=\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
