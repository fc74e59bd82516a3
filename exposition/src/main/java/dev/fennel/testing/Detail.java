package dev.fennel.testing;

import dev.fennel.exposition.EscapingScheme;
import dev.fennel.exposition.Format;
import dev.fennel.exposition.parser.TextParseException;
import dev.fennel.exposition.parser.TextParser;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import java.util.List;

/** How much is known of metrics, in increasing order: what the text format of this name tells. */
enum Detail {
    /** The text format 0.0.4. */
    TEXT(Format.TEXT, TextParser.text()),
    /** OpenMetrics, which tells units, exemplars, created timestamps, infos and state sets too. */
    OPENMETRICS(Format.OPENMETRICS, TextParser.openMetrics());

    private static final String END = "# EOF";

    private final Format format;
    private final TextParser parser;

    Detail(Format format, TextParser parser) {
        this.format = format.withEscaping(EscapingScheme.ALLOW_UTF_8);
        this.parser = parser;
    }

    /** What a format tells; throws if it is not a text. */
    static Detail of(Format format) {
        for (Detail detail : values()) {
            if (format.withEscaping(EscapingScheme.ALLOW_UTF_8).contentType().equals(detail.format.contentType())) {
                return detail;
            }
        }
        throw new IllegalArgumentException("expected a text format, got " + format);
    }

    /** What a text tells, which is OpenMetrics if it ends as every such text has to. */
    static Detail of(String text) {
        String stripped = text.stripTrailing();
        return stripped.equals(END) || stripped.endsWith("\n" + END) ? OPENMETRICS : TEXT;
    }

    /** The format, with names as they are. */
    Format format() {
        return format;
    }

    TextParser parser() {
        return parser;
    }

    /** Reads a text that a test gives, perhaps without the line feed at its end; an error shows the line. */
    List<MetricFamily> parse(String text) {
        String whole = text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
        try {
            return parser.parse(whole);
        } catch (TextParseException e) {
            String line = whole.split("\n", -1)[e.line() - 1];
            String before = line.substring(0, line.offsetByCodePoints(0, e.column() - 1));
            String mark = " ".repeat(Visible.width(Visible.of(before))) + "^";
            throw new IllegalArgumentException(e.getMessage() + "\n  " + Visible.of(line) + "\n  " + mark, e);
        }
    }

    /** Whether a line of a text that can be parsed is a sample. */
    static boolean isSample(String line) {
        return !line.isBlank() && !line.stripLeading().startsWith("#");
    }

    /** Reads one sample by itself, of which neither the type nor an exemplar, which asks for one, is known then. */
    Metric parseSample(String line) {
        String alone = this == TEXT ? line : WrittenSample.of(line).withoutExemplar() + "\n" + END;
        return parse(alone).get(0).metrics().get(0);
    }
}
