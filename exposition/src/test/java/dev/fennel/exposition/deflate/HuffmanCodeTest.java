package dev.fennel.exposition.deflate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HuffmanCodeTest {
    @Test
    void frequentSymbolsHaveShorterCodes() {
        assertThat(lengths(15, 1, 2, 4, 8, 0, 16)).containsExactly(4, 4, 3, 2, 0, 1);
        assertThat(lengths(15, 7, 7, 7, 7)).containsExactly(2, 2, 2, 2);
    }

    @Test
    void codeOfFewSymbolsIsCompleteAllTheSame() {
        assertThat(lengths(15, 0, 0, 0)).containsExactly(1, 1, 0);
        assertThat(lengths(15, 0, 0, 5)).containsExactly(1, 0, 1);
        assertThat(lengths(15, 5, 0, 0)).containsExactly(1, 1, 0);
        assertThat(lengths(15, 1, 0, 1)).containsExactly(1, 0, 1);
    }

    @Test
    void codesBeyondTheLimitAreShortened() {
        int[] fibonacci = new int[19];
        Arrays.setAll(fibonacci, i -> i < 2 ? 1 : fibonacci[i - 1] + fibonacci[i - 2]);

        assertThat(lengths(15, fibonacci)).contains(15).doesNotContain(16);
        assertThat(lengths(7, fibonacci)).contains(7).doesNotContain(8);
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 7, 14, 15})
    void randomCodesAreCompleteAndNoCodeBeginsAnother(int limit) {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 2_000; i++) {
            int[] frequencies = new int[random.nextInt(2, Math.min(286, 1 << limit) + 1)];
            int bits = random.nextInt(1, 31);
            Arrays.setAll(frequencies, symbol -> (random.nextInt() >>> 8) >>> random.nextInt(31 - bits, 32));
            lengths(limit, frequencies);
        }
    }

    /** The lengths of a code, after checking that each sequence of bits is read as a code in exactly one way. */
    private static int[] lengths(int limit, int... frequencies) {
        HuffmanCode code = new HuffmanCode(frequencies.length, limit);
        code.make(frequencies.clone());
        int[] readAs = new int[1 << limit]; // how many codes each sequence of bits begins with
        int[] lengths = new int[frequencies.length];
        for (int symbol = 0; symbol < frequencies.length; symbol++) {
            int length = code.length(symbol);
            lengths[symbol] = length;
            assertThat(length).isBetween(frequencies[symbol] > 0 ? 1 : 0, limit);
            for (int rest = 0; length > 0 && rest < 1 << (limit - length); rest++) {
                readAs[rest << length | code.code(symbol)]++;
            }
        }
        assertThat(Arrays.stream(readAs).allMatch(codes -> codes == 1)).isTrue();
        return lengths;
    }
}
