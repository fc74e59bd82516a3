package dev.fennel.exposition.programs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fennel.exposition.programs.Answer.Gathered;
import dev.fennel.exposition.programs.Answer.Page;
import dev.fennel.testsupport.Age;
import dev.fennel.testsupport.RealProgram;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * Runs programs with client_golang: a process of {@code src/test/go/programs}, which is built here. Used by one thread.
 *
 * <p>On a machine without Go or the sources of client_golang the test is skipped. Under {@code -De2e=required} it fails
 * without the system's, under {@code -De2e.newest=required} without the newest ones.
 */
final class Reference {
    private static final Path SOURCES = Path.of("src/test/go/programs");
    private static final long BUILD_SECONDS = 300;

    private final Age age;
    private final Path log;
    private final Process process;
    private final OutputStream programs;
    private final DataInputStream answers;

    private Reference(Age age, Path program, Path folder) throws IOException {
        this.age = age;
        this.log = folder.resolve(age + ".log");
        this.process = new ProcessBuilder(program.toString())
                .redirectError(log.toFile())
                .start();
        this.programs = process.getOutputStream();
        this.answers = new DataInputStream(new BufferedInputStream(process.getInputStream()));
    }

    /** Builds the program in a folder and starts it, or skips the test. */
    static Reference start(Age age, Path folder) throws IOException, InterruptedException {
        Path program = folder.resolve("programs-" + age);
        Path log = folder.resolve("build-" + age + ".log");
        ProcessBuilder build = go(age);
        build.command().addAll(List.of("build", "-o", program.toString(), "programs.go"));
        build.command().add(age == Age.SYSTEM ? "system.go" : "newest.go");
        Process building = build.directory(SOURCES.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            boolean ended = building.waitFor(BUILD_SECONDS, TimeUnit.SECONDS);
            if (!ended || building.exitValue() != 0) {
                throw new IllegalStateException(build.command() + ": " + Files.readString(log));
            }
        } finally {
            building.destroyForcibly();
        }
        return new Reference(age, program, folder);
    }

    private static ProcessBuilder go(Age age) {
        Path root = Path.of("/");
        ProcessBuilder build = new ProcessBuilder();
        if (age == Age.SYSTEM) {
            build.command(new ArrayList<>(List.of(RealProgram.find("go").toString())));
        } else {
            root = RealProgram.newest();
            Path go = root.resolve("usr/lib/go");
            require(Files.isExecutable(go.resolve("bin/go")), go + " has no Go", age);
            build.command(new ArrayList<>(List.of(go.resolve("bin/go").toString())));
            build.environment().put("GOROOT", go.toString());
        }
        Path sources = root.resolve("usr/share/gocode");
        Path client = sources.resolve("src/github.com/prometheus/client_golang/prometheus");
        require(Files.isDirectory(client), client + " is missing", age);
        build.environment()
                .putAll(Map.of(
                        "GO111MODULE", "off", "GOTOOLCHAIN", "local", "GOFLAGS", "", "GOPATH", sources.toString()));
        return build;
    }

    private static void require(boolean isThere, String otherwise, Age age) {
        String property = age == Age.SYSTEM ? "e2e" : "e2e.newest";
        if (!isThere && System.getProperty(property, "optional").equals("required")) {
            Assertions.fail(otherwise + " (and " + property + "=required)");
        }
        Assumptions.assumeTrue(isThere, otherwise);
    }

    Age age() {
        return age;
    }

    /** Runs a program. */
    Answer run(List<Statement> program) throws IOException {
        programs.write((program + "\n").getBytes(UTF_8));
        programs.flush();
        try {
            answers.readInt();
            List<String> verdicts = new ArrayList<>();
            List<Gathered> gathers = new ArrayList<>();
            for (Statement statement : program) {
                verdicts.add(new String(read(), UTF_8));
                if (statement.verb().equals("Gather")) {
                    gathers.add(readGathered());
                }
            }
            return new Answer(verdicts, gathers);
        } catch (IOException e) {
            throw new IOException(program + ": " + Files.readString(log), e);
        }
    }

    private Gathered readGathered() throws IOException {
        String error = new String(read(), UTF_8);
        List<Page> pages = new ArrayList<>();
        for (int i = PageKind.of(age).size(); i > 0; i--) {
            pages.add(new Page(new String(read(), UTF_8), read()));
        }
        return new Gathered(error, pages);
    }

    private byte[] read() throws IOException {
        return answers.readNBytes(answers.readInt());
    }

    /** Ends the process. */
    void stop() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
