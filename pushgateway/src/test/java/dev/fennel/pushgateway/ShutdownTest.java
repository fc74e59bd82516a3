package dev.fennel.pushgateway;

import static dev.fennel.testing.MetricAssertions.assertThatMetrics;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.testing.GatheredMetrics;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is still open when a JVM ends: each case in a JVM of its own, which a signal or the program itself ends. */
class ShutdownTest {
    /** What the system reports of a process that SIGTERM ended. */
    private static final int TERMINATED = 128 + 15;

    private static final int EXITED = 3;

    /** For what hangs: enough for it to begin. */
    private static final int SHORT = 8;

    private Process process;
    /** Longer than by default, because a machine may be slow. */
    private int limitSeconds = 50;

    private String classPath = System.getProperty("java.class.path");

    @AfterEach
    void destroy() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    private BufferedReader start(String what, String end, String target) throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1", // it ends before more would pay off
                        "-Dfennel.shutdown.seconds=" + limitSeconds,
                        "-cp",
                        classPath,
                        ShutdownProgram.class.getName(),
                        what,
                        end,
                        target)
                .redirectErrorStream(true)
                .start();
        return new BufferedReader(process.inputReader(StandardCharsets.UTF_8));
    }

    /** Runs the program until it is ready, and then to its end. Returns its status. */
    private int run(String what, String end, String target) throws Exception {
        try (BufferedReader output = start(what, end, target)) {
            assertThat(output.readLine()).startsWith("ready");
            if (end.equals("signal")) {
                terminate();
            }
            return status();
        }
    }

    /** Sends SIGTERM. {@link Process#destroy} does that too, but also closes the output. */
    private void terminate() {
        assertThat(process.toHandle().destroy()).isTrue();
    }

    private int status() throws InterruptedException {
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return process.exitValue();
    }

    private static int expected(String end) {
        return end.equals("signal") ? TERMINATED : EXITED;
    }

    @ParameterizedTest
    @ValueSource(strings = {"signal", "exit"})
    void jobThatIsOpenHasFailed(String end) throws Exception {
        try (FakeGateway gateway = FakeGateway.answering(200)) {
            assertThat(run("job", end, gateway.url())).isEqualTo(expected(end));
            assertThat(gateway.onlyRequest().method()).isEqualTo("POST");
            assertThatMetrics(gateway.onlyRequest().metrics()).contains("job_success 0\nsteps 7\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"signal", "exit"})
    void jobThatSaidSoHasSucceeded(String end) throws Exception {
        try (FakeGateway gateway = FakeGateway.answering(200)) {
            assertThat(run("succeeded job", end, gateway.url())).isEqualTo(expected(end));
            assertThat(gateway.onlyRequest().method()).isEqualTo("PUT");
            assertThatMetrics(gateway.onlyRequest().metrics()).contains("job_success 1\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"signal", "exit"})
    void jobWithATextfileHasFailed(String end, @TempDir Path directory) throws Exception {
        Path file = directory.resolve("job.prom");
        assertThat(run("textfile job", end, file.toString())).isEqualTo(expected(end));
        assertThatMetrics(GatheredMetrics.parse(Files.readString(file))).contains("job_success 0\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"signal", "exit"})
    void periodicPushPushesForTheLastTime(String end) throws Exception {
        try (FakeGateway gateway = FakeGateway.answering(200)) {
            assertThat(run("pushes", end, gateway.url())).isEqualTo(expected(end));
            assertThat(gateway.requests()).hasSize(2);
            assertThatMetrics(gateway.requests().get(1).metrics()).contains("steps 7\n");
        }
    }

    /** A job reports, and pushes at an interval, the first of which comes at the start, push for the last time. */
    @ParameterizedTest
    @CsvSource({
        "store, signal, /api/v1/write",
        "store, exit, /api/v1/write",
        "collector, signal, /v1/metrics",
        "collector, exit, /v1/metrics"
    })
    void otherReceiversGetTheLastPushToo(String what, String end, String path) throws Exception {
        try (FakeGateway gateway = FakeGateway.answering(200)) {
            assertThat(run(what, end, gateway.url())).isEqualTo(expected(end));
            assertThat(gateway.requests()).hasSize(3).allMatch(request -> request.path()
                    .equals(path));
        }
    }

    @Test
    void severalThatAreOpenPushBesideEachOther() throws Exception {
        try (FakeGateway gateway = FakeGateway.answering(200)) {
            assertThat(run("several", "signal", gateway.url())).isEqualTo(TERMINATED);
            assertThat(gateway.requests()).hasSize(4 * 3);
        }
    }

    @Test
    void whatIsClosedPushesNoMore() throws Exception {
        try (FakeGateway gateway = FakeGateway.answering(200)) {
            assertThat(run("closed", "exit", gateway.url())).isEqualTo(EXITED);
            assertThat(gateway.requests()).hasSize(3);
            assertThat(gateway.requests()).noneMatch(request -> request.body().contains("steps 7"));
        }
    }

    /** The machine waits for a push that is under way, and for its next attempt. */
    @Test
    void jobThatIsBeingClosedIsWaitedFor() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch shuttingDown = new CountDownLatch(1);
        FakeGateway gateway = FakeGateway.answering(exchange -> {
            boolean first = arrived.getCount() > 0;
            arrived.countDown();
            FakeGateway.await(shuttingDown);
            FakeGateway.write(exchange, first ? 503 : 200, "");
        });
        try (gateway;
                BufferedReader output = start("job that is being closed", "signal", gateway.url())) {
            arrived.await();
            terminate();
            while (!"shutting down".equals(output.readLine())) {
                assertThat(process.isAlive()).isTrue();
            }
            shuttingDown.countDown();
            assertThat(status()).isEqualTo(TERMINATED);
            assertThat(gateway.requests()).hasSize(2);
        }
    }

    @ParameterizedTest
    @CsvSource({"job, 1", "pushes, 1", "store, 2", "collector, 2", "several, 8"})
    void gatewayThatHangsDoesNotKeepTheMachineFromEnding(String what, int requests) throws Exception {
        limitSeconds = SHORT;
        try (FakeGateway gateway = FakeGateway.stallingAfter("")) {
            assertThat(run(what, "signal", gateway.url())).isEqualTo(TERMINATED);
            assertThat(gateway.requests()).hasSize(requests);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"job", "pushes"})
    void logThatHangsDoesNotKeepTheMachineFromEnding(String what, @TempDir Path services) throws Exception {
        Path file = services.resolve("META-INF/services/java.lang.System$LoggerFinder");
        Files.createDirectories(file.getParent());
        Files.writeString(file, ShutdownProgram.HangingLog.class.getName());
        classPath += File.pathSeparator + services;
        limitSeconds = SHORT;
        try (FakeGateway gateway = FakeGateway.stallingAfter("");
                BufferedReader output = start(what, "signal", gateway.url())) {
            assertThat(output.readLine()).startsWith("ready");
            terminate();
            assertThat(status()).isEqualTo(TERMINATED);
            assertThat(output.lines()).contains("logging");
        }
    }

    @Test
    void collectorThatHangsDoesNotKeepTheMachineFromEnding() throws Exception {
        limitSeconds = SHORT;
        try (FakeGateway gateway = FakeGateway.answering(200)) {
            assertThat(run("job that hangs", "signal", gateway.url())).isEqualTo(TERMINATED);
            assertThat(gateway.requests()).isEmpty();
        }
    }
}
