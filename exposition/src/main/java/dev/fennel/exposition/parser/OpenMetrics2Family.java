package dev.fennel.exposition.parser;

import dev.fennel.exposition.internal.LegacyNames;
import dev.fennel.exposition.internal.Nullable;
import dev.fennel.exposition.parser.SampleLine.LabelToken;
import dev.fennel.exposition.parser.SampleLine.SeriesKey;
import dev.fennel.exposition.parser.TextCursor.Token;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Exemplar;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads one family of OpenMetrics 2.0, in which each line after the metadata is a metric at one time, and checks what
 * its type allows and the order of its lines.
 */
final class OpenMetrics2Family {
    private static final String INFO = "_info";

    private final TextCursor in;
    private final OpenMetricsGrammar grammar;
    private final CompositeGrammar composites;
    private final String name;
    private @Nullable String help;
    private @Nullable String unit;
    private @Nullable OpenMetricsType type;
    private final List<Metric> metrics = new ArrayList<>();

    /** Makes the Descs of the metrics; null before the first of them. */
    private @Nullable FamilyAssembler assembler;

    /** The latest time of each metric, by its labels. The time in the key is not used. */
    private final Map<SeriesKey, Long> times = new HashMap<>();

    private Labels latest = Labels.EMPTY;

    OpenMetrics2Family(Token name, TextCursor in, OpenMetricsGrammar grammar) {
        this.in = in;
        this.grammar = grammar;
        this.composites = new CompositeGrammar(in);
        this.name = name.text();
    }

    String name() {
        return name;
    }

    boolean hasSamples() {
        return assembler != null;
    }

    void readHelp(Token keyword, boolean lenient) {
        checkFirst(help, keyword);
        help = grammar.readHelp(lenient);
    }

    void readType(Token keyword) {
        checkFirst(type, keyword);
        Token word = in.takeLine();
        OpenMetricsType read = OpenMetricsLines.type(word, in);
        if (read == OpenMetricsType.INFO && !name.endsWith(INFO)) {
            throw in.expected("another type than info for a name that does not end in \"" + INFO + "\"", word);
        }
        type = read;
        checkUnit(keyword);
    }

    void readUnit(Token keyword) {
        checkFirst(unit, keyword);
        Token word = in.takeWord();
        if (!LegacyNames.isUnit(word.text())) {
            throw in.expected("a unit of letters, digits, underscores and colons", word);
        }
        unit = word.text();
        checkUnit(keyword);
    }

    private void checkFirst(@Nullable Object old, Token keyword) {
        if (old != null) {
            throw in.error(keyword.position(), "second " + keyword.text() + " line for " + TextCursor.quoted(name));
        }
    }

    private void checkUnit(Token keyword) {
        if (type().isUnitless() && unit != null && !unit.isEmpty()) {
            throw in.error(
                    keyword.position(),
                    "expected no unit for a metric of type " + type + ", got " + TextCursor.quoted(unit));
        }
    }

    private OpenMetricsType type() {
        return type == null ? OpenMetricsType.UNKNOWN : type;
    }

    /** Reads the rest of a line whose name and labels are read already. */
    void readSample(Token sampleName, List<LabelToken> tokens) {
        if (type() == OpenMetricsType.STATE_SET && tokens.stream().noneMatch(label -> isCalled(label, name))) {
            throw in.error(
                    sampleName.position(),
                    "expected a label " + TextCursor.quoted(name) + " of " + TextCursor.quoted(name) + ", got none");
        }
        Labels labels = SampleLine.labels(tokens, null);
        in.expect(' ');
        try {
            ConstMetric value = readValue(desc(labels), labels.values().toArray(String[]::new));
            ConstMetric metric = readAfterValue(value);
            checkOrder(sampleName, labels, metric.timestampMillis());
            metrics.add(metric);
        } catch (TextParseException e) {
            throw e;
        } catch (IllegalArgumentException e) { // of the model
            throw in.error(sampleName.position(), String.valueOf(e.getMessage()));
        }
    }

    private static boolean isCalled(LabelToken label, String name) {
        return label.name().text().equals(name);
    }

    private Desc desc(Labels labels) {
        FamilyAssembler known = assembler;
        if (known == null) {
            known = new FamilyAssembler(type().modelType(), name, textOf(help), hasUnitOfModel() ? textOf(unit) : "");
            assembler = known;
        }
        return known.desc(labels);
    }

