package dev.fennel.examples;

import dev.fennel.testsupport.Age;
import dev.fennel.testsupport.RealProgram;
import dev.fennel.testsupport.RealServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@link DottedMetrics}, made and served by the newest client_golang. */
final class Twin {
    private static final long BUILD_LIMIT_SECONDS = 300;

    private Twin() {}

    /**
     * Builds and starts the program. Skips or fails the test on a machine without the newest client_golang.
     *
     * @param folder where to build it
     */
    static RealServer start(Path folder) throws IOException, InterruptedException {
        Path program = folder.resolve("twin");
        build("src/test/go/twin.go", program);
        return RealServer.start(port -> List.of(program.toString(), "127.0.0.1:" + port), "/metrics");
    }

    /** Builds a Go program with the newest client_golang, or skips or fails the test where that is missing. */
    static void build(String source, Path program) throws IOException, InterruptedException {
        Path go = RealProgram.find(Age.NEWEST, "go");
        Path output = program.resolveSibling("build.log");
        ProcessBuilder build = new ProcessBuilder(go.toString(), "build", "-o", program.toString(), source)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        build.environment()
                .putAll(Map.of(
                        "GOROOT",
                        RealProgram.newest().resolve("usr/lib/go").toString(),
                        "GOPATH",
                        RealProgram.newest().resolve("usr/share/gocode").toString(),
                        "GO111MODULE",
                        "off",
                        "GOFLAGS",
                        "",
                        "GOTOOLCHAIN",
                        "local"));
        Process process = build.start();
        try {
            if (!process.waitFor(BUILD_LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException(source + " cannot be built: " + Files.readString(output));
            }
        } finally {
            process.destroyForcibly();
        }
    }
}
