package dev.fennel.exposition.parser;

import dev.fennel.exposition.parser.TextCursor.Token;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.NativeBuckets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The values of histograms and summaries in OpenMetrics 2.0, each in one piece, such as <code>
 * {count:3,sum:0.7,bucket:[0.1:1,+Inf:3]}</code>. Fields have one order, and there are no blanks.
 */
final class CompositeGrammar {
    private final TextCursor in;

    CompositeGrammar(TextCursor in) {
        this.in = in;
    }

    /**
     * Reads a histogram.
     *
     * @param prefix what stands before {@code count} and {@code sum}: {@code g} in a gauge histogram, else nothing
     * @throws IllegalArgumentException if the model refuses it
     */
    ConstMetric readHistogram(String prefix, Desc desc, String[] labelValues) {
        in.expect("{" + prefix + "count:");
        long count = NumberGrammar.count(in.takePart(), in);
        in.expect("," + prefix + "sum:");
        double sum = NumberGrammar.value(in.takePart(), in);
        Native buckets = in.skip(",schema:") ? readNative() : null;
        boolean hasClassic = in.skip(",bucket:[");
        if (buckets == null && !hasClassic) {
            throw in.expected("\",schema:\" or \",bucket:[\"");
        }
        Map<Double, Long> classic = hasClassic ? readClassic(count) : Map.of();
        in.expect('}');
        if (buckets == null) {
            return ConstMetric.histogram(desc, count, sum, classic, labelValues);
        }
        return classic.size() > 1
                ? buckets.beside(ConstMetric.histogram(desc, count, sum, classic, labelValues))
                : buckets.alone(count, sum, desc, labelValues);
    }

    private Map<Double, Long> readClassic(long count) {
        TreeMap<Double, Long> buckets = new TreeMap<>();
        boolean infinite = false;
        do {
            Token text = in.takePart();
            infinite = text.text().equals("+Inf");
            boolean least = buckets.isEmpty() && text.text().equals("-Inf");
            double bound = infinite || least
                    ? NumberGrammar.value(text, in)
                    : NumberGrammar.decimal(text, "an upper bound, the last of which is \"+Inf\"", in);
            bound += 0.0; // so that -0 and 0 are the same bound
            in.expect(':');
            Token cumulative = in.takePart();
            long value = NumberGrammar.count(cumulative, in);
            Map.Entry<Double, Long> last = buckets.lastEntry();
            if (last != null && bound <= last.getKey()) {
                throw in.expected("an upper bound above " + last.getKey(), text);
            }
            if (last != null && value < last.getValue()) {
                throw in.expected("a cumulative count of at least " + last.getValue(), cumulative);
            }
            if (infinite ? value != count : value > count) {
                throw in.expected((infinite ? "the count of " : "no more than the count of ") + count, cumulative);
            }
            buckets.put(bound, value);
        } while (in.skip(','));
        if (!infinite) {
            throw in.expected("another bucket, the last of which is \"+Inf\"");
        }
        in.expect(']');
        return buckets;
    }

    private Native readNative() {
        int schema = NumberGrammar.integer(
                in.takePart(), "a schema from -4 to 8", NativeBuckets.MIN_SCHEMA, NativeBuckets.MAX_SCHEMA, in);
        in.expect(",zero_threshold:");
        Token threshold = in.takePart();
        double zeroThreshold = NumberGrammar.decimal(threshold, "a number", in);
        if (zeroThreshold < 0) {
            throw in.expected("a zero threshold of 0 or more", threshold);
        }
        in.expect(",zero_count:");
        long zeroCount = NumberGrammar.count(in.takePart(), in);
        Map<Integer, Long> negative = readSide("negative");
        Map<Integer, Long> positive = readSide("positive");
        return new Native(schema, zeroThreshold, zeroCount, positive, negative);
    }

