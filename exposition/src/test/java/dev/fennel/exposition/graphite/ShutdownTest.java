package dev.fennel.exposition.graphite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A bridge that is open when a JVM ends: each case in a JVM of its own, which a signal or the program itself ends. */
class ShutdownTest {
    /** What the system reports of a process that SIGTERM ended. */
    private static final int TERMINATED = 128 + 15;

    private static final int EXITED = 3;

    private Process process;
    /** Longer than by default, because a machine may be slow. */
    private int limitSeconds = 50;

    @AfterEach
    void destroy() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    /** Runs the program until it is ready, and then to its end. Returns its status. */
    private int run(String what, String end, FakeCarbon carbon) throws Exception {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1", // it ends before more would pay off
                        "-Dfennel.shutdown.seconds=" + limitSeconds,
                        "-cp",
                        System.getProperty("java.class.path"),
                        ShutdownProgram.class.getName(),
                        what,
                        end,
                        Integer.toString(carbon.address().getPort()))
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(output.readLine()).isEqualTo("ready");
            if (end.equals("signal")) {
                assertThat(process.toHandle().destroy()).isTrue();
            }
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            return process.exitValue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"signal", "exit"})
    void bridgeThatIsOpenPushesForTheLastTime(String end) throws Exception {
        try (FakeCarbon carbon = FakeCarbon.reading()) {
            assertThat(run("open", end, carbon)).isEqualTo(end.equals("signal") ? TERMINATED : EXITED);
            assertThat(carbon.received()).startsWith("steps 7 ");
        }
    }

    @Test
    void bridgeThatIsClosedPushesNoMore() throws Exception {
        try (FakeCarbon carbon = FakeCarbon.reading()) {
            assertThat(run("closed", "exit", carbon)).isEqualTo(EXITED);
            assertThat(carbon.received()).startsWith("steps 0 ");
            assertThat(carbon.isDrained()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"without a last push", "not started"})
    void bridgeThatIsNotToPushDoesNot(String what) throws Exception {
        try (FakeCarbon carbon = FakeCarbon.reading()) {
            assertThat(run(what, "exit", carbon)).isEqualTo(EXITED);
            assertThat(carbon.isDrained()).isTrue();
        }
    }

    @Test
    void collectorThatHangsDoesNotKeepTheMachineFromEnding() throws Exception {
        limitSeconds = 5;
        try (FakeCarbon carbon = FakeCarbon.reading()) {
            assertThat(run("collector that hangs", "signal", carbon)).isEqualTo(TERMINATED);
            assertThat(carbon.isDrained()).isTrue();
        }
    }

    @Test
    void carbonThatHangsDoesNotKeepTheMachineFromEnding() throws Exception {
        limitSeconds = 5;
        CountDownLatch over = new CountDownLatch(1);
        try (FakeCarbon carbon = FakeCarbon.treating(connection -> FakeCarbon.await(over))) {
            assertThat(run("much to push", "signal", carbon)).isEqualTo(TERMINATED);
        } finally {
            over.countDown();
        }
    }
}
