package dev.fennel.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.exposition.internal.ByteBuf;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xerial.snappy.Snappy;

/** Google's own decoder takes back what was compressed. */
class SnappyBlockTest {
    private final SnappyBlock snappy = new SnappyBlock();

    private byte[] compressed(byte[] bytes) {
        ByteBuf in = new ByteBuf(0);
        in.put(bytes);
        return snappy.compress(in);
    }

    private int assertReadBack(byte[] bytes, String what) throws IOException {
        byte[] compressed = compressed(bytes);
        assertThat(Snappy.isValidCompressedBuffer(compressed)).as(what).isTrue();
        assertThat(Arrays.equals(Snappy.uncompress(compressed), bytes)).as(what).isTrue();
        return compressed.length;
    }

    @Test
    void elementsAreThoseOfTheFormat() {
        assertThat(compressed(new byte[0])).containsExactly(0);
        assertThat(compressed("abc".getBytes(StandardCharsets.US_ASCII))).containsExactly(3, 2 << 2, 'a', 'b', 'c');
        // Twelve bytes, of which the last eight are a copy from four bytes before, overlapping itself.
        assertThat(compressed("abcdabcdabcd".getBytes(StandardCharsets.US_ASCII)))
                .containsExactly(12, 3 << 2, 'a', 'b', 'c', 'd', 8 - 4 << 2 | 1, 4);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 59, 60, 61, 62, 255, 256, 257, 65535, 65536, 65537, 200_000})
    void literalsOfAllLengthsAreReadBack(int length) throws IOException {
        byte[] bytes = new byte[length];
        new SplittableRandom(length).nextBytes(bytes);
        assertThat(assertReadBack(bytes, "length " + length)).isLessThan(length + length / 1000 + 10);
    }

    @Test
    void copiesOfAllLengthsFromNearAndFarAreReadBack() throws IOException {
        for (int offset : new int[] {1, 2, 3, 4, 7, 2046, 2047, 2048, 2049, 65_000, 66_000}) {
            for (int length = 1; length <= 200; length++) {
                byte[] bytes = new byte[offset + length + 5];
                new SplittableRandom(1).nextBytes(bytes);
                for (int i = offset; i < offset + length; i++) {
                    bytes[i] = bytes[i - offset];
                }
                assertReadBack(bytes, "offset " + offset + ", length " + length);
            }
        }
    }

    @Test
    void randomTextsAreReadBackAndSmaller() throws IOException {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 200; i++) {
            String[] words = new String[1 + random.nextInt(50)];
            Arrays.setAll(words, w -> Long.toString(random.nextLong() >>> random.nextInt(64), 36));
            StringBuilder text = new StringBuilder();
            int size = random.nextInt(300_000);
            while (text.length() < size) {
                text.append(words[random.nextInt(words.length)]);
            }
            byte[] bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
            assertThat(assertReadBack(bytes, "seed " + seed)).isLessThan(bytes.length + 100);
        }
    }

    /** What the choice of hash and steps is for: about as small as Google's own compressor makes it. */
    @Test
    void linesThatRepeatMostOfTheLineBeforeBecomeAboutAsSmallAsByTheReference() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            text.append("http_requests_total{method=\"GET\",handler=\"/api/v1/items/")
                    .append(i % 977)
                    .append("\"} ")
                    .append(i * 7919L % 10_007)
                    .append('\n');
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
        assertThat(assertReadBack(bytes, "lines")).isLessThan(Snappy.compress(bytes).length * 11 / 10);
    }
}
