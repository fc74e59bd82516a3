package dev.fennel.exposition;

import dev.fennel.registry.GatherError;
import dev.fennel.registry.GatherResult;
import dev.fennel.registry.Gatherer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Writes metrics to a file for the textfile collector of node_exporter, which reads all files {@code *.prom} in a
 * directory: for jobs that run on a machine and are gone before anybody scrapes them.
 *
 * <pre>{@code
 * Textfile.write(registry, directory.resolve("backup.prom"));
 * }</pre>
 */
public final class Textfile {
    private Textfile() {}

    /**
     * Gathers, and puts the metrics in the {@linkplain Format#TEXT text format} in place of what the file held. A
     * reader sees the old file or the new one, whole: the text goes to a temporary file in the same directory, readable
     * by all ({@code 0644}) where the file system has such permissions, which then takes the file's name.
     *
     * @param gatherer brings the metrics
     * @param file where to write them; its directory exists
     * @throws TextfileException if a metric could not be gathered or encoded; the file is as it was
     * @throws IOException if the file cannot be written; it is as it was
     * @throws IllegalArgumentException if the path has no file name
     */
    public static void write(Gatherer gatherer, Path file) throws IOException {
        Objects.requireNonNull(gatherer, "gatherer");
        Path target = file.toAbsolutePath();
        if (target.getParent() == null) {
            throw new IllegalArgumentException("expected the path of a file, got \"" + file + "\"");
        }
        Encoder text = encoded(gatherer.gather(), file);
        // The collector reads *.prom, so it never sees this one.
        Path temporary = Files.createTempFile(target.getParent(), "fennel", ".tmp");
        try {
            try (OutputStream out = Files.newOutputStream(temporary)) {
                text.writeTo(out);
            }
            letAllRead(temporary);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (Throwable thrown) {
            delete(temporary, thrown);
            throw thrown;
        }
    }

    private static Encoder encoded(GatherResult gathered, Path file) throws TextfileException {
        Encoder encoder = Format.TEXT.newEncoder();
        encoder.encodeAll(gathered.families());
        encoder.finish();
        List<GatherError> errors = new ArrayList<>(gathered.errors());
        errors.addAll(encoder.errors());
        if (!errors.isEmpty()) {
            throw new TextfileException(file, errors);
        }
        return encoder;
    }

    /** A temporary file is made for its owner alone, but node_exporter is another user. */
    private static void letAllRead(Path file) throws IOException {
        PosixFileAttributeView posix = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (posix != null) {
            posix.setPermissions(PosixFilePermissions.fromString("rw-r--r--"));
        }
    }

    private static void delete(Path file, Throwable reason) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }
}
