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
 * directory. This is for jobs that end before a server could scrape them.
 *
 * <pre>{@code
 * Textfile.write(registry, directory.resolve("backup.prom"));
 * }</pre>
 */
public final class Textfile {
    private Textfile() {}

    /**
     * Gathers metrics, and replaces the content of the file with them, in the {@linkplain Format#TEXT text format}. A
     * reader sees either the complete old file or the complete new one: the text is written to a temporary file in the
     * same directory, which is then renamed. The file is readable by all ({@code 0644}) where the file system has such
     * permissions.
     *
     * @param gatherer returns the metrics
     * @param file where to write them; its directory must exist
     * @throws IncompleteMetricsException if a metric could not be gathered or encoded; the file is left as it was
     * @throws IOException if the file cannot be written; it is left as it was
     * @throws IllegalArgumentException if the path has no file name
     */
    public static void write(Gatherer gatherer, Path file) throws IOException {
        Objects.requireNonNull(gatherer, "gatherer");
        Path target = file.toAbsolutePath();
        if (target.getParent() == null) {
            throw new IllegalArgumentException("expected the path of a file, got \"" + file + "\"");
        }
        Encoder text = encoded(gatherer.gather(), file);
        // The textfile collector reads *.prom, so it ignores this file.
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

    private static Encoder encoded(GatherResult gathered, Path file) throws IncompleteMetricsException {
        Encoder encoder = Format.TEXT.newEncoder();
        encoder.encodeAll(gathered.families());
        encoder.finish();
        List<GatherError> errors = new ArrayList<>(gathered.errors());
        errors.addAll(encoder.errors());
        if (!errors.isEmpty()) {
            throw new IncompleteMetricsException("nothing written to \"" + file + "\"", errors);
        }
        return encoder;
    }

    /** A temporary file is readable by its owner only, but node_exporter runs as another user. */
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
