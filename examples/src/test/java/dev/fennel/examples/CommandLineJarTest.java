package dev.fennel.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fennel.exposition.Format;
import dev.fennel.registry.Registry;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Starts the jar of the exposition module as a program, from the places where its users have it. */
@Timeout(60)
class CommandLineJarTest {
    private final Path exposition = home(Format.class);
    private final Path core = home(Registry.class);

    @TempDir
    Path folder;

    private Path page;

    @BeforeEach
    void needJars() throws IOException {
        assumeTrue(
                Files.isRegularFile(exposition),
                "there are no jars before the phase package: run \"mvn verify\" in the root");
        page = Files.writeString(folder.resolve("page"), "# HELP a_jobs Jobs.\n# TYPE a_jobs gauge\na_jobs 1\n");
    }

    /** How a program ended, and what it wrote to both its outputs. */
    private record Run(int status, String output) {}

    private static Run run(String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(arguments));
        return runProgram(command);
    }

    private static Run runProgram(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            return new Run(process.waitFor(), output);
        } finally {
            process.destroyForcibly();
        }
    }

    private static Path copy(Path jar, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        return Files.copy(jar, to);
    }

    private void finds(Path jar) throws Exception {
        assertThat(run("-jar", jar.toString(), "lint", page.toString())).isEqualTo(new Run(0, ""));
    }

    @Test
    void findsTheCoreWhereItWasBuilt() throws Exception {
        finds(exposition);
    }

    @Test
    void findsTheCoreBesideIt() throws Exception {
        Path folderOfJars = folder.resolve("with blank");
        copy(core, folderOfJars.resolve(core.getFileName()));
        finds(copy(exposition, folderOfJars.resolve(exposition.getFileName())));
    }

    @Test
    void findsTheCoreWithoutVersionBesideIt() throws Exception {
        copy(core, folder.resolve("fennel-core.jar"));
        finds(copy(exposition, folder.resolve("fennel-exposition.jar")));
    }

    @Test
    void findsTheCoreInARepository() throws Exception {
        Path repository = folder.resolve("dev/fennel");
        copy(core, repository.resolve("fennel-core/1.0").resolve("fennel-core-1.0.jar"));
        finds(copy(exposition, repository.resolve("fennel-exposition/1.0").resolve("fennel-exposition-1.0.jar")));
    }

    @Test
    void saysWhatIsMissingWithoutTheCore() throws Exception {
        Path jar = copy(exposition, folder.resolve("fennel-exposition-1.0.jar"));

        assertThat(run("-jar", jar.toString(), "lint", page.toString()))
                .isEqualTo(new Run(
                        2, "fennel: fennel-core is missing, expected it beside " + jar + ", as fennel-core-1.0.jar\n"));
    }

    @Test
    void findsTheCoreBesideAJarOfAnotherName() throws Exception {
        Path jar = copy(exposition, folder.resolve("metrics-tool.jar"));
        assertThat(run("-jar", jar.toString(), "lint", page.toString()).output())
                .isEqualTo("fennel: fennel-core is missing, expected it beside " + jar + ", as fennel-core.jar\n");

        copy(core, folder.resolve("fennel-core.jar"));
        finds(jar);
    }

    @Test
    void runsAsAModule() throws Exception {
        String modulePath = exposition + File.pathSeparator + core;

        assertThat(run("-p", modulePath, "-m", "dev.fennel.exposition", "lint", page.toString()))
                .isEqualTo(new Run(0, ""));
    }

    @Test
    void exitsWithTheStatusOfTheCommand() throws Exception {
        Files.writeString(page, "jobs 1\n");

        assertThat(run("-jar", exposition.toString(), "lint", page.toString()))
                .isEqualTo(new Run(1, "jobs no help text\n"));
        assertThat(run("-jar", exposition.toString(), "lint").status()).isEqualTo(2);
    }

    @Test
    void theCommandsOfTheCookbookRun() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")));
        String commands = Page.of("examples/COOKBOOK.md").blocks("sh").stream()
                .filter(block -> block.contains("fennel-exposition.jar"))
                .collect(Collectors.joining());
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String script = commands.replace("java -jar fennel-exposition.jar", "'" + java + "' -jar '" + exposition + "'")
                .replace("http://localhost:9400/metrics", page.toString());

        assertThat(runProgram(List.of("/bin/sh", "-ec", "cd '" + folder + "'\n" + script))
                        .status())
                .isZero();
        assertThat(folder.resolve("METRICS.md")).content().contains("`a_jobs`");
        assertThat(folder.resolve("dashboard.json")).content().contains("a_jobs");
        assertThat(folder.resolve("rules.yml")).content().contains("groups:");
    }

    @Test
    void isQuietWhenItsReaderHasGone() throws Exception {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 100_000; i++) {
            many.append("jobs{queue=\"").append(i).append("\"} 1\n");
        }
        Files.writeString(page, many);
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String pipe = "'" + java + "' -jar '" + exposition + "' convert '" + page + "' | head -n 1";
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")));

        assertThat(runProgram(List.of("/bin/sh", "-c", pipe))).isEqualTo(new Run(0, "# HELP jobs \n"));
    }

    /** Compilers and servlet containers warn of each entry of a class path that is not there. */
    @Test
    void hasNoClassPathInItsManifest() throws IOException {
        try (JarFile jar = new JarFile(exposition.toFile())) {
            Attributes manifest = jar.getManifest().getMainAttributes();
            assertThat(Stream.of("Main-Class", "Class-Path").map(manifest::getValue))
                    .containsExactly("dev.fennel.exposition.cli.Main", null);
        }
    }

    private static Path home(Class<?> type) {
        return Path.of(URI.create(
                type.getProtectionDomain().getCodeSource().getLocation().toString()));
    }
}
