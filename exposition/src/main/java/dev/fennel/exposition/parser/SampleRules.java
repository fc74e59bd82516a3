package dev.fennel.exposition.parser;

import dev.fennel.exposition.internal.Nullable;
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
        String expected = expectedValue(type, kind);
        if (expected != null && !isAllowed(kind, sample.number())) {
            throw in.expected(expected, sample.value());
        }
        ExemplarToken exemplar = sample.exemplar();
        if (exemplar != null) {
            checkExemplar(kind, exemplar, sample, in);
        }
    }

    /** Describes the allowed values, or returns null if this class does not restrict them. */
    private static @Nullable String expectedValue(OpenMetricsType type, SampleKind kind) {
        return switch (kind) {
            case TOTAL -> "a number of 0 or more";
            case INFO -> "1 as the value of an info";
            case VALUE -> type == OpenMetricsType.STATE_SET ? "0 or 1 as the value of a state" : null;
            default -> null;
        };
    }

    private static boolean isAllowed(SampleKind kind, double value) {
        return switch (kind) {
            case TOTAL -> value >= 0;
            case INFO -> value == 1;
            default -> value == 0 || value == 1;
        };
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
