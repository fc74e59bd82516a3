package dev.fennel.testsupport.gates;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The table of the packages of a module and what each may use, the lowest first.
 *
 * <p>A line reads {@code metrics -> registry, model}; the names lack the {@code dev.fennel.} that all begin with. A
 * package may use only packages of lines above its own, so the table itself cannot allow a circle, and packages of
 * other modules, which have no line.
 */
final class Floors {
    private static final String LIBRARY = "dev.fennel.";

    private final Map<String, Set<String>> allowed = new LinkedHashMap<>();

    Floors(String table) {
        Set<String> names = table.lines().map(line -> cells(line)[0]).collect(Collectors.toSet());
        for (String line : table.lines().toList()) {
            String[] cells = cells(line);
            Set<String> used = cells.length == 1 ? Set.of() : Set.of(cells[1].split(",\\s*"));
            for (String name : used) {
                if (names.contains(name) && !allowed.containsKey(LIBRARY + name)) {
                    throw new IllegalArgumentException(
                            "\"" + line + "\": " + name + " is not on a floor below " + cells[0]);
                }
            }
            allowed.put(LIBRARY + cells[0], used);
        }
    }

    private static String[] cells(String line) {
        return line.strip().split("\\s*->\\s*");
    }

    /** What a module does that its table does not say, and what the table allows that the module does not do. */
    List<String> violations(Packages packages) {
        List<String> violations = new ArrayList<>();
        for (String name : packages.names()) {
            if (!allowed.containsKey(name)) {
                violations.add(name + " is not in the table");
            }
        }
        for (String name : allowed.keySet()) {
            if (!packages.names().contains(name)) {
                violations.add(name + " is in the table, but has no file");
            }
        }
        violations.addAll(packages.describe(use -> use.to().startsWith(LIBRARY)
                && allowed.containsKey(use.from())
                && !allowed.get(use.from()).contains(use.to().substring(LIBRARY.length()))));
        violations.addAll(unused(packages));
        return violations;
    }

    private List<String> unused(Packages packages) {
        Set<String> used = packages.uses().stream()
                .map(use -> use.from() + " -> " + use.to())
                .collect(Collectors.toSet());
        List<String> unused = new ArrayList<>();
        for (String from : packages.names()) {
            for (String to : new TreeSet<>(allowed.getOrDefault(from, Set.of()))) {
                if (!used.contains(from + " -> " + LIBRARY + to)) {
                    unused.add(from + " -> " + LIBRARY + to + " is in the table, but not used");
                }
            }
        }
        return unused;
    }
}
