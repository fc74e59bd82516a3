package dev.fennel.exposition.deflate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BitOutputTest {
    private final BitOutput out = new BitOutput();

    @Test
    void firstBitIsTheLowestOfTheFirstByte() {
        out.put(0b1, 1);
        out.put(0b01, 2);
        out.put(0b1111_0000_1010, 12);
        out.completeByte();

        assertThat(content()).containsExactly(0b0101_0011, 0b0111_1000);
    }

    @Test
    void bytesFollowCompleteBytes() {
        out.put(1, 1);
        out.completeByte();
        out.append(new byte[] {2, 3});
        out.appendInt(0x8765_4321);

        assertThat(content()).containsExactly(1, 2, 3, 0x21, 0x43, 0x65, (byte) 0x87);
    }

    /** What an earlier body has left behind the end must not show through. */
    @Test
    void bitsFollowBytesThatWereSet() {
        for (int size : new int[] {0, 1, 100, out.array().length}) {
            Arrays.fill(out.array(), (byte) -1);
            out.end(size);
            out.reserve(2);
            out.put(0b101, 3);
            out.completeByte();

            assertThat(content()).hasSize(size + 1).endsWith(0b101);
        }
    }

    @Test
    void growsAndKeepsWhatIsThere() {
        byte[] some = new byte[5_000];
        Arrays.fill(some, (byte) 7);
        for (int i = 0; i < 10; i++) {
            out.append(some);
        }

        assertThat(content()).hasSize(50_000).containsOnly(7);
        out.reset();
        assertThat(out.size()).isZero();
    }

    @Test
    void growsToTheLargestArrayAndNoFurther() {
        int max = Integer.MAX_VALUE - 8;

        assertThat(BitOutput.grown(8192, 8190, 8)).isEqualTo(16_384);
        assertThat(BitOutput.grown(8192, 8190, 100_000)).isEqualTo(108_190);
        assertThat(BitOutput.grown(1 << 30, 1 << 30, 1)).isEqualTo(max);
        assertThatThrownBy(() -> BitOutput.grown(max, max, 1))
                .isInstanceOf(OutOfMemoryError.class)
                .hasMessage("expected a compressed body of at most 2147483639 bytes, got at least 2147483640");
    }

    private byte[] content() {
        return Arrays.copyOf(out.array(), out.size());
    }
}
