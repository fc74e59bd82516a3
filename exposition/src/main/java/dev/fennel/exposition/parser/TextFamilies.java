package dev.fennel.exposition.parser;

import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads the text format 0.0.4, whose lines may stand in any order, but for the type, which stands before the samples.
 */
final class TextFamilies {
    private static final String[] SUFFIXES = {"_bucket", "_sum", "_count"};
    private static final Map<String, MetricType> TYPES = Map.of(
            "counter", MetricType.COUNTER,
            "gauge", MetricType.GAUGE,
            "summary", MetricType.SUMMARY,
            "untyped", MetricType.UNTYPED,
            "histogram", MetricType.HISTOGRAM,
            // As protobuf spells it, and as OpenMetrics does.
            "gauge_histogram", MetricType.HISTOGRAM,
            "gaugehistogram", MetricType.HISTOGRAM);

    private final TextCursor in;
    private final TextGrammar grammar;
    private final Map<String, TextFamily> families = new LinkedHashMap<>();

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
                .map(TextFamily::build)
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

    /** The name behind HELP or TYPE; without one, the line is a comment. */
    private Token readDescribedName() {
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
        TextFamily family = families.get(name);
        if (family == null) {
            family = familyOfPart(name);
        }
        Part part = family.part(name);
        if (part == null) {
            String quoted = TextCursor.quoted(name);
            throw in.error(
                    sample.name().position(),
                    "expected \"_bucket\", \"_sum\" or \"_count\" behind the name of" + " a histogram, got " + quoted);
        }
        family.add(part, sample, in);
    }

    /** The histogram or summary that a sample is a part of, or else a family of the sample's own name. */
    private TextFamily familyOfPart(String name) {
        for (String suffix : SUFFIXES) {
            if (name.endsWith(suffix)) {
                TextFamily family = families.get(name.substring(0, name.length() - suffix.length()));
                if (family != null && family.part(name) != null) {
                    return family;
                }
            }
        }
        return family(name);
    }

    private TextFamily family(String name) {
        return families.computeIfAbsent(name, TextFamily::new);
    }
}
