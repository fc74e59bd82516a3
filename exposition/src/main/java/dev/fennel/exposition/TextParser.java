package dev.fennel.exposition;

import dev.fennel.model.MetricFamily;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * Reads metrics from a text format, as a server does.
 *
 * <p>Immutable, so any thread can use it at any time.
 */
public final class TextParser {
    private static final TextParser TEXT = new TextParser(in -> new TextFamilies(in).read());

    private static final TextParser OPENMETRICS = new TextParser(in -> new OpenMetricsFamilies(in).read());

    private final Function<TextCursor, List<MetricFamily>> reader;

    private TextParser(Function<TextCursor, List<MetricFamily>> reader) {
        this.reader = reader;
    }

    /**
     * The parser of the text format 0.0.4.
     *
     * @return always the same parser
     */
    public static TextParser text() {
        return TEXT;
    }

    /**
     * The parser of OpenMetrics 1.0.
     *
     * @return always the same parser
     */
    public static TextParser openMetrics() {
        return OPENMETRICS;
    }

    /**
     * Reads a text.
     *
     * @param text the whole text
     * @return the families
     * @throws TextParseException if the text is not in this format
     */
    public List<MetricFamily> parse(String text) {
        return reader.apply(new TextCursor(Utf8Text.check(Objects.requireNonNull(text, "text"))));
    }

    /**
     * Reads a text.
     *
     * @param utf8 the whole text in UTF-8
     * @return the families
     * @throws TextParseException if the bytes are not UTF-8, or the text is not in this format
     */
    public List<MetricFamily> parse(byte[] utf8) {
        return reader.apply(new TextCursor(Utf8Text.decode(Objects.requireNonNull(utf8, "utf8"))));
    }

    /**
     * Reads a text to the end of a stream.
     *
     * @param utf8 the whole text in UTF-8; not closed
     * @return the families
     * @throws IOException if {@code utf8} throws it
     * @throws TextParseException if the bytes are not UTF-8, or the text is not in this format
     */
    public List<MetricFamily> parse(InputStream utf8) throws IOException {
        return parse(utf8.readAllBytes());
    }
}
