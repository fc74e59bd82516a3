package dev.fennel.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.exposition.internal.ByteBuf;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.MetricFamily;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LabelBlocksTest {
    private static final Desc DESC = Desc.gauge("g", "", "a");

    private static MetricFamily family(String... values) {
        return Families.of(Arrays.stream(values)
                        .map(value -> ConstMetric.of(DESC, 1, value))
                        .toArray(ConstMetric[]::new))
                .get(0);
    }

    private static LabelBlocks filled(MetricFamily family) {
        LabelBlocks blocks = new LabelBlocks();
        blocks.fill(family, EscapingScheme.UNDERSCORES, LabelSyntax.TEXT);
        return blocks;
    }

    /** The blocks of a family's series as they are appended, and as they are copied, which must be the same. */
    private static List<String> blocks(LabelBlocks blocks, int count) {
        LabelBlocks.Cursor cursor = new LabelBlocks.Cursor();
        cursor.begin(blocks);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            cursor.advance();
            ByteBuf out = new ByteBuf(0);
            cursor.put(out);
            byte[] copied = new byte[cursor.length()];
            assertThat(cursor.copy(copied, 0)).isEqualTo(copied.length);
            assertThat(copied).isEqualTo(out.toByteArray());
            texts.add(new String(copied, StandardCharsets.UTF_8));
        }
        return texts;
    }

    private static String[] expected(String... values) {
        return Arrays.stream(values).map(value -> "a=\"" + value + "\"").toArray(String[]::new);
    }

    @Test
    void compactBlocksAreTheSameBlocks() {
        SplittableRandom random = new SplittableRandom(7);
        for (int round = 0; round < 500; round++) {
            String[] values = new String[1 + random.nextInt(40)];
            for (int i = 0; i < values.length; i++) {
                // Lengths around where the long form begins, and values that have all, much or nothing in common.
                int common = random.nextInt(4) == 0 ? 0 : 245 + random.nextInt(12);
                values[i] = "x".repeat(random.nextInt(3) == 0 ? random.nextInt(300) : common) + random.nextInt(1 << 20);
            }
            Arrays.sort(values);
            values = Arrays.stream(values).distinct().toArray(String[]::new);
            LabelBlocks plain = filled(family(values));

            assertThat(blocks(plain, values.length)).as("round %d", round).containsExactly(expected(values));
            assertThat(blocks(plain.compact(values.length), values.length))
                    .as("round %d", round)
                    .containsExactly(expected(values));
        }
    }

    @Test
    void seriesWithoutLabelsHasAnEmptyBlock() {
        LabelBlocks blocks =
                filled(Families.of(ConstMetric.of(Desc.gauge("g", ""), 1)).get(0));

        assertThat(blocks(blocks, 1)).containsExactly("");
        assertThat(blocks(blocks.compact(1), 1)).containsExactly("");
    }

    @Test
    void cursorGoesBackToItsMark() {
        MetricFamily family = family("longer1", "longer2", "longer3", "other");
        LabelBlocks.Cursor cursor = new LabelBlocks.Cursor();
        cursor.begin(filled(family).compact(4));
        cursor.advance();
        cursor.mark();
        for (int i = 0; i < 3; i++) {
            cursor.advance();
        }
        cursor.goBack();
        cursor.advance();
        ByteBuf out = new ByteBuf(0);
        cursor.put(out);

        assertThat(new String(out.toByteArray(), StandardCharsets.UTF_8)).isEqualTo("a=\"longer2\"");
    }

    @Test
    void neighboursTakeLittleRoom() {
        String[] values = new String[10_000];
        int length = 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = "/api/v1/resources/" + (100_000 + i);
            length += values[i].length() + 4;
        }

        assertThat(filled(family(values)).compact(values.length).size()).isLessThan(length / 3);
    }

    @Test
    void allFormatsTogetherKeepAtMostTwiceTheLabels() {
        Desc desc = Desc.counter("requests_total", "", "method", "code", "handler");
        SplittableRandom random = new SplittableRandom(3);
        for (boolean alike : new boolean[] {true, false}) {
            ConstMetric[] metrics = new ConstMetric[20_000];
            for (int i = 0; i < metrics.length; i++) {
                metrics[i] = alike
                        ? ConstMetric.of(desc, 1, "GET", "" + (200 + i % 5), "/api/v1/resources/" + i)
                        : ConstMetric.of(desc, 1, hex(random), hex(random), hex(random));
            }
            MetricFamily family = Families.of(metrics).get(0);
            LabelBlocks text = filled(family);
            LabelBlocks protobuf = new LabelBlocks();
            protobuf.fill(family, EscapingScheme.UNDERSCORES, new ProtobufMessages.LabelPairs());
            int labels = text.size() - 2 * metrics.length; // without the lengths

            int kept = text.compact(metrics.length).size()
                    + protobuf.compact(metrics.length).size();

            assertThat(kept).as("alike: %s", alike).isLessThan(alike ? labels : 2 * labels);
        }
    }

    private static String hex(SplittableRandom random) {
        return Long.toHexString(random.nextLong());
    }

    @Test
    void memoryIsGivenBackWhenLessIsNeededForLong() {
        ByteBuf buffer = new ByteBuf(0);
        byte[] large = new byte[1 << 20];
        buffer.put(large);
        buffer.end(0);
        for (int use = 0; use < 7; use++) {
            buffer.settle(100);
        }
        assertThat(buffer.array().length).isGreaterThanOrEqualTo(large.length);
        buffer.settle(large.length / 2); // needed after all
        for (int use = 0; use < 8; use++) {
            assertThat(buffer.array().length).isGreaterThanOrEqualTo(large.length);
            buffer.settle(100);
        }

        assertThat(buffer.array().length).isEqualTo(1 << 16);
    }

    @Test
    void encoderGivesBackWhatALongBodyNeeded() {
        Encoder encoder = Format.TEXT.newEncoder();
        String[] values = new String[50_000];
        Arrays.setAll(values, i -> "value " + i);
        encoder.encodeAll(List.of(family(values)));
        assertThat(encoder.body().capacity()).isGreaterThanOrEqualTo(1 << 20);
        for (int body = 0; body < 10; body++) {
            encoder.reset();
            encoder.encodeAll(List.of(family("1")));
        }

        assertThat(encoder.body().capacity()).isLessThanOrEqualTo(1 << 16);
    }
}
