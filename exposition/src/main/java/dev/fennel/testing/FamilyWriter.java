package dev.fennel.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fennel.exposition.Encoder;
import dev.fennel.exposition.Format;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import java.util.ArrayList;
import java.util.List;

/** Writes families in a format, one series at a time, so that each line is known to belong to its series. */
final class FamilyWriter {
    private static final String HELP = "# HELP ";
    private static final String TYPE = "# TYPE ";
    private static final String UNIT = "# UNIT ";

    private final Encoder encoder;

    FamilyWriter(Format format) {
        encoder = format.newEncoder();
    }

    /** The families as the format writes them; throws an {@link AssertionError} if one cannot be written. */
    List<WrittenFamily> write(List<MetricFamily> families) {
        return families.stream().map(this::write).toList();
    }

    WrittenFamily write(MetricFamily family) {
        String type = "";
        String help = "";
        String unit = "";
        List<WrittenSeries> series = new ArrayList<>();
        for (Metric metric : family.metrics()) {
            List<WrittenSample> samples = new ArrayList<>();
            for (String line : lines(family, metric)) {
                if (line.startsWith(HELP)) {
                    help = line.substring(endOfName(line) + 1);
                } else if (line.startsWith(TYPE)) {
                    type = line.substring(endOfName(line) + 1);
                } else if (line.startsWith(UNIT)) {
                    unit = line.substring(endOfName(line) + 1);
                } else {
                    samples.add(WrittenSample.of(line));
                }
            }
            series.add(new WrittenSeries(metric.labels(), metric.timestampMillis(), samples));
        }
        return new WrittenFamily(family.name(), type, help, unit, series);
    }

    private List<String> lines(MetricFamily family, Metric metric) {
        encoder.reset();
        encoder.encode(new MetricFamily(family.type(), family.name(), family.help(), family.unit(), List.of(metric)));
        GatherFailure.throwIfAny("cannot write the metrics", encoder.errors());
        return List.of(new String(encoder.toByteArray(), UTF_8).split("\n"));
    }

    /** Where the name ends in a line such as {@code # HELP name text}, in which the name may be quoted. */
    private static int endOfName(String line) {
        int start = HELP.length();
        if (line.charAt(start) != '"') {
            return line.indexOf(' ', start);
        }
        for (int i = start + 1; i < line.length(); i++) {
            if (line.charAt(i) == '\\') {
                i++;
            } else if (line.charAt(i) == '"') {
                return i + 1;
            }
        }
        throw new IllegalStateException("expected a name, got " + line);
    }
}
