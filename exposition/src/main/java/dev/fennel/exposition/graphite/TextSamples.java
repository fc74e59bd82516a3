package dev.fennel.exposition.graphite;

import dev.fennel.model.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads the samples from a body in the text format. It reads only what the library's own encoder writes: all names are
 * legacy names, blanks are single, and nothing is missing.
 *
 * <p>So Graphite gets exactly the samples of the text format, with the same numbers (the bound of a bucket is part of a
 * path, and paths must not change), and a metric that fails is left out in the same way.
 */
final class TextSamples {
    private static final String TYPE = "# TYPE ";

    private final String text;
    private int at;
    private String family = "";

    private TextSamples(String text) {
        this.text = text;
    }

    /** All samples of a body, in their order. */
    static List<Sample> of(String text) {
        TextSamples reader = new TextSamples(text);
        List<Sample> samples = new ArrayList<>();
        while (reader.at < text.length()) {
            if (text.startsWith(TYPE, reader.at)) {
                reader.readFamily();
            } else if (text.charAt(reader.at) == '#') {
                reader.upTo('\n');
            } else {
                samples.add(reader.sample());
            }
        }
        return samples;
    }

    private void readFamily() {
        at += TYPE.length();
        String name = upTo(' ');
        family = upTo('\n') + " \"" + name + "\"";
    }

    private Sample sample() {
        int start = at;
        while (text.charAt(at) != '{' && text.charAt(at) != ' ') {
            at++;
        }
        String name = text.substring(start, at);
        SortedMap<String, String> labels = new TreeMap<>();
        if (text.charAt(at) == '{') {
            while (text.charAt(at) != '}') {
                at++; // the opening brace, or the comma before another label
                labels.put(upTo('='), quoted());
            }
            at++;
        }
        at++;
        String[] valueAndTime = upTo('\n').split(" ");
        long timestampMillis = valueAndTime.length == 1 ? Metric.NO_TIMESTAMP : Long.parseLong(valueAndTime[1]);
        return new Sample(family, name, labels, valueAndTime[0], timestampMillis);
    }

    /** The text before the next such character. The character itself is skipped. */
    private String upTo(char end) {
        int start = at;
        at = text.indexOf(end, start) + 1;
        return text.substring(start, at - 1);
    }

    /** The text between two double quotes, unescaped. */
    private String quoted() {
        StringBuilder value = new StringBuilder();
        for (at++; text.charAt(at) != '"'; at++) {
            char c = text.charAt(at);
            if (c == '\\') {
                at++;
                c = text.charAt(at) == 'n' ? '\n' : text.charAt(at);
            }
            value.append(c);
        }
        at++;
        return value.toString();
    }

    /**
     * A line of the text format.
     *
     * @param family type and name of the family that it belongs to, for a person: {@code counter "jobs_total"}
     * @param name the name of the sample, including a suffix such as {@code _bucket}
     * @param labels all labels, sorted by name
     * @param value the value as it is printed
     * @param timestampMillis milliseconds since the epoch, or {@link dev.fennel.model.Metric#NO_TIMESTAMP}
     */
    record Sample(String family, String name, SortedMap<String, String> labels, String value, long timestampMillis) {}
}
