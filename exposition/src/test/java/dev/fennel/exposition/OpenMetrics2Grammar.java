package dev.fennel.exposition;

import java.util.regex.Pattern;

/**
 * Judges whether a text is OpenMetrics 2.0, by nothing but the grammar in the specification's section ABNF. The
 * language is regular, so each rule is an expression here, under the name that it has there. What the specification
 * says in words alone, such as that no family comes twice, is not judged.
 */
public final class OpenMetrics2Grammar {
    private static final String REAL_NUMBER = "[+-]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?";
    private static final String NUMBER =
            or(REAL_NUMBER, "[+-]?[iI][nN][fF]", "[+-]?[iI][nN][fF][iI][nN][iI][tT][yY]", "[nN][aA][nN]");
    private static final String INTEGER = "[+-]?[0-9]+";
    private static final String NON_NEGATIVE_INTEGER = "\\+?[0-9]+";
    private static final String POSITIVE_INTEGER = "0*[1-9][0-9]*";

    private static final String ESCAPED_CHAR = "(?:[^\\n\"\\\\]|\\\\[^\\n])";
    private static final String ESCAPED_STRING = ESCAPED_CHAR + "*";
    private static final String METRIC_NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
    private static final String METRIC_NAME_UTF8 = "\"" + ESCAPED_CHAR + "+\"";
    private static final String LABEL_KEY = or("[a-zA-Z_][a-zA-Z0-9_]*", METRIC_NAME_UTF8);
    private static final String LABEL = LABEL_KEY + "=\"" + ESCAPED_STRING + "\"";
    private static final String LABELS_IN_BRACES = "\\{" + optional(list(LABEL)) + "\\}";
    private static final String NAME_AND_LABELS_IN_BRACES = "\\{" + METRIC_NAME_UTF8 + "(?:," + LABEL + ")*\\}";
    private static final String METRIC_NAME_AND_LABELS =
            or(METRIC_NAME + optional(LABELS_IN_BRACES), NAME_AND_LABELS_IN_BRACES);

    private static final String LE_BUCKET = REAL_NUMBER + ":" + NUMBER;
    private static final String LE_COUNTS = or("-Inf:" + NUMBER, LE_BUCKET) + "(?:," + LE_BUCKET + ")*";
    private static final String CLASSIC_BUCKETS = "bucket:\\[" + optional(LE_COUNTS + ",") + "\\+Inf:" + NUMBER + "\\]";
    private static final String SPANS =
            INTEGER + ":" + POSITIVE_INTEGER + "(?:," + NON_NEGATIVE_INTEGER + ":" + POSITIVE_INTEGER + ")*";
    private static final String NATIVE_BUCKETS = "schema:" + INTEGER
            + ",zero_threshold:" + REAL_NUMBER
            + ",zero_count:" + NUMBER
            + optional(side("negative"))
            + optional(side("positive"));
    private static final String HISTOGRAM_BUCKETS =
            or(CLASSIC_BUCKETS, NATIVE_BUCKETS + optional("," + CLASSIC_BUCKETS));
    private static final String HISTOGRAM = "count:" + NUMBER + ",sum:" + NUMBER + "," + HISTOGRAM_BUCKETS;
    private static final String GAUGE_HISTOGRAM = "gcount:" + NUMBER + ",gsum:" + NUMBER + "," + HISTOGRAM_BUCKETS;
    private static final String SUMMARY =
            "count:" + NUMBER + ",sum:" + NUMBER + ",quantile:\\[" + optional(list(REAL_NUMBER + ":" + NUMBER)) + "\\]";
    private static final String VALUE = or(NUMBER, "\\{" + or(HISTOGRAM, GAUGE_HISTOGRAM, SUMMARY) + "\\}");

    private static final String EXEMPLAR = " # " + LABELS_IN_BRACES + " " + NUMBER + " " + REAL_NUMBER;
    private static final String SAMPLE =
            VALUE + optional(" " + REAL_NUMBER) + optional(" st@" + REAL_NUMBER) + "(?:" + EXEMPLAR + ")*";
    private static final String METRIC = METRIC_NAME_AND_LABELS + " " + SAMPLE;
    private static final String METRIC_TYPE =
            or("counter", "gauge", "histogram", "gaugehistogram", "stateset", "info", "summary", "unknown");
    private static final String DESCRIBED = or(METRIC_NAME, METRIC_NAME_UTF8) + " ";
    private static final String METRIC_DESCRIPTOR = "# "
            + or(
                    "TYPE " + DESCRIBED + METRIC_TYPE,
                    "HELP " + DESCRIBED + ESCAPED_STRING,
                    "UNIT " + DESCRIBED + "[a-zA-Z0-9_:]*");
    private static final Pattern LINE = Pattern.compile(or(METRIC_DESCRIPTOR, METRIC));

    private OpenMetrics2Grammar() {}

    private static String or(String... rules) {
        return "(?:" + String.join("|", rules) + ")";
    }

    private static String optional(String rule) {
        return "(?:" + rule + ")?";
    }

    private static String list(String rule) {
        return rule + "(?:," + rule + ")*";
    }

    private static String side(String sign) {
        return "," + sign + "_spans:\\[" + optional(SPANS) + "\\]," + sign + "_buckets:\\[" + optional(list(NUMBER))
                + "\\]";
    }

    /** The number of the first line that is not in the grammar, from 1; 0 if the whole text is. */
    public static int firstWrongLine(String text) {
        String[] lines = text.split("\n", -1);
        // What ends in a line feed has nothing behind it.
        int last = lines.length - (text.endsWith("\n") ? 2 : 1);
        for (int i = 0; i < last; i++) {
            if (!LINE.matcher(lines[i]).matches()) {
                return i + 1;
            }
        }
        return last >= 0 && lines[last].equals("# EOF") ? 0 : last + 1;
    }
}
