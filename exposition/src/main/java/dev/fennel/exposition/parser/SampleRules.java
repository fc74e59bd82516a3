package dev.fennel.exposition.parser;

/**
 * Which values OpenMetrics allows in a sample, and which samples have exemplars.
 *
 * <p>It asks for sums and quantiles of zero or more, too, but every library writes what was observed, which may be
 * negative or NaN; so these are read as they are.
 */
final class SampleRules {
    private SampleRules() {}

    /**
     * Checks a sample by itself.
     *
     * @throws TextParseException if it breaks a rule
     */
    static void check(OpenMetricsType type, Part part, SampleLine sample, TextCursor in) {
        String expected = expectedValue(type, part);
        if (expected != null && !isAllowed(part, sample.number())) {
            throw in.expected(expected, sample.value());
        }
        if (sample.exemplar() != null) {
            checkExemplar(part, sample, in);
        }
    }

    /** What the value must be, or null if it may be any that the part can have. */
    private static String expectedValue(OpenMetricsType type, Part part) {
        return switch (part) {
            case TOTAL -> "a number of 0 or more";
            case INFO -> "1 as the value of an info";
            case VALUE -> type == OpenMetricsType.STATE_SET ? "0 or 1 as the value of a state" : null;
            default -> null;
        };
    }

    private static boolean isAllowed(Part part, double value) {
        return switch (part) {
            case TOTAL -> value >= 0;
            case INFO -> value == 1;
            default -> value == 0 || value == 1;
        };
    }

    private static void checkExemplar(Part part, SampleLine sample, TextCursor in) {
        int position = sample.exemplar().position();
        if (part != Part.TOTAL && part != Part.BUCKET) {
            throw in.error(
                    position,
                    "expected an exemplar on counters and buckets alone, got one on "
                            + TextCursor.quoted(sample.name().text()));
        }
        double value = sample.exemplar().exemplar().value();
        if (part == Part.BUCKET) {
            Token bound = sample.label(HistogramDraft.BOUND);
            double upperBound = NumberGrammar.value(bound, in);
            // What is not a number is counted in the last bucket.
            if (value > upperBound || Double.isNaN(value) && upperBound != Double.POSITIVE_INFINITY) {
                throw in.error(
                        position,
                        "expected an exemplar within its bucket, got " + value + " in that up to "
                                + TextCursor.quoted(bound.text()));
            }
        }
    }
}
