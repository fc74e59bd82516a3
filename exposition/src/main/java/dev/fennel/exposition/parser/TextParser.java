package dev.fennel.exposition.parser;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fennel.model.MetricFamily;
import dev.fennel.registry.GatherResult;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BiFunction;

/**
 * Reads metric families from text: what another program exposes, or what a test expects.
 *
 * <pre>{@code
 * List<MetricFamily> families = TextParser.text().parse(body);
 * families.forEach(family -> System.out.println(family.name() + " is a " + family.type()));
 * }</pre>
 *
 * <p>The families are in the order of their first lines, and so are the {@link dev.fennel.model.ConstMetric}s in each
 * family. A family without metrics is left out. The first error ends the reading with a {@link TextParseException},
 * which says where it is. An error is whatever is not in the format, and whatever the model cannot hold, such as a
 * label called {@code __name__}, or buckets whose counts do not add up.
 *
 * <p><b>All formats</b> are UTF-8, and may have metric names and label names in quotes: {@code {"http.requests","code
 * class"="2xx"} 7}. Values are decimal numbers in the range of a double, or {@code Inf}, {@code Infinity} and
 * {@code NaN} in upper or lower case; hexadecimal numbers and underscores are refused. Counts are whole numbers,
 * however they are written, and all of their 63 bits are kept. If the text does not have the sum or the count of a
 * histogram or summary, its value {@linkplain dev.fennel.model.HistogramValue#hasSum says so}, and writing it leaves
 * them out again. Gauge histograms are read as histograms, since the model has no such type.
 *
 * <p>Upper bounds and ranks of quantiles are read as numbers, not as texts: {@code le="+INF"} is the bucket
 * {@code le="+Inf"}. Timestamps are from {@code -Long.MAX_VALUE} to {@code Long.MAX_VALUE} milliseconds; seconds that
 * are out of that range only because a double holds no nearer number are read as its end.
 *
 * <p>{@code parse} is the strict reading. {@link #parseLeniently(String) parseLeniently} keeps what can be read of a
 * text, such as the page of somebody else's exporter, and returns all errors beside it.
 *
 * <p>Time and memory grow linearly with the length of the text, however long its lines are and whatever they contain. A
 * parser is immutable, so any thread can use it at any time.
 */
public final class TextParser {
    private static final TextParser TEXT = new TextParser((in, errors) -> new TextFamilies(in, errors).read());

    private static final TextParser OPENMETRICS =
            new TextParser((in, errors) -> new OpenMetricsFamilies(in, errors).read());

    private static final TextParser OPENMETRICS_2 =
            new TextParser((in, errors) -> new OpenMetrics2Families(in, errors).read());

    private final BiFunction<TextCursor, ParseErrors, List<MetricFamily>> reader;

    private TextParser(BiFunction<TextCursor, ParseErrors, List<MetricFamily>> reader) {
        this.reader = reader;
    }

    /**
     * The parser of the text format 0.0.4, as lenient as client_golang's.
     *
     * <p>It accepts blanks and tabs between all tokens, empty lines, comments, and a comma behind the last label. The
     * lines of several families and metrics may be mixed. The {@code TYPE} line of a family stands before its samples,
     * with the type in upper or lower case; without that line the family is untyped. The lines of one histogram or
     * summary are those with the same labels, except {@code le} or {@code quantile}, and the same timestamp. Lines with
     * different timestamps are one, too, with the timestamp of the last, unless a line is there for both timestamps. A
     * sample of any other type may stand in the text twice.
     *
     * <p>Unlike client_golang's, this parser refuses what it could not keep: a bucket without {@code le}, the value of
     * a summary without {@code quantile}, a rank of a quantile that is not from 0 to 1, buckets whose counts contradict
     * each other, the same line of a histogram or summary twice, and a count with a fraction. It accepts blanks at the
     * end of a line, as the description of the format does. Every line has to end with a line feed, and with nothing
     * else, so that a text that was cut off is refused.
     *
     * @return always the same parser
     */
    public static TextParser text() {
        return TEXT;
    }

