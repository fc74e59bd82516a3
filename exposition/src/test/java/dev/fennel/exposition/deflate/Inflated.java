package dev.fennel.exposition.deflate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** What a body is compressed to, after checking that it comes back. Keeps its compressor, as a scraper does. */
final class Inflated {
    private final LineDeflater deflater = new LineDeflater();
    private final BitOutput out = new BitOutput();

    /** The compressed length of a body that comes back as it was. */
    int size(byte[] body) {
        return size(body, 0, body.length, "");
    }

    /** The compressed length of a part of an array that comes back as it was. */
    int size(byte[] array, int from, int to, String description) {
        out.reset();
        deflater.deflate(array, from, to, out);
        byte[] back = inflate(to - from);
        if (!Arrays.equals(back, 0, back.length, array, from, to)) { // describing each success would take longer
            assertThat(back).as(description).isEqualTo(Arrays.copyOfRange(array, from, to));
        }
        return out.size();
    }

    /** The compressed bytes of a body. */
    byte[] compressed(byte[] body) {
        size(body);
        return Arrays.copyOf(out.array(), out.size());
    }

    private byte[] inflate(int expected) {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(out.array(), 0, out.size());
            byte[] back = new byte[expected + 1];
            int length = 0;
            while (!inflater.finished() && length < back.length && !inflater.needsInput()) {
                length += inflater.inflate(back, length, back.length - length);
            }
            assertThat(inflater.finished()).as("the last block ends").isTrue();
            assertThat(inflater.getRemaining()).as("what is behind it").isZero();
            return Arrays.copyOf(back, length);
        } catch (DataFormatException e) {
            throw new AssertionError("cannot be read", e);
        } finally {
            inflater.end();
        }
    }
}
