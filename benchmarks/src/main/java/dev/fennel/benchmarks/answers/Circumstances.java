package dev.fennel.benchmarks.answers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.StringJoiner;

/** What the figures depend on, in a line that stands above the table. */
public final class Circumstances {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
    private static final String MODEL = "model name";

    private Circumstances() {}

    /**
     * The circumstances of this JVM.
     *
     * @param effort how long each operation is measured, in a word
     * @return the line
     * @throws IOException if a jar cannot be read
     */
    public static String now(String effort) throws IOException {
        List<String> processors = Files.isReadable(PROCESSORS) ? Files.readAllLines(PROCESSORS) : List.of();
        return new StringJoiner("; ", "", ".")
                .add("A " + effort + " run on " + LocalDate.now())
                .add(System.getProperty("java.vm.name") + ' ' + System.getProperty("java.vm.version"))
                .add(Runtime.getRuntime().availableProcessors() + " processors, " + model(processors))
                .add(System.getProperty("os.name") + ' ' + System.getProperty("os.version"))
                .add(versions(Jars.ofThisJvm()))
                .toString();
    }

    /** The model of the first processor in a file of Linux, or else the architecture. */
    static String model(List<String> processors) {
        return processors.stream()
                .filter(line -> line.startsWith(MODEL))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(System.getProperty("os.arch"));
    }

    static String versions(Jars jars) {
        StringJoiner versions = new StringJoiner(", ").setEmptyValue("no jars");
        for (Library library : Library.values()) {
            jars.versionOf(library).ifPresent(version -> versions.add(library.title() + ' ' + version));
        }
        return versions.toString();
    }
}
