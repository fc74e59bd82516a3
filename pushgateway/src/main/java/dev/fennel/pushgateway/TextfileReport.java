package dev.fennel.pushgateway;

import dev.fennel.exposition.Format;
import dev.fennel.exposition.IncompleteMetricsException;
import dev.fennel.exposition.Textfile;
import dev.fennel.exposition.parser.TextParseException;
import dev.fennel.exposition.parser.TextParser;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.registry.GatherResult;
import dev.fennel.registry.Gatherer;
import dev.fennel.registry.Gatherers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A batch job's report in a file for node_exporter. What a gateway does with a group is done here with the file: to add
 * to it, its metrics are read, and those that are not replaced are written again.
 *
 * <p>The file is replaced as a whole, so a reader never sees half of a report. Runs that end at the same time overwrite
 * each other, and the last one wins.
 */
final class TextfileReport implements JobReport {
    private final Path file;
    private final Gatherer metrics;

    TextfileReport(Path file, Gatherer metrics) {
        this.file = file;
        this.metrics = metrics;
    }

    @Override
    public void replace(Gatherer gauges) throws IOException {
        Textfile.write(Gatherers.merge(metrics, gauges), file);
    }

    @Override
    public void add(Gatherer gauges) throws IOException {
        writeWithKept(Gatherers.merge(metrics, gauges));
    }

    @Override
    public void addAlone(Gatherer gauges) throws IOException {
        writeWithKept(gauges);
    }

    /** Writes what is gathered now even if nothing can be kept: the end of this run is not to be lost as well. */
    private void writeWithKept(Gatherer gatherer) throws IOException {
        GatherResult now = gatherer.gather().detached(); // it may be written twice
        List<MetricFamily> kept;
        try {
            kept = without(written(now.families()), earlier());
        } catch (ClosedByInterruptException e) {
            throw new IOException("nothing written to \"" + file + "\": interrupted while reading it", e);
        } catch (IOException | TextParseException e) {
            throw writtenWithoutKept(now, e);
        }
        try {
            Textfile.write(Gatherers.merge(() -> now, () -> new GatherResult(kept, List.of())), file);
        } catch (IncompleteMetricsException e) {
            throw writtenAlone(now, e);
        }
    }

    /** Returns what to throw after the file was written without what could not be read. */
    private IOException writtenWithoutKept(GatherResult now, Exception unreadable) {
        IOException lost = cannotKeep(unreadable);
        try {
            Textfile.write(() -> now, file);
            return lost;
        } catch (IOException e) {
            e.addSuppressed(lost);
            return e;
        }
    }

    /**
     * Returns what to throw when the metrics cannot be written together. If those of this run cannot be written either,
     * they are at fault; else those of earlier runs are, or both have a name that only one may have.
     */
    private IOException writtenAlone(GatherResult now, IncompleteMetricsException together) {
        try {
            Textfile.write(() -> now, file);
            return cannotKeep(together);
        } catch (IOException e) {
            return e;
        }
    }

    private IOException cannotKeep(Exception why) {
        return new IOException("\"" + file + "\": cannot keep the metrics of earlier runs: " + why.getMessage(), why);
    }

    /**
     * The metrics in the file. Nothing but a regular file is opened, as {@link Textfile#write} refuses the rest: a pipe
     * may never have a writer, a device may never end. The interrupt is put aside, because some file systems refuse to
     * read with it; those of the JDK itself do not.
     */
    private List<MetricFamily> earlier() throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        boolean interrupted = Thread.interrupted();
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return TextParser.text().parse(in);
        } catch (NoSuchFileException e) {
            return List.of();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Names as they are in the file, where two names of the program may be one. */
    private static Set<String> written(List<MetricFamily> families) {
        return families.stream()
                .map(family -> Format.TEXT.escaping().metricName(family.name()))
                .collect(Collectors.toSet());
    }

    /** Families with other names. One with timestamps is not ours, and node_exporter would read no file that has it. */
    private static List<MetricFamily> without(Set<String> names, List<MetricFamily> families) {
        return families.stream()
                .filter(family -> !names.contains(family.name()))
                .filter(family ->
                        family.metrics().stream().allMatch(metric -> metric.timestampMillis() == Metric.NO_TIMESTAMP))
                .toList();
    }
}
