package dev.fennel.exposition.parser;

import dev.fennel.exposition.internal.Nullable;
import dev.fennel.exposition.parser.PointAssembler.ObservationsAssembler;
import dev.fennel.exposition.parser.SampleLine.SeriesKey;
import dev.fennel.exposition.parser.TextCursor.Token;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads the text format 0.0.4. Lines of different families may be mixed, and the lines of a family may stand in any
 * order, except that its type stands before its samples.
 */
final class TextFamilies {
    private static final String[] SUFFIXES = {"_bucket", "_sum", "_count"};
    private static final Map<String, MetricType> TYPES = Map.of(
            "counter", MetricType.COUNTER,
            "gauge", MetricType.GAUGE,
            "summary", MetricType.SUMMARY,
            "untyped", MetricType.UNTYPED,
            "histogram", MetricType.HISTOGRAM,
            // The first is what protobuf calls it, the second what OpenMetrics calls it.
            "gauge_histogram", MetricType.HISTOGRAM,
            "gaugehistogram", MetricType.HISTOGRAM);

    private final TextCursor in;
    private final TextGrammar grammar;
    private final Map<String, Family> families = new LinkedHashMap<>();

    TextFamilies(TextCursor in) {
        this.in = in;
        this.grammar = new TextGrammar(in);
    }

    List<MetricFamily> read() {
        in.skipBlanks();
        while (in.peek() != TextCursor.END) {
            readLine();
            in.expectLineEnd();
            in.skipBlanks();
        }
        return families.values().stream()
                .filter(family -> !family.isEmpty())
                .map(Family::build)
                .toList();
    }

    private void readLine() {
        if (in.skip('#')) {
            in.skipBlanks();
            switch (in.takeWord().text()) {
                case "HELP" -> readHelp();
                case "TYPE" -> readType();
                default -> in.takeLine(); // a comment
            }
        } else if (in.peek() != '\n') {
            readSample();
        }
    }

    private void readHelp() {
        Token name = readDescribedName();
        if (name == null || in.atLineEnd()) {
            return;
        }
        String help = grammar.readHelp(true);
        if (!family(name.text()).setHelp(help)) {
            throw in.error(name.position(), "second HELP line for " + TextCursor.quoted(name.text()));
        }
    }

    private void readType() {
        Token name = readDescribedName();
        if (name == null || in.atLineEnd()) {
            return;
        }
        Token word = in.takeWord();
        MetricType type = TYPES.get(word.text().toLowerCase(Locale.ROOT));
        if (type == null) {
            throw in.expected("a metric type", word);
        }
        in.skipBlanks();
        if (!family(name.text()).setType(type)) {
            throw in.error(
                    name.position(),
                    "second TYPE line for " + TextCursor.quoted(name.text()) + ", or one behind its samples");
        }
    }

    /** Reads the name behind HELP or TYPE. Returns null if there is none, which makes the line a comment. */
    private @Nullable Token readDescribedName() {
        in.skipBlanks();
        if (in.atLineEnd()) {
            return null;
        }
        Token name = grammar.readMetricName();
        if (!in.atLineEnd() && in.peek() != ' ' && in.peek() != '\t') {
            throw in.expected("a blank behind the metric name");
        }
        in.skipBlanks();
        return name;
    }

    private void readSample() {
        SampleLine sample = grammar.readSample();
        String name = sample.name().text();
        Family family = families.get(name);
        if (family == null) {
            family = familyOfSample(name);
        }
        SampleKind kind = family.kindOf(name);
        if (kind == null) {
            String quoted = TextCursor.quoted(name);
            throw in.error(
                    sample.name().position(),
                    "expected \"_bucket\", \"_sum\" or \"_count\" behind the name of a histogram, got " + quoted);
        }
        family.add(kind, sample, in);
    }

