package dev.fennel.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.MetricFamily;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LabelBlocksTest {
    private static final Desc DESC = Desc.gauge("g", "", "a");

    private final LabelBlocks.Cache cache = new LabelBlocks.Cache(EscapingScheme.UNDERSCORES, LabelSyntax.TEXT);

    private static MetricFamily family(String... values) {
        return Families.of(Arrays.stream(values)
                        .map(value -> ConstMetric.of(DESC, 1, value))
                        .toArray(ConstMetric[]::new))
                .get(0);
    }

    private static String block(LabelBlocks blocks, int index) {
        ByteBuf out = new ByteBuf(0);
        blocks.put(index, out);
        return new String(out.toByteArray(), StandardCharsets.UTF_8);
    }

    @Test
    void roomOfAFamilySeenOnceIsUsedAgain() {
        LabelBlocks first = cache.of(family("1", "2"));
        LabelBlocks second = cache.of(family("3"));

        assertThat(second).isSameAs(first);
        assertThat(block(second, 0)).isEqualTo("a=\"3\"");
    }

    @Test
    void blocksOfAFamilySeenTwiceAreKept() {
        MetricFamily family = family("1", "2");
        cache.of(family);
        LabelBlocks kept = cache.of(family);
        cache.of(family("3", "4"));

        assertThat(cache.of(family)).isSameAs(kept);
        assertThat(block(kept, 0)).isEqualTo("a=\"1\"");
        assertThat(block(kept, 1)).isEqualTo("a=\"2\"");
    }

    @Test
    void equalFamilyIsAnotherFamily() {
        MetricFamily family = family("1");
        cache.of(family);
        LabelBlocks kept = cache.of(family);

        assertThat(cache.of(family("1"))).isNotSameAs(kept);
    }
}