    /**
     * The parser of OpenMetrics 1.0, which checks the rules of that specification. It refuses
     *
     * <ul>
     *   <li>a text that does not end in {@code # EOF} and at most one line feed; empty lines, comments, and blanks
     *       other than the one between two tokens; a quote in a help text without a backslash;
     *   <li>a second {@code HELP}, {@code TYPE} or {@code UNIT} line of a family, or one behind its samples; types that
     *       OpenMetrics does not have, {@code untyped} among them;
     *   <li>a unit in which the name of the family does not end, and any unit of an info or a state set;
     *   <li>families that are interleaved, and two families that may use the same name, for themselves or for their
     *       samples;
     *   <li>samples whose names do not end as their type demands: {@code _total} for counters, {@code _info} for infos,
     *       {@code _bucket}, {@code _sum} and {@code _count} for histograms, {@code _gsum} and {@code _gcount} for
     *       gauge histograms, and {@code _created} for counters, histograms and summaries;
     *   <li>metrics that are interleaved, the same sample twice, timestamps of a metric that do not increase by at
     *       least a millisecond, and samples with and without a timestamp in one metric;
     *   <li>counters and counts that are negative or NaN; ranks of quantiles that are not from 0 to 1; infos that are
     *       not 1, and states that are neither 1 nor 0;
     *   <li>a counter without {@code _total}; a histogram whose buckets are not in the order of {@code le}, are not
     *       cumulative, or lack {@code +Inf}; a histogram with a sum but no count, with a count but no sum, or with a
     *       count that is not that of {@code +Inf};
     *   <li>exemplars elsewhere than on counters and buckets, above the bound of their bucket, or with labels of more
     *       than 128 code points.
     * </ul>
     *
     * <p>It accepts some things that client_golang writes against these rules: names in quotes, {@code _created}
     * without the timestamp that its metric has, and sums and quantiles that are negative or NaN, or stand beside
     * buckets below zero. For a counter whose name does not end in {@code _total}, client_golang writes an unknown
     * metric and a sample {@code _created}; that sample is read as a family of its own. The states of several state
     * sets may be mixed, as they are when sorted by the values of all their labels. Timestamps are read to the
     * millisecond, those of exemplars to the nanosecond. An exemplar whose value belongs into a lower bucket moves to
     * that bucket, unless that bucket has an exemplar itself.
     *
     * @return always the same parser
     */
    public static TextParser openMetrics() {
        return OPENMETRICS;
    }

    /**
     * The parser of OpenMetrics 2.0, the release candidate of March 2026, which checks the rules of that specification.
     * It refuses
     *
     * <ul>
     *   <li>a text that does not end in {@code # EOF} and at most one line feed; empty lines, comments, and blanks
     *       other than the one between two tokens, within a value in braces above all; a quote in a help text without a
     *       backslash;
     *   <li>a second {@code TYPE}, {@code UNIT} or {@code HELP} line of a family, or one behind its samples; types that
     *       OpenMetrics does not have; a unit of other characters than {@code [a-zA-Z0-9_:]}, and any unit of an info
     *       or a state set; an info whose name does not end in {@code _info};
     *   <li>families that are interleaved, metrics that are interleaved, the same sample twice, timestamps of a metric
     *       that do not increase by at least a millisecond, and samples with and without a timestamp in one metric;
     *   <li>a histogram, gauge histogram or summary whose value does not stand in braces, with all fields of the
     *       specification in its order, and such a value of any other type;
     *   <li>counters, sums and quantiles of summaries that are negative, and the first two if they are NaN; ranks of
     *       quantiles that are not from 0 to 1 or do not increase; infos that are not 1, and states that are neither 1
     *       nor 0;
     *   <li>classic buckets that are not in the order of their bounds, are not cumulative, or do not end in a bucket
     *       {@code +Inf} with the count of the histogram; native buckets that are not as many as their spans say, or
     *       have another number of observations than the histogram, unless the sum is NaN;
     *   <li>the time when counting began, elsewhere than on counters, histograms and summaries, and exemplars elsewhere
     *       than on counters, histograms and gauge histograms; an exemplar without a timestamp.
     * </ul>
     *
     * <p>Types and names stay as they are. The states of several state sets may be mixed, and so may their times. What
     * the specification allows and the model cannot hold is an error too: counts that are no whole numbers or, in gauge
     * histograms, negative, and values in braces of unknown metrics. But where a counter has several exemplars, the
     * last one stays, and so it is with each classic bucket; and an exemplar whose labels are longer than
     * {@value dev.fennel.model.Exemplar#MAX_CODE_POINTS} code points is left out, which the specification allows to a
     * reader. A family whose name does not end in its unit has that unit, its metrics have none. Timestamps are read to
     * the millisecond, those of exemplars to the nanosecond.
     *
     * @return always the same parser
     */
    public static TextParser openMetrics2() {
        return OPENMETRICS_2;
    }

