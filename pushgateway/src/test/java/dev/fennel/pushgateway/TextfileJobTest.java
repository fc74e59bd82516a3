package dev.fennel.pushgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.fennel.exposition.IncompleteMetricsException;
import dev.fennel.metrics.Histogram;
import dev.fennel.registry.GatherError;
import dev.fennel.registry.Gatherer;
import dev.fennel.registry.Gatherers;
import dev.fennel.registry.Registry;
import dev.fennel.testsupport.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextfileJobTest {
    private static final String OLDER = "of_an_older_version 1\n";

    private final SettableClock clock = new SettableClock(Instant.ofEpochSecond(1_700_000_000));

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("backup.prom");
    }

    private BatchJob start(Gatherer metrics) {
        return new BatchJob(
                new TextfileReport(file, metrics), new JobGauges("backup"), () -> clock.millis() * 1_000_000, clock);
    }

    private void succeed(Gatherer metrics) throws IOException {
        try (BatchJob job = start(metrics)) {
            clock.advanceMillis(2000);
            job.succeed();
        }
    }

    private void fail(Gatherer metrics) throws IOException {
        BatchJob job = start(metrics);
        clock.advanceMillis(1000);
        job.close();
    }

    /** The lines of the file that are not HELP or TYPE. */
    private String samples() throws IOException {
        return Files.readString(file).replaceAll("(?m)^#.*\n", "");
    }

    @Test
    void successReplacesTheFile() throws IOException {
        Files.writeString(file, OLDER);
        succeed(Gathered.ROOM);
        assertThat(samples()).isEqualTo("""
                backup_duration_seconds 2
                backup_last_completion_timestamp_seconds 1.700000002e+09
                backup_last_success_timestamp_seconds 1.700000002e+09
                backup_success 1
                room 1.5
                """);
    }

    @Test
    void failureKeepsTheTimeOfTheLastSuccessHoweverManyThereAre() throws IOException {
        succeed(Gatherers.merge(Gathered.ROOM, Gathered.gauge("part", 7, "zone", "east", "west")));
        for (int i = 0; i < 3; i++) {
            fail(Gathered.gauge("part", 8, "zone", "east"));
        }
        assertThat(samples()).isEqualTo("""
                backup_duration_seconds 1
                backup_last_completion_timestamp_seconds 1.700000005e+09
                backup_last_success_timestamp_seconds 1.700000002e+09
                backup_success 0
                part{zone="east"} 8
                room 1.5
                """);
        assertThat(Files.readString(file))
                .contains("# HELP backup_last_success_timestamp_seconds When a run last succeeded.\n"
                        + "# TYPE backup_last_success_timestamp_seconds gauge\n");
    }

    @Test
    void firstRunThatFailsHasNoTimeOfSuccess() throws IOException {
        fail(Gathered.ROOM);
        assertThat(samples()).isEqualTo("""
                backup_duration_seconds 1
                backup_last_completion_timestamp_seconds 1.700000001e+09
                backup_success 0
                room 1.5
                """);
    }

    /** In the text format, {@code a.b} is written as {@code a_b}. */
    @Test
    void nameThatIsWrittenLikeAnEarlierOneReplacesIt() throws IOException {
        Files.writeString(file, "a_b{zone=\"east\"} 1\n");
        fail(Gathered.gauge("a.b", 2, "zone", "west"));
        assertThat(samples()).startsWith("a_b{zone=\"west\"} 2\nbackup_duration_seconds");
    }

    /** It is not ours, and node_exporter would go on to read nothing. */
    @Test
    void metricWithATimestampIsNotKept() throws IOException {
        Files.writeString(file, "of_another_program 1 1700000000000\n" + OLDER);
        fail(Gathered.ROOM);
        assertThat(samples()).doesNotContain("of_another_program").contains(OLDER);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void jobWhoseMetricsFailIsRecordedWithoutThem(boolean succeeds) throws IOException {
        Files.writeString(file, OLDER);
        BatchJob job = start(Gathered.errors(new GatherError("database is down")));
        if (succeeds) {
            job.succeed();
        }
        assertThatExceptionOfType(IncompleteMetricsException.class)
                .isThrownBy(job::close)
                .withMessageContaining("database is down")
                .satisfies(e -> assertThat(e.getSuppressed()).isEmpty());
        assertThat(samples()).doesNotContain("rest").contains("backup_success " + (succeeds ? 1 : 0), OLDER);
    }

    /** A file that was cut off, or is of another kind, costs what was in it, and is reported. */
    @Test
    void fileThatCannotBeReadIsReplacedAndReported() throws IOException {
        Files.writeString(file, OLDER + "backup_last_success_timest");
        assertThatIOException()
                .isThrownBy(() -> fail(Gathered.ROOM))
                .withMessageStartingWith("\"" + file + "\": cannot keep the metrics of earlier runs: line 2, column ");
        assertThat(samples()).contains("backup_success 0", "room 1.5").doesNotContain(OLDER);
    }

    @Test
    void fileThatCannotBeReadIsReportedBesideMetricsThatFail() throws IOException {
        Files.writeString(file, "{");
        assertThatExceptionOfType(IncompleteMetricsException.class)
                .isThrownBy(() -> fail(Gathered.errors(new GatherError("database is down"))))
                .satisfies(e -> assertThat(e.getSuppressed()[0]).hasMessageContaining("cannot keep"));
        assertThat(samples()).contains("backup_success 0").doesNotContain("rest");
    }

    /** Each can be read, but not written: a series twice, names that only one family may have. */
    @ParameterizedTest
    @ValueSource(strings = {"x 1\nx 1\n", "room_count 1\n", "{\"a.b\"} 1\na_b 2\n"})
    void metricsThatCannotBeWrittenAgainCostThemselvesOnly(String old) throws IOException {
        Files.writeString(file, old);
        Registry histogram = Registry.create();
        Histogram.builder("room", "Degrees.").buckets(1).register(histogram);
        assertThatIOException()
                .isThrownBy(() -> fail(histogram))
                .withMessageStartingWith("\"" + file + "\": cannot keep the metrics of earlier runs: ");
        assertThat(samples()).contains("backup_success 0", "room_count 0").doesNotContain("x 1", "a_b", "room_count 1");
        fail(histogram);
    }

    private void assertRefused(String found) {
        assertThatIOException()
                .isThrownBy(() -> fail(Gathered.ROOM))
                .withMessage("nothing written to \"" + file + "\": expected a regular file, got " + found)
                .satisfies(e -> assertThat(e.getSuppressed()).isEmpty());
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // no interrupt ends the opening of a pipe
    void pipeIsNotRead() throws Exception {
        made("mkfifo", file.toString());
        assertRefused("a device, pipe or socket");
    }

    /** It would be read for ever. */
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void deviceIsNotRead() throws Exception {
        made("mknod", file.toString(), "c", "1", "5");
        assertRefused("a device, pipe or socket");
    }

    @Test
    void linkIsNotFollowed() throws IOException {
        Files.createSymbolicLink(file, Files.writeString(directory.resolve("other"), "{"));
        assertRefused("a symbolic link");
    }

    /** Runs a command that makes a file, or skips the test where that is not allowed. */
    private static void made(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Assumptions.assumeTrue(process.waitFor() == 0, String.join(" ", command));
    }

    @Test
    void collectorThatLeavesAnInterruptBehindLosesNothing() throws IOException {
        Files.writeString(file, OLDER);
        fail(() -> {
            Thread.currentThread().interrupt();
            return Gathered.ROOM.gather();
        });
        assertThat(Thread.interrupted()).isTrue();
        assertThat(samples()).contains("backup_success 0", "room 1.5", OLDER);
    }

    @Test
    void directoryThatDoesNotExistIsReportedAtTheClose() {
        file = directory.resolve("missing").resolve("backup.prom");
        assertThatIOException().isThrownBy(() -> fail(Gathered.ROOM));
        assertThatIOException().isThrownBy(() -> succeed(Gathered.ROOM));
    }

    @Test
    void badArgumentsAreRefused() {
        assertThatNullPointerException().isThrownBy(() -> BatchJob.startForTextfile(null, "a", Gathered.ROOM));
        assertThatNullPointerException().isThrownBy(() -> BatchJob.startForTextfile(file, null, Gathered.ROOM));
        assertThatNullPointerException().isThrownBy(() -> BatchJob.startForTextfile(file, "a", null));
        assertThatIllegalArgumentException().isThrownBy(() -> BatchJob.startForTextfile(file, "", Gathered.ROOM));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BatchJob.startForTextfile(Path.of("/"), "a", Gathered.ROOM))
                .withMessage("expected the path of a file, got \"/\"");
    }
}
