package dev.fennel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every sample in the README and in the Javadoc is a piece of a file in this module, so it compiles. */
class SnippetsTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern README_SAMPLE = Pattern.compile("(?ms)^```java\\n(.*?)^```");
    private static final Pattern JAVADOC_SAMPLE = Pattern.compile("(?ms)<pre>\\{@code\\n(.*?)\\n *\\* }</pre>");
    private static final Pattern JAVADOC_MARGIN = Pattern.compile("(?m)^ *\\* ?");

    @Test
    void theReadmesSamplesAreInTestedFiles() throws IOException {
        List<String> samples = samples(README_SAMPLE, Files.readString(ROOT.resolve("README.md")));

        assertThat(samples).hasSizeGreaterThanOrEqualTo(6);
        assertInSources(samples);
    }

    @Test
    void theJavadocsSamplesAreInTestedFiles() throws IOException {
        List<String> samples = new ArrayList<>();
        for (String module : List.of("core", "exposition", "httpserver", "pushgateway")) {
            for (String source : sources(ROOT.resolve(module).resolve("src/main"))) {
                for (String sample : samples(JAVADOC_SAMPLE, source)) {
                    samples.add(JAVADOC_MARGIN.matcher(sample).replaceAll(""));
                }
            }
        }

        assertThat(samples).hasSizeGreaterThanOrEqualTo(13);
        assertInSources(samples);
    }

    private static List<String> samples(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1)).toList();
    }

    private static void assertInSources(List<String> samples) throws IOException {
        List<String> sources =
                sources(Path.of("src")).stream().map(SnippetsTest::code).toList();
        for (String sample : samples) {
            assertThat(sources).as("a file that holds\n%s", sample).anyMatch(source -> source.contains(code(sample)));
        }
    }

    private static List<String> sources(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
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
