package dev.fennel.testsupport.gates;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Where the main code of the module under test may stand, and what it may use. */
public abstract class ArchitectureRules extends ExportRules {
    /** So many files that a reader still takes in the list of them at a glance. */
    private static final int MOST_FILES = 45;

    private static final Path CLASSES = Path.of("target", "classes");

    private final Packages packages;
    private final String floors;
    private final Map<String, String> internals;

    /**
     * Takes the tables of the module.
     *
     * @param floors the packages and what each uses, the lowest first: lines of {@code metrics -> registry, model},
     *     without the {@code dev.fennel.} before each name; a package that uses none has a line of its own too
     * @param internals the packages named {@code com.sun...} that this module may use, each with the reason
     * @param roots the full names of classes that put the module together, and may use everything
     */
    protected ArchitectureRules(String floors, Map<String, String> internals, String... roots) {
        super("main");
        this.packages = new Packages(Path.of("src", "main", "java"), CLASSES, Set.of(roots));
        this.floors = floors;
        this.internals = internals;
    }

    @Test
    void packagesUseExactlyWhatTheTableAllows() {
        assertThat(new Floors(floors).violations(packages))
                .as("where the table and the module differ")
                .isEmpty();
    }

    @Test
    void noPackagesUseEachOtherInACircle() {
        assertThat(packages.circles()).as("uses in circles").isEmpty();
    }

    @Test
    void noPackageHasMoreFilesThanAReaderTakesIn() {
        assertThat(packages.largerThan(MOST_FILES))
                .as("packages above " + MOST_FILES + " files")
                .isEmpty();
    }

    @Test
    void everyPackageHasATour() {
        assertThat(packages.withoutTour())
                .as("packages without package-info.java")
                .isEmpty();
    }

    @Test
    void publicSignaturesNameOnlyWhatUsersCanName() {
        assertThat(new PublicApi(CLASSES, getClass().getClassLoader()).leaks())
                .as("types that users cannot name, after a !")
                .isEmpty();
    }

    @Test
    void publicJavadocNamesOnlyWhatUsersCanName() {
        assertThat(new PublicApi(CLASSES, getClass().getClassLoader()).namedInJavadoc(Path.of("src", "main", "java")))
                .as("what users read about and cannot name")
                .isEmpty();
    }

    @Test
    void recordsWriteOutTheMethodsThatAreCalled() {
        assertThat(new DerivedMethods(ClassFile.readAll(CLASSES)).called())
                .as("derived methods of records that may be called, which keeps the class loader")
                .isEmpty();
    }

    @Test
    void internalsOfTheJdkAreUsedOnlyForAReason() {
        Set<String> used = new TreeSet<>();
        for (Packages.Use use : packages.uses()) {
            if (use.to().matches("(com\\.sun|sun|jdk\\.internal)\\..*")) {
                used.add(use.to());
            }
        }

        assertThat(used).as("used packages of the JDK's own").isEqualTo(new TreeSet<>(internals.keySet()));
    }
}
