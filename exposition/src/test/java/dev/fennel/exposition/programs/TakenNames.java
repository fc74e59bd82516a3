package dev.fennel.exposition.programs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;

/** What becomes of a page of OpenMetrics if each name belongs to one family only. */
final class TakenNames {
    private final List<String> ours;
    private final List<String> theirs;

    /** How many families claim each name. */
    private final Map<String, Integer> claims = new HashMap<>();

    TakenNames(List<String> ours, List<String> theirs) {
        this.ours = ours;
        this.theirs = theirs;
        for (String line : theirs) {
            Matcher type = TextLine.METADATA.matcher(line);
            if (type.matches() && type.group(1).equals("TYPE")) {
                claimed(type.group(2), type.group(3)).forEach(name -> claims.merge(name, 1, Integer::sum));
            }
        }
    }

    private static Set<String> claimed(String name, String type) {
        Set<String> names = new HashSet<>(Set.of(name));
        List<String> suffixes =
                switch (type) {
                    case "counter" -> List.of("_total", "_created");
                    case "summary" -> List.of("_sum", "_count", "_created");
                    case "histogram" -> List.of("_sum", "_count", "_created", "_bucket");
                    default -> List.of();
                };
        suffixes.forEach(suffix -> names.add(TextLine.suffixed(name, suffix)));
        return names;
    }

    private boolean isTaken(String name) {
        return claims.getOrDefault(name, 0) > 1;
    }

    /**
     * The lines of the reference, where families whose names are taken have the names that Fennel gives them. Which of
     * two families has to give way is left to Fennel.
     */
    List<String> renamed() {
        List<String> lines = new ArrayList<>();
        String counter = null;
        String created = null;
        for (int i = 0; i < theirs.size(); i++) {
            String line = theirs.get(i);
            Matcher metadata = TextLine.METADATA.matcher(line);
            if (metadata.matches()) {
                String name = metadata.group(2);
                if (metadata.group(1).equals("HELP")) {
                    counter = givesWay(name, theirs.get(i + 1)) ? name : null;
                    String ofFamily = TextLine.suffixed(name, "_created");
                    boolean leftOut = counter != null || (isTaken(ofFamily) && !oursHas(name, ofFamily));
                    created = leftOut ? ofFamily : null;
                }
                lines.add(name.equals(counter) ? renamed(metadata) : line);
            } else if (created == null || !TextLine.isSampleOf(created, line)) {
                lines.add(line);
            }
        }
        return lines;
    }

    private boolean givesWay(String name, String typeLine) {
        return typeLine.equals("# TYPE " + name + " counter")
                && (isTaken(name) || isTaken(TextLine.suffixed(name, "_created")))
                && ours.contains("# TYPE " + TextLine.suffixed(name, "_total") + " unknown");
    }

    /** Whether Fennel wrote a sample of this name for a family. */
    private boolean oursHas(String family, String sample) {
        boolean isWithin = false;
        boolean found = false;
        for (String line : ours) {
            if (line.startsWith("# HELP ")) {
                isWithin = line.startsWith("# HELP " + family + " ");
            }
            found |= isWithin && TextLine.isSampleOf(sample, line);
        }
        return found;
    }

    private static String renamed(Matcher metadata) {
        String rest = metadata.group(1).equals("TYPE") ? "unknown" : metadata.group(3);
        return "# " + metadata.group(1) + " " + TextLine.suffixed(metadata.group(2), "_total") + " " + rest;
    }
}
