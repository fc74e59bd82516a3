package dev.fennel.exposition.cli;

import dev.fennel.exposition.Format;
import dev.fennel.exposition.cli.CommandLine.CommandFailure;
import dev.fennel.registry.GatherError;
import dev.fennel.testing.GatheredMetrics;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Reads pages: from a URL, a file or standard input. Used by one thread. */
final class Sources {
    private final InputStream in;
    private final PrintStream err;
    private boolean complete = true;

    Sources(InputStream in, PrintStream err) {
        this.in = in;
        this.err = err;
    }

    /** Whether all that was read could be understood. */
    boolean areComplete() {
        return complete;
    }

    /** Reads a page, and reports what cannot be understood of it. */
    GatheredMetrics read(String source, Format format) throws CommandFailure {
        GatheredMetrics metrics = readQuietly(source, format);
        report(source, metrics.errors());
        return metrics;
    }

    /** Reports errors, a line for each. */
    void report(String source, List<GatherError> errors) {
        for (GatherError error : errors) {
            complete = false;
            String shown = source.replaceFirst("(?i)^(https?://)[^/]*@", "$1"); // without user and password
            err.println("fennel: " + shown + ": " + error.message());
        }
    }

    /** Reads a page, whose errors are for the caller to show. */
    GatheredMetrics readQuietly(String source, Format format) throws CommandFailure {
        try {
            if (source.matches("(?i)https?://.*")) {
                return GatheredMetrics.scrapeLeniently(URI.create(source), format);
            }
            byte[] bytes = source.equals("-") ? in.readAllBytes() : Files.readAllBytes(Path.of(source));
            return GatheredMetrics.parseLeniently(unzipped(bytes));
        } catch (NoSuchFileException e) {
            throw new CommandFailure("cannot read \"" + source + "\": there is no such file", e);
        } catch (AccessDeniedException e) {
            throw new CommandFailure("cannot read \"" + source + "\": permission denied", e);
        } catch (AssertionError | IllegalArgumentException e) { // of the request
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new CommandFailure("cannot read \"" + source + "\": " + e.getMessage(), e);
        }
    }

    private static byte[] unzipped(byte[] bytes) throws IOException {
        if (bytes.length < 2 || bytes[0] != 0x1f || bytes[1] != (byte) 0x8b) {
            return bytes;
        }
        try (InputStream unzip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return unzip.readAllBytes();
        }
    }
}
