package dev.fennel.exposition.deflate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineDeflaterTest {
    private final Inflated inflated = new Inflated();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "\n",
                "\n\n",
                "\"",
                "no line ends here",
                "up 1\n",
                "up 1\nup 1\n",
                "up 1\nup 2\nup 3\nup 4",
                "größe{straße=\"Ä\"} 1\ngröße{straße=\"Ö\"} 2\n"
            })
    void shortBodiesComeBack(String body) {
        assertThat(inflated.size(body.getBytes(UTF_8))).isLessThanOrEqualTo(body.getBytes(UTF_8).length + 5);
    }

    @Test
    void allLengthsOfOneByteComeBack() {
        for (char repeated : new char[] {'\n', '0', '"', 0xe9}) {
            byte[] body = String.valueOf(repeated).repeat(2_000).getBytes(UTF_8);
            for (int length = 0; length <= body.length; length++) {
                inflated.size(body, 0, length, "length " + length);
            }
        }
    }

    /** Matches are at most 258 long: what is around it must neither be lost nor doubled. */
    @Test
    void linesOfAllLengthsComeBack() {
        for (int length = 0; length < 600; length++) {
            String line = "x".repeat(length) + "\n";
            byte[] body = (line + line + "y" + line + line + "end " + line).getBytes(UTF_8);
            inflated.size(body, 0, body.length, "line of " + length);
        }
    }

    /** A distance is at most 32,768. */
    @Test
    void whatRepeatsJustWithinReachAndJustBeyondComesBack() {
        String line = "\nthe_line_that_comes_again{with=\"a label\"} 1";
        Random random = new Random(1);
        int[] sizes = new int[2];
        for (int between = 32_700; between <= 32_800; between++) {
            StringBuilder noise = new StringBuilder();
            while (noise.length() < between - line.length()) {
                noise.append((char) random.nextInt('A', 'Z' + 1));
            }
            String body = line + noise + line;
            int size = inflated.size(body.getBytes(UTF_8), 0, body.length(), "distance " + between);
            sizes[0] = between == 32_768 ? size : sizes[0];
            sizes[1] = between == 32_769 ? size : sizes[1];
        }
        assertThat(sizes[0]).as("reaches 32,768 bytes back, and no further").isLessThan(sizes[1] - 10);
    }

    @Test
    void linesLongerThanTheWindowComeBack() {
        String line = "x" + "label=\"value\",".repeat(5_000) + "\n";

        assertThat(inflated.size(line.repeat(3).getBytes(UTF_8))).isLessThan(3 * line.length() / 100);
    }

    @Test
    void equalLinesBecomeTiny() {
        byte[] body =
                "http_requests_total{method=\"GET\"} 1027\n".repeat(100_000).getBytes(UTF_8);

        assertThat(inflated.size(body)).isLessThan(body.length / 150);
    }

    @Test
    void seriesWithRandomValuesBecomeATenthOfTheirSize() {
        Random random = new Random(1);
        byte[] body = IntStream.range(0, 20_000)
                .mapToObj(i -> String.format(
                        "http_requests_total{code=\"%d\",handler=\"/api/v1/resources/%d\",method=\"%s\"} %d\n",
                        200 + i / 10_000 * 200, i / 5, i % 5 == 0 ? "GET" : "POST" + i % 5, random.nextInt(1_000_000)))
                .collect(Collectors.joining())
                .getBytes(UTF_8);

        assertThat(inflated.size(body)).isLessThan(body.length / 10);
    }

    /** Codes would make it larger; so blocks, of at least 16,384 bytes except in short bodies, are stored. */
    @ParameterizedTest
    @ValueSource(ints = {1, 10, 65_534, 65_535, 65_536, 131_070, 131_071, 1_000_000, 10_000_000})
    void randomBytesBecomeHardlyLarger(int length) {
        byte[] body = new byte[length];
        new Random(length).nextBytes(body);

        assertThat(inflated.size(body)).isBetween(length, length + 5 + 5 * (length / 16_384));
    }

    /** A block is full in the middle of these. */
    @Test
    void longWordsBetweenBlocksOfLinesComeBack() {
        String lines = IntStream.range(0, 50_000)
                .mapToObj(i -> "a" + i + " " + i + "\n")
                .collect(Collectors.joining());
        StringBuilder words = new StringBuilder(lines);
        for (int length = 500; length < 530; length++) {
            words.append("w".repeat(length)).append('\n').append(length).append(lines, 0, 40_000);
        }

        assertThat(inflated.size(words.toString().getBytes(UTF_8))).isLessThan(words.length() / 2);
    }

    /** A block has room for a few more bytes when it is looked whether it is full. */
    @Test
    void wordsInWhichBlocksBecomeFullComeBack() {
        StringBuilder letters = new StringBuilder();
        new Random(1).ints(100_000, 'A', 'Z' + 1).forEach(letters::appendCodePoint);
        for (int before = 0; before < 30; before++) {
            byte[] body = ("\"".repeat(before) + letters).getBytes(UTF_8);
            for (int end = 0; end < 30; end++) {
                inflated.size(body, 0, body.length - end, before + " before, less " + end);
            }
        }
    }

    @Test
    void aPartOfAnArrayIsCompressedAndNothingAroundIt() {
        byte[] array = "up 1\nup 2\nup 3\nup 4\nup 5\n".repeat(20).getBytes(UTF_8);
        for (int from = 0; from < 30; from++) {
            for (int to = array.length - 30; to <= array.length; to++) {
                inflated.size(array, from, to, "from " + from + " to " + to);
            }
        }
    }

    @Test
    void sameBodyGivesSameBytesWhateverCameBeforeOrIsAround() {
        byte[] body = "up 1\nup 2\nup 3\n".repeat(1_000).getBytes(UTF_8);
        byte[] first = inflated.compressed(body);
        inflated.compressed("another 7\n".repeat(3_000).getBytes(UTF_8));

        assertThat(inflated.compressed(body)).isEqualTo(first);

        byte[] larger = Arrays.copyOf(body, 2 * body.length);
        Arrays.fill(larger, body.length, larger.length, (byte) '1');
        BitOutput out = new BitOutput();
        new LineDeflater().deflate(larger, 0, body.length, out);
        assertThat(Arrays.copyOf(out.array(), out.size())).isEqualTo(first);
    }

    @Test
    void wordsConsistOfLettersNumbersAndWhatIsBeyondAscii() {
        String ends = IntStream.range(0, 0x80)
                .filter(c -> LineDeflater.wordEnds(inEachPlace(c)) != 0)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());

        assertThat(ends).endsWith("\u001f !\"#$%&'()*:;<=>?@[\\]^_`{|}~\u007f").hasSize(32 + 11 + 7 + 6 + 5);
    }

    @Test
    void endsOfWordsAreFoundInEachOfEightBytes() {
        for (int c = 0; c < 256; c++) {
            long all = LineDeflater.wordEnds(inEachPlace(c));
            assertThat(all).isIn(0L, inEachPlace(0x80));
            for (int place = 0; place < Long.SIZE; place += Byte.SIZE) {
                for (long around : new long[] {0, inEachPlace('a'), inEachPlace('z'), inEachPlace(0xFF)}) {
                    long bytes = around & ~(0xFFL << place) | (long) c << place;
                    assertThat(LineDeflater.wordEnds(bytes) & 0xFFL << place).isEqualTo(all & 0xFFL << place);
                }
            }
        }
    }

    private static long inEachPlace(int b) {
        return b * 0x0101010101010101L;
    }

    /** Positions are up to two billion, too many for a body in a test. */
    @Test
    void nothingIsNearToNowhere() {
        for (int at : new int[] {0, 1, 32_768, 1 << 30, Integer.MAX_VALUE - 8}) {
            assertThat(LineDeflater.isNear(LineDeflater.NOWHERE, at)).isFalse();
            assertThat(LineDeflater.isNear(at, at)).isFalse();
            assertThat(LineDeflater.isNear(at - 32_769, at)).isFalse();
            assertThat(LineDeflater.isNear(at - 32_768, at)).isTrue();
            assertThat(LineDeflater.isNear(at - 1, at)).isTrue();
        }
    }
}
