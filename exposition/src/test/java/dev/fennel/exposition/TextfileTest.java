package dev.fennel.exposition;

import static dev.fennel.testing.MetricAssertions.assertThatMetrics;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.registry.GatherError;
import dev.fennel.registry.GatherResult;
import dev.fennel.registry.Gatherer;
import dev.fennel.testing.GatheredMetrics;
import dev.fennel.testsupport.Threads;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextfileTest {
    private static final Desc X = Desc.gauge("x", "h", "a");
    private static final String TEXT = "# HELP x h\n# TYPE x gauge\nx{a=\"0\"} 1\n";

    /** Is not asked, as the target is refused first. */
    private static final Gatherer UNUSED = () -> {
        throw new AssertionError("gathered");
    };

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("job.prom");
    }

    private static Gatherer gauges(double value, int series) {
        List<ConstMetric> metrics = IntStream.range(0, series)
                .mapToObj(i -> ConstMetric.of(X, value, Integer.toString(i)))
                .toList();
        return () -> new GatherResult(List.of(new MetricFamily(X, metrics)), List.of());
    }

    private List<Path> files() {
        try (Stream<Path> all = Files.list(directory)) {
            return all.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void textIsWrittenForAllToRead() throws IOException {
        Textfile.write(gauges(1, 1), file);
        assertThat(file).hasContent(TEXT);
        assertThat(files()).containsExactly(file);
        Assumptions.assumeTrue(Files.getFileAttributeView(file, PosixFileAttributeView.class) != null);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r--r--");
    }

    @Test
    void existingFileIsReplaced() throws IOException {
        Files.writeString(file, "something longer than what comes to stand here\n".repeat(9));
        Textfile.write(gauges(1, 1), file);
        assertThat(file).hasContent(TEXT);
        assertThat(files()).containsExactly(file);
    }

    @Test
    void gatherErrorLeavesTheOldFileAndNoOther() throws IOException {
        Files.writeString(file, "old");
        RuntimeException boom = new IllegalStateException("boom");
        GatherError error = new GatherError("gauge failed", boom);
        Gatherer gatherer = () -> new GatherResult(gauges(1, 1).gather().families(), List.of(error));
        assertThatExceptionOfType(IncompleteMetricsException.class)
                .isThrownBy(() -> Textfile.write(gatherer, file))
                .withMessage("nothing written to \"" + file + "\" because of gauge failed")
                .satisfies(e -> assertThat(e.errors()).containsExactly(error))
                .satisfies(e -> assertThat(e.getSuppressed()).containsExactly(boom));
        assertThat(file).hasContent("old");
        assertThat(files()).containsExactly(file);
    }

    @Test
    void encodingErrorsLeaveNoFileAndTheMessageTellsTenOfThem() {
        Metric[] bad = IntStream.range(0, 12)
                .mapToObj(i -> Families.custom(X, Labels.of("a", "" + i), visitor -> visitor.untyped(1)))
                .toArray(Metric[]::new);
        Gatherer gatherer = () -> new GatherResult(Families.of(bad), List.of());
        assertThatExceptionOfType(IncompleteMetricsException.class)
                .isThrownBy(() -> Textfile.write(gatherer, file))
                .withMessageEndingWith("; and 2 more errors")
                .satisfies(e -> assertThat(e.errors()).hasSize(12));
        assertThat(files()).isEmpty();
    }

    @Test
    void deserialisedExceptionHasItsMessageAndNoErrors() throws Exception {
        IncompleteMetricsException thrown =
                new IncompleteMetricsException("nothing written", List.of(new GatherError("gauge failed")));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(thrown);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            IncompleteMetricsException read = (IncompleteMetricsException) in.readObject();
            assertThat(read).hasMessage("nothing written because of gauge failed");
            assertThat(read.errors()).isEmpty();
        }
    }

    @Test
    void exceptionOfTheGathererReachesTheCaller() {
        RuntimeException boom = new IllegalStateException("boom");
        assertThatThrownBy(() -> Textfile.write(
                        () -> {
                            throw boom;
                        },
                        file))
                .isSameAs(boom);
        assertThat(files()).isEmpty();
    }

    @Test
    void metricWithATimestampIsRefusedByItsName() throws IOException {
        Files.writeString(file, "old");
        ConstMetric plain = ConstMetric.of(X, 1, "plain");
        ConstMetric timed = ConstMetric.of(X, 2, "timed").withTimestamp(Instant.EPOCH);
        Gatherer gatherer = () -> new GatherResult(Families.of(plain, timed), List.of());
        assertThatExceptionOfType(IncompleteMetricsException.class)
                .isThrownBy(() -> Textfile.write(gatherer, file))
                .withMessage(
                        "nothing written to \"" + file + "\" because of gauge \"x\" {a=\"timed\"}: has a timestamp,"
                                + " for which node_exporter would drop the file")
                .satisfies(e -> assertThat(e.errors()).hasSize(1));
        assertThat(file).hasContent("old");
        assertThat(files()).containsExactly(file);
    }

    @Test
    void directoryThatIsNotThereIsNamedAndNothingIsGathered() {
        Path missing = directory.resolve("none");
        Path inside = missing.resolve("job.prom");
        assertThatIOException()
                .isThrownBy(() -> Textfile.write(UNUSED, inside))
                .withMessage("nothing written to \"" + inside + "\": \"" + missing + "\" is not there");
        assertThat(files()).isEmpty();
    }

    @Test
    void directoryThatIsAFileIsAnError() throws IOException {
        Files.writeString(file, "old");
        Path inside = file.resolve("job.prom");
        assertThatIOException()
                .isThrownBy(() -> Textfile.write(UNUSED, inside))
                .withMessage("nothing written to \"" + inside + "\": \"" + file + "\" is not a directory");
        assertThat(file).hasContent("old");
    }

    @Test
    void directoryThatCannotBeWrittenIsAnError() throws IOException {
        Path locked = Files.createDirectory(directory.resolve("locked"));
        Assumptions.assumeTrue(locked.toFile().setWritable(false) && !Files.isWritable(locked));
        Path inside = locked.resolve("job.prom");
        assertThatIOException()
                .isThrownBy(() -> Textfile.write(gauges(1, 1), inside))
                .withMessage(
                        "nothing written to \"" + inside + "\": no permission to create files in \"" + locked + "\"");
        assertThat(locked.toFile().setWritable(true)).isTrue();
    }

    private void assertRefused(String found) {
        assertThatIOException()
                .isThrownBy(() -> Textfile.write(UNUSED, file))
                .withMessage("nothing written to \"" + file + "\": expected a regular file, got " + found);
        assertThat(files()).contains(file).noneMatch(any -> any.toString().endsWith(".tmp"));
    }

    @Test
    void directoryIsNotReplaced() throws IOException {
        Files.createDirectory(file);
        assertRefused("a directory");
    }

    @ParameterizedTest
    @ValueSource(strings = {"other.prom", "nowhere", "."})
    void symbolicLinkIsNeitherReplacedNorFollowed(String to) throws IOException {
        Path other = Files.writeString(directory.resolve("other.prom"), "other");
        Files.createSymbolicLink(file, Path.of(to));
        assertRefused("a symbolic link");
        assertThat(file).isSymbolicLink();
        assertThat(other).hasContent("other");
    }

    @Test
    void deviceIsNotReplaced() throws Exception {
        made("mknod", file.toString(), "c", "1", "3");
        assertRefused("a device, pipe or socket");
        assertThat(Files.readAllBytes(file)).isEmpty();
    }

    @Test
    void pipeIsNeitherReplacedNorWaitedFor() throws Exception {
        made("mkfifo", file.toString());
        assertRefused("a device, pipe or socket");
    }

    /** Runs a command that makes a file, or skips the test where that is not allowed. */
    private static void made(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Assumptions.assumeTrue(process.waitFor() == 0, String.join(" ", command));
        } catch (IOException e) {
            Assumptions.abort(e.toString());
        }
    }

    @Test
    void directoryMayBeReachedByALink() throws IOException {
        Path real = Files.createDirectory(directory.resolve("real"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), real);
        Textfile.write(gauges(1, 1), link.resolve("job.prom"));
        assertThat(real.resolve("job.prom")).hasContent(TEXT);
    }

    /** The second from inside, as a collector that swallows an interrupt leaves it behind. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void interruptedThreadWritesAndStaysInterrupted(boolean fromInside) throws IOException {
        if (!fromInside) {
            Thread.currentThread().interrupt();
        }
        Textfile.write(
                () -> {
                    Thread.currentThread().interrupt();
                    return gauges(1, 1).gather();
                },
                file);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(file).hasContent(TEXT);
        assertThat(files()).containsExactly(file);
    }

    @Test
    void pathWithoutAFileNameIsRefused() {
        Path root = directory.toAbsolutePath().getRoot();
        assertThatIllegalArgumentException().isThrownBy(() -> Textfile.write(gauges(1, 1), root));
    }

    @Test
    void readerNeverSeesHalfAFile() throws Exception {
        int series = 2000;
        Textfile.write(gauges(0, series), file);
        Threads.runBeside(() -> checkWhole(series), 2, writer -> {
            for (int i = 0; i < 50; i++) {
                try {
                    Textfile.write(gauges(writer, series), file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
        assertThat(files()).containsExactly(file);
    }

    /** Checks that the content is complete and comes from a single write. */
    private void checkWhole(int series) {
        try {
            GatheredMetrics metrics = GatheredMetrics.parse(Files.readString(file));
            double value = metrics.withLabels("a", "0").value();
            assertThatMetrics(metrics).isEqualTo(GatheredMetrics.from(gauges(value, series)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
