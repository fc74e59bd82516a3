package dev.fennel.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fennel.exposition.Encoder;
import dev.fennel.exposition.Format;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Writes families in a format, one series at a time, so that it is known to which series a line belongs. */
final class FamilyWriter {
    private static final String HELP = "# HELP ";
    private static final String TYPE = "# TYPE ";
    private static final String UNIT = "# UNIT ";

    /**
     * One family as a format writes it. This is what is compared: two families are equal if the format does not show
     * any difference.
     *
     * @param name the name of the family
     * @param type the name that the format has for its type
     * @param help the help text, escaped as in the format
     * @param unit the unit; empty if there is none or the format does not write units
     * @param series the series
     */
    record WrittenFamily(String name, String type, String help, String unit, List<WrittenSeries> series) {
        // Written out because the JDK keeps the class loader of a record whose derived methods were called.
        @Override
        public boolean equals(Object other) {
            return other instanceof WrittenFamily that
                    && name.equals(that.name)
                    && type.equals(that.type)
                    && help.equals(that.help)
                    && unit.equals(that.unit)
                    && series.equals(that.series);
        }

        @Override
        public int hashCode() {
            return Objects.hash(name, type, help, unit, series);
        }
    }

    /**
     * One series as a format writes it.
     *
     * @param labels the labels of the series, without {@code le} and {@code quantile}
     * @param timestampMillis when it was measured, or {@link Metric#NO_TIMESTAMP}
     * @param samples its lines, of which a histogram or a summary has several
     */
    record WrittenSeries(Labels labels, long timestampMillis, List<WrittenSample> samples) {
        @Override
        public boolean equals(Object other) {
            return other instanceof WrittenSeries that
                    && labels.equals(that.labels)
                    && timestampMillis == that.timestampMillis
                    && samples.equals(that.samples);
        }

        @Override
        public int hashCode() {
            return Objects.hash(labels, timestampMillis, samples);
        }
    }

    /**
     * One line of a format, in two halves.
     *
     * @param key the name with the labels, including {@code le} and {@code quantile}; lines are matched by it
     * @param value the value, followed by the timestamp and the exemplar, if any
     */
    record WrittenSample(String key, String value) {
        private static final String EXEMPLAR = " # {";
        private static final String START = " st@";

        /** Splits a line behind its name and labels. */
        static WrittenSample of(String line) {
            int end = keyLength(line);
            return new WrittenSample(line.substring(0, end), line.substring(end + 1));
        }

        private static int keyLength(String line) {
            int brace = line.indexOf('{');
            int blank = line.indexOf(' ');
            if (brace < 0 || (blank < brace && blank >= 0)) {
                return blank; // the brace, if any, belongs to an exemplar
            }
            boolean quoted = false;
            for (int i = brace; i < line.length(); i++) {
                char c = line.charAt(i);
                if (c == '"') {
                    quoted = !quoted;
                } else if (quoted && c == '\\') {
                    i++;
                } else if (!quoted && c == '}') {
                    return i + 1;
                }
            }
            throw new IllegalStateException("expected a sample, got " + line);
        }

        /** The same line without its exemplar. */
        WrittenSample withoutExemplar() {
            int end = value.indexOf(EXEMPLAR);
            return end < 0 ? this : new WrittenSample(key, value.substring(0, end));
        }

        /** The same line without the time when counting began, which stands there in OpenMetrics 2.0. */
        WrittenSample withoutStart() {
            int exemplar = value.indexOf(EXEMPLAR);
            int end = exemplar < 0 ? value.length() : exemplar;
            int start = value.indexOf(START);
            return start < 0 || start >= end
                    ? this
                    : new WrittenSample(key, value.substring(0, start) + value.substring(end));
        }

        /** Whether another value is equal, apart from the timestamp of its exemplar if this exemplar has none. */
        boolean isMetBy(String other) {
            return other.equals(value) || (value.contains(EXEMPLAR) && other.startsWith(value + " "));
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof WrittenSample that && key.equals(that.key) && value.equals(that.value);
        }

        @Override
        public int hashCode() {
            return 31 * key.hashCode() + value.hashCode();
        }

        @Override
        public String toString() {
            return key + " " + value;
        }
    }

    private final Encoder encoder;
    private final Encoder text = Detail.TEXT.format().newEncoder();
    private final boolean created;

    /**
     * A writer.
     *
     * @param format the format
     * @param created whether it is written when counting began, if the format has that
     */
    FamilyWriter(Format format, boolean created) {
        this.encoder = (created ? format.withCreatedSamples() : format).newEncoder();
        this.created = created;
    }

    /** Returns the families as the format writes them. Throws an {@link AssertionError} if one cannot be written. */
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
                    WrittenSample sample = WrittenSample.of(line);
                    samples.add(created ? sample : sample.withoutStart());
                }
            }
            series.add(new WrittenSeries(metric.labels(), metric.timestampMillis(), samples));
        }
        return new WrittenFamily(family.name(), type, help, unit, series);
    }

    private List<String> lines(MetricFamily family, Metric metric) {
        MetricFamily one = family.withMetrics(List.of(metric));
        Encoder written = encode(one, encoder);
        if (!written.errors().isEmpty()) { // such as a counter that is NaN, which only the text format can have
            written = encode(one, text);
        }
        GatherFailure.throwIfAny("cannot write the metrics", written.errors());
        return List.of(new String(written.toByteArray(), UTF_8).split("\n"));
    }

    private static Encoder encode(MetricFamily family, Encoder encoder) {
        encoder.reset();
        encoder.encode(family);
        return encoder;
    }

    /** The end of the name in a line such as {@code # HELP name text}. The name may be in quotes. */
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