    /** The histogram or summary that a sample of this name belongs to, or else the family that has this name. */
    private Family familyOfSample(String name) {
        for (String suffix : SUFFIXES) {
            if (name.endsWith(suffix)) {
                Family family = families.get(name.substring(0, name.length() - suffix.length()));
                if (family != null && family.kindOf(name) != null) {
                    return family;
                }
            }
        }
        return family(name);
    }

    private Family family(String name) {
        return families.computeIfAbsent(name, Family::new);
    }

    /** Assembles one family, whose lines may stand anywhere in the text. */
    private static final class Family {
        private final String name;
        private String help = "";
        private MetricType type = MetricType.UNTYPED;
        /** Whether the type is settled: there was a {@code TYPE} line or a sample. */
        private boolean typed;

        private final List<PointAssembler> points = new ArrayList<>();

        /** The points of a histogram or a summary, each of which has several lines. */
        private final Map<SeriesKey, PointAssembler> pointsByKey = new HashMap<>();

        Family(String name) {
            this.name = name;
        }

        /** Sets the help text. Returns whether there was none before. */
        boolean setHelp(String newHelp) {
            boolean isFirst = help.isEmpty();
            help = newHelp;
            return isFirst;
        }

        /** Sets the type. Returns whether there was neither a type nor a sample before. */
        boolean setType(MetricType newType) {
            boolean isFirst = !typed;
            type = newType;
            typed = true;
            return isFirst;
        }

        /** The kind of the samples with this name, or null if they do not belong to this family. */
        @Nullable
        SampleKind kindOf(String sampleName) {
            String suffix = sampleName.substring(name.length());
            if (!hasSeveralLines()) {
                return suffix.isEmpty() ? SampleKind.VALUE : null;
            }
            return switch (suffix) {
                case "_sum" -> SampleKind.SUM;
                case "_count" -> SampleKind.COUNT;
                case "_bucket" -> type == MetricType.HISTOGRAM ? SampleKind.BUCKET : null;
                case "" -> type == MetricType.SUMMARY ? SampleKind.VALUE : null;
                default -> null;
            };
        }

        /** Whether a point of this family has several lines, which are found by their labels and timestamps. */
        private boolean hasSeveralLines() {
            return type == MetricType.HISTOGRAM || type == MetricType.SUMMARY;
        }

        void add(SampleKind kind, SampleLine sample, TextCursor in) {
            typed = true;
            String reserved = kind.reservedLabel(type);
            if (reserved != null) {
                sample.requireLabel(reserved, in);
            }
            SeriesKey key = new SeriesKey(sample.labelsWithout(reserved), sample.timestampMillis());
            PointAssembler point = hasSeveralLines()
                    ? pointsByKey.computeIfAbsent(key, newKey -> begin(newKey, in.line()))
                    : begin(key, in.line());
            point.add(kind, sample, in);
        }

        private PointAssembler begin(SeriesKey key, int line) {
            PointAssembler point = PointAssembler.of(type, line, key);
            points.add(point);
            return point;
        }

        boolean isEmpty() {
            return points.isEmpty();
        }

        MetricFamily build() {
            return new FamilyAssembler(type, name, help, "").build(hasSeveralLines() ? joined() : points);
        }

        /**
         * The points, those with the same labels joined where the samples of one metric have different timestamps. The
         * timestamp of the last is that of all, as in client_golang. Points that have a sample in common are a metric
         * that comes again at another time.
         */
        private List<PointAssembler> joined() {
            List<PointAssembler> joined = new ArrayList<>();
            Map<SeriesKey, ObservationsAssembler> latest = new HashMap<>();
            for (PointAssembler point : points) {
                ObservationsAssembler part = (ObservationsAssembler) point;
                SeriesKey labels = new SeriesKey(part.labels(), Metric.NO_TIMESTAMP);
                ObservationsAssembler last = latest.get(labels);
                if (last == null || last.overlaps(part)) {
                    latest.put(labels, part);
                    joined.add(part);
                } else {
                    last.take(part);
                }
            }
            return joined;
        }
    }
}
