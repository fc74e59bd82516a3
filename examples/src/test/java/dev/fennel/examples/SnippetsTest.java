package dev.fennel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every sample in the pages of the project and in the Javadoc is a piece of a file in this module, so it compiles. What
 * the files in {@code src/adapters} hold is compiled under the profile of that name, and what those in {@code src/it}
 * hold under the profile {@code consumer}.
 */
class SnippetsTest {
    private static final Path SOURCES = Path.of("src");
    private static final Pattern JAVADOC = Pattern.compile("(?s)/\\*\\*.*?\\*/");
    private static final Pattern JAVADOC_SAMPLE = Pattern.compile("(?ms)<pre>\\{@code\\n(.*?)\\n *\\* }</pre>");
    private static final Pattern JAVADOC_MARGIN = Pattern.compile("(?m)^ *\\* ?");
    private static final Pattern LINK = Pattern.compile("]\\(([^):]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

    @Test
    void thePagesSamplesAreInTestedFiles() throws IOException {
        List<String> samples = new ArrayList<>();
        for (Page page : Page.all()) {
            samples.addAll(page.blocks("java"));
        }

        assertThat(samples).hasSizeGreaterThanOrEqualTo(6);
        assertIn(testedCode(), samples);
    }

    @Test
    void theJavadocsSamplesAreInTestedFiles() throws IOException {
        List<String> samples = new ArrayList<>();
        for (String module : List.of("core", "exposition", "httpserver", "pushgateway")) {
            for (String source : sources(Page.ROOT.resolve(module).resolve("src/main"), ".java")) {
                JAVADOC_SAMPLE
                        .matcher(source)
                        .results()
                        .map(match -> JAVADOC_MARGIN.matcher(match.group(1)).replaceAll(""))
                        .forEach(samples::add);
            }
        }

        assertThat(samples).hasSizeGreaterThanOrEqualTo(13);
        assertIn(testedCode(), samples);
    }

    @Test
    void fennelsSideOfTheMigrationGuideIsInTestedFiles() throws IOException {
        List<String> rows = Page.of("examples/MIGRATION.md").codeInColumn("Fennel");

        assertThat(rows).hasSizeGreaterThanOrEqualTo(150);
        assertIn(testedCode(), rows);
    }

    /** The Go file is compiled in {@link MigrationRowsInGoTest}, the others with the profile {@code peers}. */
    @ParameterizedTest
    @CsvSource({
        "client_golang, src/test/go/migration/rows.go",
        "client_java 1.x, ../benchmarks/src/peers-test/java/dev/fennel/benchmarks/peers/MigrationFromClientJavaTest.java",
        "simpleclient, ../benchmarks/src/peers-test/java/dev/fennel/benchmarks/peers/MigrationFromSimpleclientTest.java",
        "Micrometer, ../benchmarks/src/peers-test/java/dev/fennel/benchmarks/peers/MigrationFromMicrometerTest.java",
        "OpenTelemetry, ../benchmarks/src/peers-test/java/dev/fennel/benchmarks/peers/MigrationFromOpenTelemetryTest.java"
    })
    void theOthersSideOfTheMigrationGuideIsInCompiledFiles(String library, Path file) throws IOException {
        List<String> rows = Page.of("examples/MIGRATION.md").codeInColumn(library);

        assertThat(rows).hasSizeGreaterThanOrEqualTo(15);
        assertIn(List.of(read(file)), rows);
    }

    @Test
    void theElementsOfBuildFilesAreInTestedOnes() throws IOException {
        String version = FirstMetricTest.projectVersion();
        List<String> files = sources(SOURCES, "pom.xml").stream()
                .map(file -> file.replace("@project.version@", version))
                .toList();
        for (Page page : Page.all()) {
            assertIn(files, page.blocks("xml"));
        }
    }

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        for (Page page : Page.all()) {
            List<String> links = LINK.matcher(page.text())
                    .results()
                    .map(match -> match.group(1))
                    .toList();
            for (String link : links) {
                String[] parts = link.split("#", 2);
                Path target = parts[0].isEmpty() ? page.path() : page.path().resolveSibling(parts[0]);
                assertThat(target).as("%s in %s", link, page.path()).exists();
                if (parts.length == 2) {
                    assertThat(anchors(read(target)))
                            .as("%s in %s", link, page.path())
                            .contains(parts[1]);
                }
            }
        }
    }

    /** The names that GitHub gives to headings. */
    private static List<String> anchors(String page) {
        return HEADING.matcher(page)
                .results()
                .map(match -> match.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\w -]", "")
                        .replace(' ', '-'))
                .toList();
    }

    private static void assertIn(List<String> sources, List<String> samples) {
        List<String> code = sources.stream().map(SnippetsTest::code).toList();
        assertThat(samples)
                .as("samples that no file holds")
                .filteredOn(sample -> code.stream().noneMatch(source -> source.contains(code(sample))))
                .isEmpty();
    }

    /** The sources of this module without their Javadoc, where a sample would prove nothing. */
    private static List<String> testedCode() throws IOException {
        return sources(SOURCES, ".java").stream()
                .map(source -> JAVADOC.matcher(source).replaceAll(""))
                .toList();
    }

    private static List<String> sources(Path folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .map(SnippetsTest::read)
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A text without white space, since lines of a page or of a comment are shorter than those of a source. */
    private static String code(String text) {
        return text.replaceAll("\\s", "");
    }
}
