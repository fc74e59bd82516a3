package dev.fennel.exposition;

import static dev.fennel.testing.MetricAssertions.assertThatMetrics;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
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
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextfileTest {
    private static final Desc X = Desc.gauge("x", "h", "a");
    private static final String TEXT = "# HELP x h\n# TYPE x gauge\nx{a=\"0\"} 1\n";

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
    void directoryThatIsNotThereIsAnError() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() ->
                        Textfile.write(gauges(1, 1), directory.resolve("none").resolve("job.prom")));
        assertThat(files()).isEmpty();
    }

    @Test
    void directoryThatCannotBeWrittenIsAnError() throws IOException {
        Path locked = Files.createDirectory(directory.resolve("locked"));
        Assumptions.assumeTrue(locked.toFile().setWritable(false) && !Files.isWritable(locked));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> Textfile.write(gauges(1, 1), locked.resolve("job.prom")));
        assertThat(locked.toFile().setWritable(true)).isTrue();
    }

    @Test
    void targetThatIsADirectoryIsAnErrorAndTheTemporaryFileIsGone() throws IOException {
        Files.createDirectory(file);
        Files.writeString(file.resolve("inside"), "");
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> Textfile.write(gauges(1, 1), file));
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
