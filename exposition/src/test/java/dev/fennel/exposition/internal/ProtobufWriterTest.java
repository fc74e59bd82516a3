package dev.fennel.exposition.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProtobufWriterTest {
    private final ByteBuf bytes = new ByteBuf(0);
    private final ProtobufWriter writer = new ProtobufWriter(bytes);

    @ParameterizedTest
    @CsvSource({
        "1, 0, 0800",
        "1, 1, 0801",
        "15, 127, 787f",
        "16, 128, 80018001",
        "2, 150, 109601",
        "1, 16383, 08ff7f",
        "1, 16384, 08808001",
        "1, 9223372036854775807, 08ffffffffffffffff7f",
        "1, -1, 08ffffffffffffffffff01"
    })
    void varintsAreAsShortAsTheyCanBe(int field, long value, String hex) {
        writer.putVarint(field, value);
        assertThat(hex()).isEqualTo(hex);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0800",
        "-1, 0801",
        "1, 0802",
        "-64, 087f",
        "64, 088001",
        "2147483647, 08feffffff0f",
        "-2147483648, 08ffffffff0f",
        "9223372036854775807, 08feffffffffffffffff01",
        "-9223372036854775808, 08ffffffffffffffffff01"
    })
    void signedNumbersAreShortOnBothSidesOfZero(long value, String hex) {
        writer.putSigned(1, value);
        assertThat(hex()).isEqualTo(hex);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 090000000000000000",
        "-0.0, 090000000000000080",
        "1, 09000000000000f03f",
        "Infinity, 09000000000000f07f"
    })
    void doublesAreLittleEndian(double value, String hex) {
        writer.putDouble(1, value);
        assertThat(hex()).isEqualTo(hex);
    }

    @ParameterizedTest
    @ValueSource(longs = {0x7FF8000000000000L, 0x7FF0000000000002L, -1L})
    void everyNanIsThatOfGo(long bits) {
        writer.putDouble(1, Double.longBitsToDouble(bits));
        assertThat(hex()).isEqualTo("09010000000000f87f");
    }

    @Test
    void stringsAreUtf8() {
        String text = "a\u00fc\u65e5\uD83D\uDD25";
        writer.putString(1, text);
        assertThat(hex()).isEqualTo("0a0a" + HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void halfASurrogatePairBecomesTheReplacementCharacter() {
        writer.putString(1, "a\uD83D");
        assertThat(hex()).isEqualTo("0a0461efbfbd");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 127, 128, 129, 16_383, 16_384, 2_097_151, 2_097_152})
    void theLengthOfAMessageStandsBeforeIt(int length) {
        int start = writer.begin(2);
        byte[] content = "x".repeat(length).getBytes(StandardCharsets.US_ASCII);
        bytes.put(content);
        writer.end(start);
        writer.putVarint(1, 0);

        ByteBuf expected = new ByteBuf(0);
        new ProtobufWriter(expected).putVarint(2, length);
        expected.array()[0] = 0x12; // the wire type of a message instead of a number's
        expected.put(content);
        expected.put(new byte[] {8, 0});
        assertThat(bytes.toByteArray()).isEqualTo(expected.toByteArray());
    }

    @Test
    void nestedMessagesCountTheirLengths() {
        int outer = writer.begin();
        for (int i = 0; i < 2; i++) {
            int inner = writer.begin(1);
            writer.putString(2, "x".repeat(126));
            writer.end(inner);
        }
        writer.end(outer);

        String inner = "0a8001" + "127e" + "78".repeat(126);
        assertThat(hex()).isEqualTo("8602" + inner + inner);
    }

    private String hex() {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }
}