    /**
     * Reads a text.
     *
     * @param text the whole text
     * @return the families
     * @throws TextParseException if the text is not in this format
     */
    public List<MetricFamily> parse(String text) {
        return strictly(new TextCursor(Objects.requireNonNull(text, "text")));
    }

    /**
     * Reads a text.
     *
     * @param utf8 the whole text in UTF-8
     * @return the families
     * @throws TextParseException if the bytes are not UTF-8, or the text is not in this format
     */
    public List<MetricFamily> parse(byte[] utf8) {
        if (Utf8Text.isGzip(Objects.requireNonNull(utf8, "utf8"))) {
            throw Utf8Text.gzip();
        }
        return strictly(TextCursor.of(utf8));
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

    /**
     * Reads as much of a text as can be read: the page of somebody else's exporter, for example.
     *
     * <p>A family with an error is left out, and all others are kept. A line whose name cannot be read costs nothing
     * but itself. Each {@linkplain GatherResult#errors error} of the result has a {@link TextParseException} as its
     * cause, which has the line, the column and the name of the metric. Of several errors in one family, the first is
     * there. They are in the order of their places, and at most {@value ParseErrors#MAX_LISTED}, followed by one that
     * says that there are more.
     *
     * <p>In the text format, this reading accepts what the Prometheus server does, without an error:
     *
     * <ul>
     *   <li>a last line without a line feed;
     *   <li>a second {@code HELP} line, and a {@code TYPE} line behind another one or behind samples that may be of
     *       that type; the last one counts;
     *   <li>lines of a histogram or a summary that are there twice; the first one counts;
     *   <li>bytes in a comment that are not UTF-8.
     * </ul>
     *
     * <p>In OpenMetrics, it accepts quotes in a help text without a backslash. Lines of a family that do not stand
     * together cost the family, and of two families that may use the same name, the second, or both if the model calls
     * them the same. A byte order mark and the lack of {@code # EOF} are errors that cost no family.
     *
     * @param text the whole text
     * @return the families, sorted by name, and the errors
     */
    public GatherResult parseLeniently(String text) {
        return leniently(new TextCursor(Objects.requireNonNull(text, "text")), ParseErrors.kept());
    }

    /**
     * Reads as much of a text as can be read, as {@link #parseLeniently(String)} does.
     *
     * @param utf8 the whole text in UTF-8
     * @return the families, sorted by name, and the errors
     */
    public GatherResult parseLeniently(byte[] utf8) {
        ParseErrors errors = ParseErrors.kept();
        if (Utf8Text.isGzip(Objects.requireNonNull(utf8, "utf8"))) {
            errors.add(Utf8Text.gzip(), null);
            return new GatherResult(List.of(), errors.list());
        }
        return leniently(TextCursor.of(utf8), errors);
    }

    /**
     * Reads as much of a text as can be read to the end of a stream, as {@link #parseLeniently(String)} does.
     *
     * @param utf8 the whole text in UTF-8; not closed
     * @return the families, sorted by name, and the errors
     * @throws IOException if {@code utf8} throws it
     */
    public GatherResult parseLeniently(InputStream utf8) throws IOException {
        return parseLeniently(utf8.readAllBytes());
    }

    private List<MetricFamily> strictly(TextCursor in) {
        in.checkEncoding();
        ParseErrors errors = ParseErrors.thrown();
        readByteOrderMark(in, errors);
        return reader.apply(in, errors);
    }

    private GatherResult leniently(TextCursor in, ParseErrors errors) {
        readByteOrderMark(in, errors);
        Map<byte[], MetricFamily> sorted = new TreeMap<>(Arrays::compareUnsigned);
        reader.apply(in, errors).forEach(family -> sorted.put(family.name().getBytes(UTF_8), family));
        return new GatherResult(List.copyOf(sorted.values()), errors.list());
    }

    private static void readByteOrderMark(TextCursor in, ParseErrors errors) {
        if (in.skipByteOrderMark()) {
            errors.add(new TextParseException(1, 1, "expected text, got a byte order mark"), null);
        }
    }
}
