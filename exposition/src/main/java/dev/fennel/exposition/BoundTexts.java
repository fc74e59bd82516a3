package dev.fennel.exposition;

import dev.fennel.exposition.internal.ByteBuf;
import dev.fennel.exposition.internal.NumberPrinter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What stands before the value of a bucket or a quantile, as in <code>le="0.5"} </code> or {@code 0.5:}, printed once
 * for each index of a bound.
 *
 * <p>Nearly all series of a family have the same bounds, and so have many families. So the text for an index is kept
 * until a series has another bound there. Used by one thread at a time.
 */
final class BoundTexts {
    private final byte[] start;
    private final byte[] end;
    private final NumberPrinter numbers;
    private double[] bounds = new double[0];
    private ByteBuf[] texts = new ByteBuf[0];

    /**
     * Begins without any text.
     *
     * @param start what comes before a bound, in ASCII
     * @param end what comes after it, in ASCII
     * @param numbers prints the bounds
     */
    BoundTexts(String start, String end, NumberPrinter numbers) {
        this.start = start.getBytes(StandardCharsets.US_ASCII);
        this.end = end.getBytes(StandardCharsets.US_ASCII);
        this.numbers = numbers;
    }

    /** Appends a bound with what comes before and after it. */
    void put(int index, double bound, ByteBuf out) {
        if (index >= texts.length) {
            grow(index + 1);
        }
        ByteBuf text = texts[index];
        // Both zeros are equal and print the same. A NaN, which is no valid bound, would be printed anew each time.
        if (text == null || bounds[index] != bound) {
            text = print(index, bound);
        }
        out.put(text);
    }

    private ByteBuf print(int index, double bound) {
        ByteBuf text = texts[index] == null ? new ByteBuf(start.length + 8) : texts[index];
        bounds[index] = Double.NaN; // equals no bound, in case a stack overflow ends this half-way
        text.end(0);
        text.put(start);
        numbers.print(bound, text);
        text.put(end);
        bounds[index] = bound;
        texts[index] = text;
        return text;
    }

    private void grow(int needed) {
        int length = Math.max(needed, 2 * texts.length);
        bounds = Arrays.copyOf(bounds, length);
        texts = Arrays.copyOf(texts, length);
    }
}
