package dev.fennel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.testsupport.Json;
import dev.fennel.testsupport.RealServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the Dockerfile of the service without Docker: copies the files that it copies, and starts what it starts. */
class ServiceImageTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern COPY = Pattern.compile("(?m)^COPY --from=build /build/(\\S+) (\\S+)$");
    private static final Pattern FROM = Pattern.compile("(?m)^FROM (\\S+)");

    @TempDir
    Path folder;

    private final String dockerfile = MonitoringFolder.text("Dockerfile");

    private String instruction(String name) {
        return Pattern.compile("(?m)^" + name + " (.+)$")
                .matcher(dockerfile)
                .results()
                .map(match -> match.group(1))
                .reduce((one, other) -> {
                    throw new IllegalStateException("expected one " + name + ", got " + one + " and " + other);
                })
                .orElseThrow();
    }

    private void copy() throws IOException {
        for (MatchResult copied : COPY.matcher(dockerfile).results().toList()) {
            Path from = ROOT.resolve(copied.group(1));
            Path to = folder.resolve(copied.group(2));
            Files.createDirectories(to.getParent());
            try (Stream<Path> files = Files.walk(from)) {
                for (Path file : files.toList()) {
                    Files.copy(file, to.resolve(from.relativize(file).toString()));
                }
            }
        }
    }

    @Test
    void theServiceStartsWithWhatIsCopied() throws IOException {
        copy();
        List<String> program = new ArrayList<>();
        for (Object argument : (List<?>) Json.parse(instruction("ENTRYPOINT"))) {
            String text = (String) argument;
            program.add(
                    Files.exists(folder.resolve(text)) ? folder.resolve(text).toString() : text);
        }
        assertThat(program.remove(0)).isEqualTo("java");
        assertThat(program).contains("-XX:MaxRAMPercentage=75").doesNotContain("examples/target/fennel-examples.jar");
        try (RealServer service = Example.serve(program)) {
            assertThat(service.get("/-/healthy")).isEqualTo("ok\n");
        }
    }

    @Test
    void allOfTheJarsClassPathIsCopied() throws IOException {
        copy();
        Path jar = folder.resolve("examples/target/fennel-examples.jar");
        try (JarFile file = new JarFile(jar.toFile())) {
            String[] classPath = file.getManifest()
                    .getMainAttributes()
                    .getValue("Class-Path")
                    .split(" ");
            assertThat(classPath).hasSize(4);
            for (String entry : classPath) {
                assertThat(jar.resolveSibling(entry)).isDirectory();
            }
        }
    }

    @Test
    void itsImagesAreOfOneVersionEachAndItsPortIsTheServices() {
        assertThat(FROM.matcher(dockerfile).results().map(match -> match.group(1)))
                .hasSize(2)
                .allMatch(image -> image.matches("[a-z-]+:\\d+\\.\\d+\\.\\d+[-_][a-z0-9_-]+"));
        assertThat(instruction("EXPOSE")).isEqualTo(String.valueOf(HttpService.DEFAULT_PORT));
    }
}
