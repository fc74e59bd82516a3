package dev.fennel.exposition;

import dev.fennel.registry.GatherError;
import dev.fennel.registry.GatherResult;
import dev.fennel.registry.Gatherer;
import java.io.IOException;
import java.nio.file.Path;
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
 *
 * <p>What node_exporter requires besides the text format:
 *
 * <ul>
 *   <li>No timestamps: it drops a file that has one. {@link #write} refuses them.
 *   <li>A name that ends in {@code .prom}: it ignores other files. The caller chooses the name.
 *   <li>A family has one help text and one type in all files of the directory and among node_exporter's own metrics,
 *       whose names begin with {@code node_}, {@code go_}, {@code process_} or {@code promhttp_}; and no series is
 *       there twice. It leaves out what comes second. So the caller gives each job names of its own, or labels, and a
 *       registry of its own rather than the default one, which has {@code process_} metrics too.
 *   <li>A file that it may read. A new file is readable by all ({@code 0644}), and an old one keeps its mode.
 * </ul>
 *
 * <p>A metric in a file never goes stale: node_exporter reads it until the file is deleted. Its metric
 * {@code node_textfile_mtime_seconds} has the time of the last write.
 */
public final class Textfile {
    private Textfile() {}

    /**
     * Gathers metrics, and replaces the content of the file with them, in the {@linkplain Format#TEXT text format}. A
     * reader sees either the complete old file or the complete new one, also after a power failure: the text is written
     * to a temporary file in the same directory and forced to the disk, and then the file is renamed.
     *
     * <p>The new file keeps the mode, owner and group of the old one, as far as the process may set them and the file
     * system has them; without an old one, its mode is {@code 0644}. The temporary file is never readable by anyone who
     * may not read the new file. It is called {@code .fennel-textfile-*.tmp}, which node_exporter ignores; one that is
     * older than an hour was left by a process that was killed, and is deleted. Several threads and processes may write
     * the same file: the last one wins.
     *
     * <p>An interrupt that is set when the metrics are gathered, or before, is put aside while the file is written, and
     * then set again. One that comes while it is written may end that with an exception.
     *
     * @param gatherer returns the metrics
     * @param file where to write them: a file that is not there yet, in a directory that is, or a regular file. A
     *     symbolic link is refused, because it could lead a privileged job anywhere; a link to the directory is
     *     followed
     * @throws IncompleteMetricsException if a metric has a timestamp or could not be gathered or encoded; the file is
     *     left as it was
     * @throws IOException if the file cannot be written, or is a directory, a symbolic link or a device; it is left as
     *     it was
     * @throws IllegalArgumentException if the path has no file name
     */
    public static void write(Gatherer gatherer, Path file) throws IOException {
        Objects.requireNonNull(gatherer, "gatherer");
        FileReplacement replacement = new FileReplacement(file);
        replacement.checkTarget();
        Encoder content = encoded(gatherer.gather(), file);
        boolean interrupted = Thread.interrupted();
        try {
            replacement.write(content);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Encoder encoded(GatherResult gathered, Path file) throws IncompleteMetricsException {
        TextEncoder encoder = new TextEncoder(Format.TEXT.escaping());
        encoder.refuseTimestamps("for which node_exporter would drop the file");
        try {
            encoder.encodeAll(gathered.families());
            encoder.finish();
        } finally {
            gathered.done();
        }
        List<GatherError> errors = new ArrayList<>(gathered.errors());
        errors.addAll(encoder.errors());
        if (!errors.isEmpty()) {
            throw new IncompleteMetricsException("nothing written to \"" + file + "\"", errors);
        }
        return encoder;
    }
}