    /** Reads the buckets of one sign, if there are any. */
    private Map<Integer, Long> readSide(String sign) {
        Map<Integer, Long> buckets = new TreeMap<>();
        if (!in.skip("," + sign + "_spans:[")) {
            return buckets;
        }
        List<Span> spans = readSpans();
        in.expect("]," + sign + "_buckets:[");
        boolean more = in.peek() != ']';
        for (Span span : spans) {
            for (long key = span.first; key < span.first + span.length; key++) {
                if (!more) {
                    throw in.expected("a bucket for each place of the spans");
                }
                buckets.put((int) key, NumberGrammar.count(in.takePart(), in));
                more = in.skip(',');
            }
        }
        if (more) {
            throw in.expected("no more buckets than the spans have places");
        }
        in.expect(']');
        return buckets;
    }

    private List<Span> readSpans() {
        List<Span> spans = new ArrayList<>();
        long next = 0;
        boolean more = in.peek() != ']';
        while (more) {
            Token offset = in.takePart();
            boolean first = spans.isEmpty();
            next += NumberGrammar.integer(
                    offset,
                    first ? "an integer of 32 bits" : "an integer from 0 to " + Integer.MAX_VALUE,
                    first ? Integer.MIN_VALUE : 0,
                    Integer.MAX_VALUE,
                    in);
            in.expect(':');
            int length = NumberGrammar.integer(
                    in.takePart(), "an integer from 1 to " + Integer.MAX_VALUE, 1, Integer.MAX_VALUE, in);
            if (next + length - 1 > Integer.MAX_VALUE) {
                throw in.expected("a span whose last bucket has a key of 32 bits", offset);
            }
            spans.add(new Span(next, length));
            next += length;
            more = in.skip(',');
        }
        return spans;
    }

    /**
     * Reads a summary.
     *
     * @throws IllegalArgumentException if the model refuses it
     */
    ConstMetric readSummary(Desc desc, String[] labelValues) {
        in.expect("{count:");
        long count = NumberGrammar.count(in.takePart(), in);
        in.expect(",sum:");
        Token sumText = in.takePart();
        double sum = NumberGrammar.value(sumText, in);
        if (!(sum >= 0)) {
            throw in.expected("a sum of 0 or more", sumText);
        }
        in.expect(",quantile:[");
        TreeMap<Double, Double> quantiles = new TreeMap<>();
        boolean more = in.peek() != ']';
        while (more) {
            readQuantile(quantiles);
            more = in.skip(',');
        }
        in.expect("]}");
        return ConstMetric.summary(desc, count, sum, quantiles, labelValues);
    }

    private void readQuantile(NavigableMap<Double, Double> quantiles) {
        Token text = in.takePart();
        double rank = NumberGrammar.decimal(text, "a quantile from 0 to 1", in) + 0.0; // -0 and 0 are the same
        Double last = quantiles.isEmpty() ? null : quantiles.lastKey();
        if (rank < 0 || rank > 1) {
            throw in.expected("a quantile from 0 to 1", text);
        }
        if (last != null && rank <= last) {
            throw in.expected("a quantile above " + last, text);
        }
        in.expect(':');
        Token value = in.takePart();
        double number = NumberGrammar.value(value, in);
        if (number < 0) {
            throw in.expected("the value of a quantile, 0 or more", value);
        }
        quantiles.put(rank, number);
    }

    /**
     * Adjacent buckets.
     *
     * @param first the key of the first
     * @param length how many there are
     */
    private record Span(long first, int length) {}

    /** Native buckets as the model takes them. */
    private record Native(
            int schema,
            double zeroThreshold,
            long zeroCount,
            Map<Integer, Long> positive,
            Map<Integer, Long> negative) {
        ConstMetric beside(ConstMetric classic) {
            return classic.withNativeBuckets(schema, zeroThreshold, zeroCount, positive, negative);
        }

        ConstMetric alone(long count, double sum, Desc desc, String... labelValues) {
            return ConstMetric.nativeHistogram(
                    desc, count, sum, schema, zeroThreshold, zeroCount, positive, negative, labelValues);
        }
    }
}
