package dev.fennel.exposition.graphite;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fennel.exposition.graphite.TextSamples.Sample;
import dev.fennel.model.Metric;

/** Makes the lines of Graphite's plaintext protocol for the samples of a push. Immutable. */
final class GraphiteLines {
    private static final String NOT_A_NUMBER = "NaN";

    private final PathStyle style;
    private final String prefix;

    /** Makes lines whose paths begin with a prefix as a user writes it: nodes separated by dots, or empty. */
    GraphiteLines(PathStyle style, String prefix) {
        StringBuilder nodes = new StringBuilder();
        boolean any = PathStyle.putNodes(prefix.replace('.', ' '), nodes);
        this.style = style;
        this.prefix = any ? nodes.append('.').toString() : "";
    }

    /**
     * Makes the lines.
     *
     * @param text metrics in the text format
     * @param nowSeconds the time of samples without a timestamp, in seconds since the epoch
     * @return {@code path value time} for each sample, except those that are not a number, which carbon drops anyway
     */
    byte[] of(String text, long nowSeconds) {
        StringBuilder lines = new StringBuilder(text.length());
        for (Sample sample : TextSamples.of(text)) {
            if (!sample.value().equals(NOT_A_NUMBER)) {
                lines.append(prefix);
                PathStyle.putNodes(sample.name(), lines);
                style.putLabels(sample.labels(), lines);
                lines.append(' ')
                        .append(sample.value())
                        .append(' ')
                        .append(seconds(sample, nowSeconds))
                        .append('\n');
            }
        }
        return lines.toString().getBytes(UTF_8);
    }

    private static long seconds(Sample sample, long nowSeconds) {
        return sample.timestampMillis() == Metric.NO_TIMESTAMP ? nowSeconds : sample.timestampMillis() / 1000;
    }
}
