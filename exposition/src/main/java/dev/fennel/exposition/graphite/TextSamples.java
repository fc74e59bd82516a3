package dev.fennel.exposition.graphite;

import dev.fennel.model.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads the samples out of what the encoder of the text format wrote, and no other text: names are legacy names, blanks
 * are single, nothing is missing.
 *
 * <p>So the text format decides for Graphite too what a metric's samples are, how numbers are printed (a bucket's bound
 * is part of its path, and paths must not change), and what happens to a metric that fails half-way.
 */
final class TextSamples {
    private final String text;
    private int at;

    private TextSamples(String text) {
        this.text = text;
    }

    /** All samples, in their order. */
    static List<Sample> of(String text) {
        TextSamples reader = new TextSamples(text);
        List<Sample> samples = new ArrayList<>();
        while (reader.at < text.length()) {
            if (text.charAt(reader.at) == '#') {
                reader.upTo('\n');
            } else {
                samples.add(reader.sample());
            }
        }
        return samples;
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
        return new Sample(name, labels, valueAndTime[0], timestampMillis);
    }

    /** What stands before the next such character, which is skipped. */
    private String upTo(char end) {
        int start = at;
        at = text.indexOf(end, start) + 1;
        return text.substring(start, at - 1);
    }

    /** What stands between two double quotes, without its escapes. */
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
}
