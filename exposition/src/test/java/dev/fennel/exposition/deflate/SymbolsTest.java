package dev.fennel.exposition.deflate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The tables of RFC 1951, 3.2.5. */
class SymbolsTest {
    private static final int[] FIRST_LENGTHS = {
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227,
        258
    };
    private static final int[] EXTRA_OF_LENGTHS = {
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0
    };
    private static final int[] FIRST_DISTANCES = {
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
        6145, 8193, 12289, 16385, 24577
    };

    @Test
    void lengthsHaveTheSymbolsOfTheStandard() {
        int range = -1;
        for (int length = 3; length <= 258; length++) {
            if (range + 1 < FIRST_LENGTHS.length && length == FIRST_LENGTHS[range + 1]) {
                range++;
            }
            int symbol = Symbols.ofLength(length);
            assertThat(symbol).as("length %d", length).isEqualTo(257 + range);
            assertThat(Symbols.extraOfLength(symbol)).isEqualTo(EXTRA_OF_LENGTHS[range]);
            assertThat(length - FIRST_LENGTHS[range]).isEqualTo((length - 3) & ((1 << EXTRA_OF_LENGTHS[range]) - 1));
        }
    }

    @Test
    void distancesHaveTheSymbolsOfTheStandard() {
        int range = -1;
        for (int distance = 1; distance <= 32_768; distance++) {
            if (range + 1 < FIRST_DISTANCES.length && distance == FIRST_DISTANCES[range + 1]) {
                range++;
            }
            int symbol = Symbols.ofDistance(distance - 1);
            int extra = Math.max(0, range / 2 - 1);
            assertThat(symbol).as("distance %d", distance).isEqualTo(range);
            assertThat(Symbols.extraOfDistance(symbol)).isEqualTo(extra);
            assertThat(distance - FIRST_DISTANCES[range]).isEqualTo((distance - 1) & ((1 << extra) - 1));
        }
    }
}
