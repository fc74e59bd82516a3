package dev.fennel.exposition.parser;

import dev.fennel.exposition.parser.SampleLine.ExemplarToken;
import dev.fennel.exposition.parser.TextCursor.Token;

/**
 * The values that OpenMetrics allows in a sample, and the samples that it allows to have exemplars.
 *
 * <p>OpenMetrics also demands sums and quantiles of zero or more. This rule is not checked: observations may be
 * negative or NaN, and every library writes sums and quantiles of such observations.
 */
final class SampleRules {
    private SampleRules() {}

    /**
     * Checks a sample by itself.
     *
     * @throws TextParseException if it breaks a rule
     */
    static void check(OpenMetricsType type, SampleKind kind, SampleLine sample, TextCursor in) {
        if (kind != SampleKind.CREATED) {
            checkNumber(type, sample.number(), sample.value(), in);
        }
        ExemplarToken exemplar = sample.exemplar();
        if (exemplar != null) {
            checkExemplar(kind, exemplar, sample, in);
        }
    }

    /** Checks the value of a counter, an info or a state. */
    static void checkNumber(OpenMetricsType type, double number, Token value, TextCursor in) {
        String expected =
                switch (type) {
                    case COUNTER -> number >= 0 ? null : "a number of 0 or more";
                    case INFO -> number == 1 ? null : "1 as the value of an info";
                    case STATE_SET -> number == 1 || number == 0 ? null : "0 or 1 as the value of a state";
                    default -> null;
                };
        if (expected != null) {
            throw in.expected(expected, value);
        }
    }

    private static void checkExemplar(SampleKind kind, ExemplarToken exemplar, SampleLine sample, TextCursor in) {
        int position = exemplar.position();
        if (kind != SampleKind.TOTAL && kind != SampleKind.BUCKET) {
            throw in.error(
                    position,
                    "expected an exemplar on counters and buckets alone, got one on "
                            + TextCursor.quoted(sample.name().text()));
        }
        double value = exemplar.exemplar().value();
        if (kind == SampleKind.BUCKET) {
            Token bound = sample.requireLabel(HistogramAssembler.BOUND, in);
            double upperBound = NumberGrammar.value(bound, in);
            // NaN is counted in the last bucket.
            if (value > upperBound || (Double.isNaN(value) && upperBound != Double.POSITIVE_INFINITY)) {
                throw in.error(
                        position,
                        "expected an exemplar within its bucket, got " + value + " in that up to "
                                + TextCursor.quoted(bound.text()));
            }
        }
    }
}
