package dev.fennel.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.testsupport.EqualHashes;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SecretHashTest {
    private static final int BITS = 14;

    /** Texts as somebody chooses them who means harm, and texts as there are in metrics. */
    static Stream<List<String>> texts() {
        return Stream.of(
                EqualHashes.ofLength(BITS).toList(),
                EqualHashes.ofLength(BITS).map(text -> "x".repeat(100) + text).toList(),
                EqualHashes.ofLength(BITS).map(text -> text + "x".repeat(100)).toList(),
                IntStream.range(0, 1 << BITS).mapToObj(Integer::toString).toList(),
                IntStream.range(0, 1 << BITS).mapToObj(Character::toString).toList(),
                IntStream.range(0, 1 << BITS / 2).mapToObj("\0"::repeat).toList());
    }

    /** That many random numbers would be as many different slots, give or take a few. */
    @ParameterizedTest
    @MethodSource("texts")
    void textsAreSpreadAsRandomNumbersAre(List<String> texts) {
        int slots = 2 * texts.size();
        Random random = new Random(1);
        for (int round = 0; round < 20; round++) {
            SecretHash hash = new SecretHash(random.nextLong(), random.nextLong());
            // All bits count: tables use the lowest ones, and the hash of several texts goes on from all of them.
            assertSpread(texts, slots, text -> hash.hash(0, text));
            assertSpread(texts, slots, text -> hash.hash(0, text) >>> 45);
            assertSpread(texts, slots, text -> hash.hash(hash.hash(0, text), "GET"));
            assertSpread(texts, slots, text -> hash.hash(hash.hash(0, "GET"), text));
        }
    }

    private static void assertSpread(List<String> texts, int slots, ToLongFunction<String> hash) {
        BitSet taken = new BitSet(slots);
        for (String text : texts) {
            taken.set((int) hash.applyAsLong(text) & slots - 1);
        }
        double expected = slots * (1 - Math.exp(-0.5));
        // Six times the standard deviation, which is about 0.3 times the root of the slots.
        assertThat((double) taken.cardinality()).isBetween(expected - 2 * Math.sqrt(slots), slots / 2.0);
    }

    /** Characters that could make up for a length, or for each other's places. */
    @Test
    void noTwoTextsAreTheSameForEveryKey() {
        List<String> texts = List.of(
                "",
                "\0",
                "\0\0",
                "\0\0\0",
                "\0\0\0\0",
                "\0\0\0\0\0",
                "\1",
                "\2",
                "\3",
                "\4",
                "\1\0",
                "\2\0",
                "\3\0",
                "\7\0",
                "\0\1",
                "\1\1",
                "\0\0\0\1",
                "\0\0\0\0\1",
                "\0\0\0\0\0\0\0\1",
                "\0\0\0\0\0\0\0\0\1",
                "abcdefgh",
                "efghabcd",
                "abcdefghabcd",
                "abcdabcdefgh");
        SecretHash hash = new SecretHash(0x0123456789abcdefL, 0xfedcba9876543210L);

        assertThat(texts.stream().map(text -> hash.hash(0, text))).doesNotHaveDuplicates();
    }

    @Test
    void keyDecides() {
        assertThat(IntStream.range(0, 1000)
                        .mapToLong(i -> SecretHash.withRandomKey().hash(0, "x")))
                .doesNotHaveDuplicates();
    }

    @Test
    void equalTextsHaveTheSameHashHoweverTheyAreStored() {
        SecretHash hash = SecretHash.withRandomKey();
        for (int length = 0; length < 30; length++) {
            String text = "abcdefghijklmnopqrstuvwxyz0123".substring(0, length);
            String cut = ("\u20ac" + text).substring(1);

            assertThat(hash.hash(7, cut)).isEqualTo(hash.hash(7, text));
        }
    }
}
