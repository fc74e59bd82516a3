package dev.fennel.testing;

import dev.fennel.exposition.EscapingScheme;
import dev.fennel.exposition.Format;
import dev.fennel.exposition.internal.Visible;
import dev.fennel.exposition.parser.TextParseException;
import dev.fennel.exposition.parser.TextParser;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.testing.FamilyWriter.WrittenSample;
import java.util.List;
import java.util.regex.Pattern;

/** How much is known about metrics, in increasing order: as much as the text format of this name reports. */
enum Detail {
    /** The text format 0.0.4. */
    TEXT(Format.TEXT, TextParser.text()),
    /** OpenMetrics 1.0, which also reports units, exemplars, created timestamps, infos and state sets. */
    OPENMETRICS(Format.OPENMETRICS, TextParser.openMetrics()),
    /** OpenMetrics 2.0, which also reports native buckets. */
    OPENMETRICS_2(Format.OPENMETRICS_2_0, TextParser.openMetrics2()),
    /** All there is. For a report, OpenMetrics 1.0 shows it best: each bucket has a line. */
    LIVE(Format.OPENMETRICS, TextParser.openMetrics());

    private static final String END = "# EOF";

    /** How many characters of a line an error shows before and behind its place. */
    private static final int MAX_BEFORE = 100;

    private static final int MAX_BEHIND = 60;

    /**
     * What stands in a text of OpenMetrics 2.0 and not in one of 1.0: a value in braces, a time when counting began, or
     * the type of a family whose name 1.0 would have without its end.
     */
    private static final Pattern SECOND_VERSION = Pattern.compile(
            "^[^#{ \\n]*+(?:\\{(?:[^\"}\\n]++|\"(?:[^\"\\\\]++|\\\\.)*+\")*+\\})? (?:\\{g?count:|[^ \\n]+ (?:[^ \\n]+ )?st@)"
                    + "|^# TYPE .*(?:_total\"? counter|_info\"? info)$",
            Pattern.MULTILINE);

    private final Format format;
    private final TextParser parser;

    Detail(Format format, TextParser parser) {
        this.format = format.withEscaping(EscapingScheme.ALLOW_UTF_8);
        this.parser = parser;
    }

    /** The detail of a format. Throws an {@link IllegalArgumentException} if it is not a text. */
    static Detail of(Format format) {
        for (Detail detail : values()) {
            if (format.withEscaping(EscapingScheme.ALLOW_UTF_8).contentType().equals(detail.format.contentType())) {
                return detail;
            }
        }
        throw new IllegalArgumentException("expected a text format, got " + format);
    }

    /** The detail of a text. It is OpenMetrics if it ends in {@code # EOF}, as every OpenMetrics text has to. */
    static Detail of(String text) {
        String stripped = text.stripTrailing();
        if (!stripped.equals(END) && !stripped.endsWith("\n" + END)) {
            return TEXT;
        }
        return SECOND_VERSION.matcher(text).find() ? OPENMETRICS_2 : OPENMETRICS;
    }

    /** The format, which writes names without escaping them. */
    Format format() {
        return format;
    }

    TextParser parser() {
        return parser;
    }

    /**
     * Parses a text from a test. The line feed at its end may be missing. An error throws an
     * {@link IllegalArgumentException} that shows the line.
     */
    List<MetricFamily> parse(String text) {
        String whole = text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
        try {
            return parser.parse(whole);
        } catch (TextParseException e) {
            throw new IllegalArgumentException(e.getMessage() + show(whole, e.line(), e.column()), e);
        }
    }

    /** The part of a line that an error points at, with a mark under its place. */
    private static String show(String text, int number, int column) {
        String line = text.split("\n", number + 1)[number - 1];
        int at = line.offsetByCodePoints(0, column - 1);
        int start = line.offsetByCodePoints(at, -Math.min(column - 1, MAX_BEFORE));
        int end = line.offsetByCodePoints(at, Math.min(line.codePointCount(at, line.length()), MAX_BEHIND));
        String before = (start > 0 ? "..." : "") + Visible.of(line.substring(start, at));
        String behind = Visible.of(line.substring(at, end)) + (end < line.length() ? "..." : "");
        return "\n  " + before + behind + "\n  " + " ".repeat(Visible.width(before)) + "^";
    }

    /** Whether a line is a sample, if the text that it stands in can be parsed. */
    static boolean isSample(String line) {
        return !line.isBlank() && !line.stripLeading().startsWith("#");
    }

    /**
     * Parses one sample by itself. Its type is unknown then, so its exemplar, which such a type cannot have, is left
     * out.
     */
    Metric parseSample(String line) {
        String alone = this == TEXT ? line : WrittenSample.of(line).withoutExemplar() + "\n" + END;
        return parse(alone).get(0).metrics().get(0);
    }
}