    /** Whether a Desc takes the unit: only as the end of the name, while a family of the model may have any. */
    private boolean hasUnitOfModel() {
        String total = type() == OpenMetricsType.COUNTER && name.endsWith("_total") ? "_total" : "";
        return name.endsWith("_" + unit + total);
    }

    private static String textOf(@Nullable String text) {
        return text == null ? "" : text;
    }

    private ConstMetric readValue(Desc desc, String... labelValues) {
        return switch (type()) {
            case HISTOGRAM -> composites.readHistogram("", desc, labelValues);
            case GAUGE_HISTOGRAM -> composites.readHistogram("g", desc, labelValues);
            case SUMMARY -> composites.readSummary(desc, labelValues);
            default -> readNumber(desc, labelValues);
        };
    }

    private ConstMetric readNumber(Desc desc, String... labelValues) {
        Token value = grammar.readWord("a number");
        double number = NumberGrammar.value(value, in);
        SampleRules.checkNumber(type(), number, value, in);
        return ConstMetric.of(desc, number, labelValues);
    }

    /** Reads what stands behind a value: a timestamp, the time when counting began, and exemplars. */
    private ConstMetric readAfterValue(ConstMetric value) {
        ConstMetric metric = value;
        boolean more = in.skip(' ');
        if (more && in.peek() != 's' && in.peek() != '#') {
            metric = metric.withTimestamp(readTime("a timestamp, \"st@\" or an exemplar"));
            more = in.skip(' ');
        }
        if (more && in.peek() == 's') {
            if (!isCumulative()) {
                throw in.expected("no start of a metric of type " + type());
            }
            in.expect("st@");
            metric = metric.withCreated(readTime("a timestamp"));
            more = in.skip(' ');
        }
        List<Exemplar> exemplars = new ArrayList<>();
        while (more) {
            readExemplar(exemplars);
            more = in.skip(' ');
        }
        return exemplars.isEmpty() ? metric : metric.withExemplars(exemplars.toArray(Exemplar[]::new));
    }

    private boolean isCumulative() {
        return switch (type()) {
            case COUNTER, HISTOGRAM, SUMMARY -> true;
            default -> false;
        };
    }

    private Instant readTime(String what) {
        return Instant.ofEpochMilli(NumberGrammar.secondsInMillis(grammar.readWord(what), in));
    }

    private void readExemplar(List<Exemplar> exemplars) {
        if (in.peek() == '#' && !hasExemplars()) {
            throw in.expected("no exemplar of a metric of type " + type());
        }
        in.expect("# ");
        List<LabelToken> tokens = new ArrayList<>();
        grammar.readBraces(tokens, false);
        in.expect(' ');
        double number = NumberGrammar.value(grammar.readWord("a number"), in);
        in.expect(' ');
        Instant time = NumberGrammar.seconds(grammar.readWord("the timestamp of an exemplar"), in);
        Labels labels = SampleLine.labels(tokens, null);
        try {
            exemplars.add(new Exemplar(labels, number, time));
        } catch (IllegalArgumentException e) {
            // Longer than the model allows. The specification has no limit, but lets readers leave exemplars out.
        }
    }

    private boolean hasExemplars() {
        return switch (type()) {
            case COUNTER, HISTOGRAM, GAUGE_HISTOGRAM -> true;
            default -> false;
        };
    }

    /** Checks that the lines of one metric stand together, in the order of their times. */
    private void checkOrder(Token sampleName, Labels labels, long time) {
        Long before = times.put(new SeriesKey(labels, Metric.NO_TIMESTAMP), time);
        boolean together = labels.equals(latest);
        latest = labels;
        if (before == null) {
            return;
        }
        if (before == time) {
            throw in.error(sampleName.position(), "duplicate sample " + TextCursor.quoted(name));
        }
        // The model has the states of a set together, for each time of the set.
        if (!together && type() != OpenMetricsType.STATE_SET) {
            throw in.error(
                    sampleName.position(),
                    "expected the samples of a metric together, got more of " + TextCursor.quoted(name) + " " + labels);
        }
        if (before == Metric.NO_TIMESTAMP || time == Metric.NO_TIMESTAMP) {
            throw in.error(sampleName.position(), "expected all samples of a metric to have a timestamp, or none");
        }
        if (time < before) {
            throw in.error(
                    sampleName.position(),
                    "expected timestamps of a metric that increase, got " + time + " ms after " + before + " ms");
        }
    }

    MetricFamily build() {
        return new MetricFamily(type().modelType(), name, textOf(help), textOf(unit), metrics);
    }
}
