package dev.fennel.remotewrite;

import dev.fennel.exposition.internal.ByteBuf;
import dev.fennel.exposition.internal.NumberPrinter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bounds of buckets and the ranks of quantiles as label values: as OpenMetrics writes them, where 1 is {@code 1.0},
 * because that is how a server stores them from any format. The text for an index is kept until there is another bound,
 * because most histograms of a push have the same ones. Used by one thread.
 */
final class BoundTexts {
    private final NumberPrinter numbers = NumberPrinter.openMetrics();
    private final ByteBuf printed = new ByteBuf(NumberPrinter.ROOM);
    private double[] bounds = {};
    private String[] texts = {};

    String text(int index, double bound) {
        if (index >= texts.length) {
            bounds = Arrays.copyOf(bounds, index + 8);
            texts = Arrays.copyOf(texts, index + 8);
        }
        if (texts[index] == null || bounds[index] != bound) {
            printed.end(0);
            numbers.print(bound, printed);
            texts[index] = new String(printed.array(), 0, printed.size(), StandardCharsets.US_ASCII);
            bounds[index] = bound;
        }
        return texts[index];
    }
}
