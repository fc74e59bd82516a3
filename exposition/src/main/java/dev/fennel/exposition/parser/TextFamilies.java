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
    private final ParseErrors errors;
    private final TextGrammar grammar;
    private final Map<String, Family> families = new LinkedHashMap<>();

    /** Whether the current line is a sample, whose name may have a suffix that its family does not have. */
    private boolean isSample;

    TextFamilies(TextCursor in, ParseErrors errors) {
        this.in = in;
        this.errors = errors;
        this.grammar = new TextGrammar(in);
    }

    List<MetricFamily> read() {
        in.skipBlanks();
        while (in.peek() != TextCursor.END) {
            grammar.beginLine();
            try {
                readLine();
                if (!errors.areKept() || in.peek() != TextCursor.END) {
                    in.expectLineEnd();
                }
            } catch (TextParseException e) {
                Family family = atFault();
                errors.add(e, family == null ? null : family.name);
                in.skipLine();
            }
            in.skipBlanks();
        }
        List<MetricFamily> read = new ArrayList<>();
        for (Family family : families.values()) {
            if (!family.points.isEmpty()) {
                try {
                    read.add(family.build());
                } catch (TextParseException e) {
                    errors.add(e, family.name);
                }
            }
        }
        return List.copyOf(read);
    }

    /** The family of the current line, in which there is an error: leaves it out. Null if the line has no name. */
    private @Nullable Family atFault() {
        String name = grammar.lineName().text();
        if (name.isEmpty()) {
            return null;
        }
        Family family = families.get(name);
        if (family == null) {
            family = isSample ? familyOfSample(name) : family(name);
        }
        family.leaveOut();
        return family;
    }

    private void readLine() {
        isSample = false;
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
        if (!family(name.text()).setHelp(help) && !errors.areKept()) {
            throw in.error(name.position(), "second HELP line for " + TextCursor.quoted(name.text()));
        }
    }

    private void readType() {
        Token name = readDescribedName();
        if (name == null || in.atLineEnd()) {
            return;
        }
        Family family = family(name.text());
        Token word = in.takeWord();
        MetricType type = TYPES.get(word.text().toLowerCase(Locale.ROOT));
        if (type == null) {
            family.hasUnknownType = true;
            throw in.expected("a metric type", word);
        }
        in.skipBlanks();
        if (!family.setType(type, errors.areKept())) {
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
        isSample = true;
        SampleLine sample = grammar.readSample();
        String name = sample.name().text();
        Family family = families.get(name);
        if (family == null) {
            family = familyOfSample(name);
        }
        if (family.isLeftOut) {
            return;
        }
        SampleKind kind = family.kindOf(name);
        if (kind == null) {
            String quoted = TextCursor.quoted(name);
            throw in.error(
                    sample.name().position(),
                    "expected \"_bucket\", \"_sum\" or \"_count\" behind the name of a histogram, got " + quoted);
        }
        boolean isFirst = family.add(kind, sample, in);
        if (!isFirst && !errors.areKept()) {
            throw in.duplicate(sample.name());
        }
    }

    /** The histogram or summary that a sample of this name belongs to, or else the family that has this name. */
    private Family familyOfSample(String name) {
        for (String suffix : SUFFIXES) {
            if (name.endsWith(suffix)) {
                Family family = families.get(name.substring(0, name.length() - suffix.length()));
                if (family != null && (family.hasUnknownType || family.kindOf(name) != null)) {
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
        /** Whether there was a {@code TYPE} line with an unknown type, so that any suffix may belong to the family. */
        private boolean hasUnknownType;
        /** Whether one of its lines has an error. Then the other ones are read, but not kept. */
        private boolean isLeftOut;

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

        /**
         * Sets the type. Returns whether that is allowed: if there was neither a type nor a sample before, and in a
         * lenient reading if the samples that there are could be of the new type as well.
         */
        boolean setType(MetricType newType, boolean lenient) {
            boolean fits = points.isEmpty() || newType == type || !(hasSeveralLines(newType) || hasSeveralLines(type));
            boolean allowed = !typed || (lenient && fits);
            if (allowed) {
                type = newType;
                typed = true;
            }
            return allowed;
        }

        void leaveOut() {
            isLeftOut = true;
            points.clear();
            pointsByKey.clear();
        }

        /** The kind of the samples with this name, or null if they do not belong to this family. */
        @Nullable
        SampleKind kindOf(String sampleName) {
            String suffix = sampleName.substring(name.length());
            if (!hasSeveralLines(type)) {
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

        /** Whether a point of this type has several lines, which are found by their labels and timestamps. */
        private static boolean hasSeveralLines(MetricType type) {
            return type == MetricType.HISTOGRAM || type == MetricType.SUMMARY;
        }

        /** Adds a sample, unless its point has it already. Returns whether it had not. */
        boolean add(SampleKind kind, SampleLine sample, TextCursor in) {
            typed = true;
            String reserved = kind.reservedLabel(type);
            if (reserved != null) {
                sample.requireLabel(reserved, in);
            }
            SeriesKey key = new SeriesKey(sample.labelsWithout(reserved), sample.timestampMillis());
            PointAssembler point = hasSeveralLines(type) ? pointsByKey.computeIfAbsent(key, this::begin) : begin(key);
            return point.add(kind, sample, in);
        }

        private PointAssembler begin(SeriesKey key) {
            PointAssembler point = PointAssembler.of(type, key);
            points.add(point);
            return point;
        }

        MetricFamily build() {
            return new FamilyAssembler(type, name, help, "").build(hasSeveralLines(type) ? joined() : points);
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
