package dev.fennel.exposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.MetricFamily;
import dev.fennel.registry.GatherError;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The steps in which a file is replaced, and what is left when one of them fails. */
class FileReplacementTest {
    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void prepare() throws IOException {
        file = directory.resolve("job.prom");
        Files.writeString(file, "old");
    }

    private static Encoder content() {
        Encoder encoder = Format.TEXT.newEncoder();
        encoder.encodeAll(Families.of(ConstMetric.of(Desc.gauge("x", "h"), 1)));
        return encoder;
    }

    private static void requirePosix(Path any) {
        Assumptions.assumeTrue(Files.getFileAttributeView(any, PosixFileAttributeView.class) != null);
    }

    private static String mode(Path of) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(of));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> others() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(any -> !any.equals(file))
                    .map(any -> any.getFileName().toString())
                    .toList();
        }
    }

    private Path temporary() {
        try {
            return directory.resolve(others().get(0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Records what is done, and fails at one step. */
    private final class Recorded extends FileReplacement {
        private final List<String> steps = new ArrayList<>();
        private final List<String> owners = new ArrayList<>();
        private final String failing;

        Recorded(String failing) {
            super(file);
            this.failing = failing;
        }

        private void step(String step) throws IOException {
            steps.add(step);
            if (step.equals(failing)) {
                throw new IOException("no space left on device");
            }
        }

        @Override
        void setMode(PosixFileAttributeView temporary, Set<PosixFilePermission> mode) throws IOException {
            owners.add(temporary.getOwner().getName());
            step("set mode");
            super.setMode(temporary, mode);
        }

        @Override
        void force(Path path, StandardOpenOption access) throws IOException {
            step(path.equals(directory) ? "force directory" : "force file of " + Files.size(path) + " bytes");
            super.force(path, access);
        }

        @Override
        void rename(Path from, Path to) throws IOException {
            step("rename");
            super.rename(from, to);
        }
    }

    @Test
    void fileIsForcedBeforeItIsRenamedAndTheDirectoryAfterwards() throws IOException {
        Recorded replacement = new Recorded("");
        replacement.write(content());
        assertThat(replacement.steps)
                .endsWith("force file of " + content().size() + " bytes", "rename", "force directory");
    }

    /** Who reads the file finds it readable from its first moment. */
    @Test
    void modeIsSetBeforeTheFileIsRenamed() throws IOException {
        requirePosix(file);
        Recorded replacement = new Recorded("");
        replacement.write(content());
        assertThat(replacement.steps).startsWith("set mode").contains("rename");
    }

    @ParameterizedTest
    @ValueSource(strings = {"set mode", "force file of 30 bytes", "rename"})
    void failureLeavesTheOldFileAndNoOther(String step) throws IOException {
        requirePosix(file);
        assertThatThrownBy(() -> new Recorded(step).write(content())).hasMessage("no space left on device");
        assertThat(file).hasContent("old");
        assertThat(others()).isEmpty();
    }

    @Test
    void failureInTheMiddleOfWritingLeavesTheOldFileAndNoOther() throws IOException {
        OutOfMemoryError thrown = new OutOfMemoryError("boom");
        Encoder broken = new Writing(out -> {
            out.write(1);
            throw thrown;
        });
        assertThatThrownBy(() -> new FileReplacement(file).write(broken)).isSameAs(thrown);
        assertThat(file).hasContent("old");
        assertThat(others()).isEmpty();
    }

    @Test
    void directoryThatCannotBeForcedIsNoFailureAsTheFileIsReplaced() throws IOException {
        new Recorded("force directory").write(content());
        assertThat(file).content().startsWith("# HELP x h\n");
        assertThat(others()).isEmpty();
    }

    @Test
    void whatComesIntoThePlaceOfTheFileMeanwhileIsNotReplaced() throws IOException {
        Encoder meddling = new Writing(out -> {
            Files.delete(file);
            Files.createDirectory(file);
        });
        assertThatThrownBy(() -> new FileReplacement(file).write(meddling))
                .hasMessageEndingWith(": expected a regular file, got a directory");
        assertThat(file).isDirectory();
        assertThat(others()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-------", "rw-r-----", "rw-rw-rw-", "r--r--r--", "rwxr-xr-x"})
    void modeStaysAndNobodyElseReadsTheTemporaryFile(String mode) throws IOException {
        requirePosix(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        List<String> written = new ArrayList<>();
        new FileReplacement(file).write(new Writing(out -> written.add(mode(temporary()))));
        assertThat(mode(file)).isEqualTo(mode);
        assertThat(written).containsExactly("rw-------");
    }

    @Test
    void ownerAndGroupStay() throws IOException {
        requirePosix(file);
        Assumptions.assumeTrue(Files.getAttribute(file, "unix:uid").equals(0), "only root may give a file away");
        Files.setAttribute(file, "unix:uid", 54321);
        Files.setAttribute(file, "unix:gid", 54322);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        Recorded replacement = new Recorded("");
        replacement.write(content());
        assertThat(replacement.owners).as("before its group may read it").containsExactly("54321");
        assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(54321);
        assertThat(Files.getAttribute(file, "unix:gid")).isEqualTo(54322);
        assertThat(mode(file)).isEqualTo("rw-r-----");
    }

    @Test
    void onlyWhatWasLeftBehindLongAgoIsDeleted() throws IOException {
        left(".fennel-textfile-1.tmp", Duration.ofMinutes(61));
        left(".fennel-textfile-2.tmp", Duration.ofMinutes(59));
        left(".fennel-textfile-3.prom", Duration.ofDays(9));
        left("fennel-textfile-4.tmp", Duration.ofDays(9));
        new FileReplacement(file).write(content());
        assertThat(others())
                .containsExactlyInAnyOrder(
                        ".fennel-textfile-2.tmp", ".fennel-textfile-3.prom", "fennel-textfile-4.tmp");
    }

    private void left(String name, Duration ago) throws IOException {
        Path path = Files.writeString(directory.resolve(name), "left behind");
        Files.setLastModifiedTime(path, FileTime.from(Instant.now().minus(ago)));
    }

    @Test
    void temporaryFileHasANameThatIsIgnoredAndCleanedUp() throws IOException {
        List<String> names = new ArrayList<>();
        new FileReplacement(file)
                .write(new Writing(out -> names.add(temporary().getFileName().toString())));
        assertThat(names).singleElement().asString().matches("\\.fennel-textfile-\\d+\\.tmp");
    }

    private interface Action {
        void run(OutputStream out) throws IOException;
    }

    /** Does something instead of writing. */
    private static final class Writing implements Encoder {
        private final Action action;

        Writing(Action action) {
            this.action = action;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            action.run(out);
        }

        @Override
        public void reset() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void encodeAll(List<MetricFamily> families) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void encode(MetricFamily family) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void finish() {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<GatherError> errors() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int size() {
            throw new UnsupportedOperationException();
        }

        @Override
        public ByteBuffer body() {
            throw new UnsupportedOperationException();
        }

        @Override
        public byte[] toByteArray() {
            throw new UnsupportedOperationException();
        }
    }
}
