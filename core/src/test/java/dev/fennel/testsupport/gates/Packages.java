package dev.fennel.testsupport.gates;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The packages of one module's main code: their files, and which class uses which class of another package.
 *
 * <p>A class uses another if its class file mentions it or its source imports it or, for classes of the library,
 * contains its full name. The source counts because a constant that the compiler copies, or a link in Javadoc, leaves
 * nothing in the class file. Names in string literals do not count.
 */
final class Packages {
    private static final Pattern PACKAGE = Pattern.compile("^package ([\\w.]+);", Pattern.MULTILINE);

    /** The imported class, without nested classes and static members, or the package of an import of everything. */
    private static final Pattern IMPORT =
            Pattern.compile("^import (?:static )?((?:[a-z_]\\w*\\.)+(?:[A-Z]\\w*|\\*))", Pattern.MULTILINE);

    /** The full name of a class of the library, without nested classes. */
    private static final Pattern FULL_NAME = Pattern.compile("\\bdev\\.fennel(?:\\.[a-z_]\\w*)+\\.[A-Z]\\w*");

    private static final Pattern LITERAL = Pattern.compile("\"\"\"(?s:.*?)\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*\"");

    /** A class that uses a class of another package; both are top-level classes. */
    record Use(String user, String used) {
        String from() {
            return ClassFile.packageOf(user);
        }

        String to() {
            return ClassFile.packageOf(used);
        }
    }

    /** By the name of the package, the names of its source files. */
    private final Map<String, Set<String>> files = new TreeMap<>();

    private final List<Use> uses;

    /**
     * Reads a module.
     *
     * @param sources the folder of its sources, {@code src/main/java}
     * @param classes the folder that they were compiled into
     */
    Packages(Path sources, Path classes) {
        this(sources, classes, Set.of());
    }

    /**
     * Reads a module.
     *
     * @param sources the folder of its sources, {@code src/main/java}
     * @param classes the folder that they were compiled into
     * @param roots the full names of classes whose uses do not count
     */
    Packages(Path sources, Path classes, Set<String> roots) {
        Set<Use> found = new HashSet<>();
        for (ClassFile file : ClassFile.readAll(classes)) {
            files.computeIfAbsent(ClassFile.packageOf(file.name()), name -> new TreeSet<>());
            for (String used : file.references()) {
                found.add(new Use(ClassFile.topLevel(file.name()), ClassFile.topLevel(used)));
            }
        }
        try (Stream<Path> walk = Files.walk(sources)) {
            for (Path file :
                    walk.filter(path -> path.toString().endsWith(".java")).toList()) {
                readSource(file, found);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        uses = found.stream()
                .filter(use -> !use.from().equals(use.to()) && !roots.contains(use.user))
                .sorted((a, b) -> (a.user + ' ' + a.used).compareTo(b.user + ' ' + b.used))
                .toList();
    }

    private void readSource(Path file, Set<Use> found) throws IOException {
        String source = Files.readString(file);
        Matcher declared = PACKAGE.matcher(source);
        if (!declared.find()) {
            return; // module-info.java
        }
        String name = file.getFileName().toString();
        files.computeIfAbsent(declared.group(1), none -> new TreeSet<>()).add(name);
        String user = declared.group(1) + '.' + name.replace(".java", "");
        Matcher imports = IMPORT.matcher(source);
        while (imports.find()) {
            found.add(new Use(user, imports.group(1)));
        }
        Matcher names = FULL_NAME.matcher(LITERAL.matcher(source).replaceAll("\"\""));
        while (names.find()) {
            found.add(new Use(user, names.group()));
        }
    }

    Set<String> names() {
        return files.keySet();
    }

    /** Every use once, sorted by the names of the two classes. */
    List<Use> uses() {
        return uses;
    }

    /** The uses that fit, a line for each pair of packages: {@code a -> b: X uses Y, X uses Z}. */
    List<String> describe(Predicate<Use> fits) {
        Map<String, List<String>> lines = new TreeMap<>();
        for (Use use : uses) {
            if (fits.test(use)) {
                lines.computeIfAbsent(use.from() + " -> " + use.to(), pair -> new ArrayList<>())
                        .add(simpleName(use.user) + " uses " + simpleName(use.used));
            }
        }
        return lines.entrySet().stream()
                .map(line -> line.getKey() + ": " + String.join(", ", line.getValue()))
                .toList();
    }

    /** Every use that is part of a circle: the used package uses the using one too, directly or by way of others. */
    List<String> circles() {
        Map<String, Set<String>> used = new TreeMap<>();
        for (Use use : uses) {
            used.computeIfAbsent(use.from(), none -> new TreeSet<>()).add(use.to());
        }
        Map<String, Set<String>> reached = new TreeMap<>();
        names().forEach(name -> reached.put(name, reached(name, used)));
        return describe(use -> reached.getOrDefault(use.to(), Set.of()).contains(use.from()));
    }

    private static Set<String> reached(String start, Map<String, Set<String>> used) {
        Set<String> reached = new TreeSet<>();
        List<String> next = new ArrayList<>(List.of(start));
        while (!next.isEmpty()) {
            for (String to : used.getOrDefault(next.remove(next.size() - 1), Set.of())) {
                if (reached.add(to)) {
                    next.add(to);
                }
            }
        }
        return reached;
    }

    /**
     * The uses of packages of other modules of the library, lines as of {@link #describe}, that those do not export.
     *
     * @param exported the packages that they export
     */
    List<String> unexported(Set<String> exported) {
        return describe(use ->
                use.to().startsWith("dev.fennel.") && !names().contains(use.to()) && !exported.contains(use.to()));
    }

    /** The packages that have no {@code package-info.java}. */
    List<String> withoutTour() {
        return names().stream()
                .filter(name -> !files.get(name).contains("package-info.java"))
                .toList();
    }

    /** The packages with more files than allowed, {@code package-info.java} not counted. */
    List<String> largerThan(int most) {
        List<String> large = new ArrayList<>();
        files.forEach((name, inside) -> {
            long count = inside.stream()
                    .filter(file -> !file.equals("package-info.java"))
                    .count();
            if (count > most) {
                large.add(name + " has " + count + " files");
            }
        });
        return large;
    }

    private static String simpleName(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
