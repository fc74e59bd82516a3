package dev.fennel.testsupport.gates;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which lines of a module's API came and which went, below the name of the type that they belong to. */
final class ApiDiff {
    private static final Pattern TYPE = Pattern.compile("(?:module|class|interface|enum|record) ([\\w.]+)");

    private ApiDiff() {}

    /**
     * Compares two texts of {@link PublicApi#text}.
     *
     * @return a line {@code - ...} for each line that only the old text has, {@code + ...} for each that only the new
     *     one has, and a remark for a type whose lines have another order; empty if they are the same
     */
    static String between(String old, String now) {
        Map<String, Set<String>> before = linesByType(old);
        Map<String, Set<String>> after = linesByType(now);
        Set<String> types = new TreeSet<>(before.keySet());
        types.addAll(after.keySet());
        StringBuilder diff = new StringBuilder();
        for (String type : types) {
            Set<String> gone = new LinkedHashSet<>(before.getOrDefault(type, Set.of()));
            Set<String> come = new LinkedHashSet<>(after.getOrDefault(type, Set.of()));
            gone.removeAll(after.getOrDefault(type, Set.of()));
            come.removeAll(before.getOrDefault(type, Set.of()));
            if (!gone.isEmpty() || !come.isEmpty()) {
                diff.append(type).append('\n');
                gone.forEach(line -> diff.append("  - ").append(line).append('\n'));
                come.forEach(line -> diff.append("  + ").append(line).append('\n'));
            } else if (!List.copyOf(before.get(type)).equals(List.copyOf(after.get(type)))) {
                diff.append(type).append("\n  the same lines in another order\n");
            }
        }
        return diff.toString();
    }

    private static Map<String, Set<String>> linesByType(String text) {
        Map<String, Set<String>> types = new TreeMap<>();
        String type = "";
        for (String line : text.lines().filter(line -> !line.isBlank()).toList()) {
            if (!line.startsWith(" ")) {
                Matcher declared = TYPE.matcher(line);
                type = declared.find() ? declared.group(1) : line;
            }
            types.computeIfAbsent(type, none -> new LinkedHashSet<>()).add(line.strip());
        }
        return types;
    }
}
