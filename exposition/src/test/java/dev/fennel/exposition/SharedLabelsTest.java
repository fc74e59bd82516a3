package dev.fennel.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricVisitor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharedLabelsTest {
    private final SharedLabels shared = new SharedLabels();
    private final SharedLabels.User user = user(EscapingScheme.UNDERSCORES);

    private SharedLabels.User user(EscapingScheme scheme) {
        return new SharedLabels.User(shared, scheme, LabelSyntax.TEXT);
    }

    private static MetricFamily family(String label, String value) {
        return Families.of(ConstMetric.of(Desc.gauge("g", "", label), 1, value)).get(0);
    }

    private static String block(LabelBlocks blocks) {
        LabelBlocks.Cursor cursor = new LabelBlocks.Cursor();
        cursor.begin(blocks);
        cursor.advance();
        byte[] bytes = new byte[cursor.length()];
        cursor.copy(bytes, 0);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void roomOfAFamilySeenOnceIsUsedAgain() {
        LabelBlocks first = user.of(family("a", "1"));
        LabelBlocks second = user.of(family("a", "3"));

        assertThat(second).isSameAs(first);
        assertThat(block(second)).isEqualTo("a=\"3\"");
    }

    @Test
    void blocksOfAFamilySeenTwiceAreKept() {
        MetricFamily family = family("a", "1");
        user.of(family);
        LabelBlocks kept = user.of(family);
        user.of(family("a", "3"));

        assertThat(user.of(family)).isSameAs(kept);
        assertThat(block(kept)).isEqualTo("a=\"1\"");
    }

    @Test
    void equalFamilyIsAnotherFamily() {
        MetricFamily family = family("a", "1");
        user.of(family);
        LabelBlocks kept = user.of(family);

        assertThat(user.of(family("a", "1"))).isNotSameAs(kept);
    }

    @Test
    void legalLabelsAreSharedByAllSchemes() {
        MetricFamily family = family("a", "1");
        user.of(family);
        LabelBlocks kept = user.of(family);

        for (EscapingScheme scheme : EscapingScheme.values()) {
            assertThat(user(scheme).of(family)).as("%s", scheme).isSameAs(kept);
        }
    }

    @Test
    void otherLabelsAreKeptForEachScheme() {
        MetricFamily family = family("a.b", "1");
        SharedLabels.User utf8 = user(EscapingScheme.ALLOW_UTF_8);
        for (int i = 0; i < 2; i++) {
            user.of(family);
            utf8.of(family);
        }

        assertThat(block(user.of(family))).isEqualTo("a_b=\"1\"");
        assertThat(block(utf8.of(family))).isEqualTo("\"a.b\"=\"1\"");
        assertThat(user.of(family)).isSameAs(user.of(family));
        assertThat(utf8.of(family)).isSameAs(utf8.of(family));
    }

    @Test
    void failedBlocksAreNotKept() {
        ThrowingOnce metric = new ThrowingOnce();
        MetricFamily family = new MetricFamily(metric.desc(), List.of(metric));
        metric.failures = 4;
        user.of(family);

        assertThat(user.of(family).error(0, false)).isNotNull();
        assertThat(user.of(family).error(0, false)).isNull();
    }

    /** What a metric threw may keep the class loader of an application from which it was long since removed. */
    @Test
    void errorsAreForgottenBetweenBodies() {
        ThrowingOnce metric = new ThrowingOnce();
        metric.failures = 2;
        LabelBlocks blocks = user.of(new MetricFamily(metric.desc(), List.of(metric)));
        assertThat(blocks.error(0, false)).isNotNull();
        user.settle();

        assertThat(blocks.error(0, false)).isNull();
    }

    /** A metric whose labels cannot be read for a while. */
    private static final class ThrowingOnce implements Metric {
        private final ConstMetric inner = ConstMetric.of(Desc.gauge("g", "", "a"), 1, "1");
        private int failures;

        @Override
        public Desc desc() {
            return inner.desc();
        }

        @Override
        public Labels labels() {
            // Once for the block and once for the message.
            if (failures > 0) {
                failures--;
                throw new IllegalStateException("not now");
            }
            return inner.labels();
        }

        @Override
        public void write(MetricVisitor visitor) {
            inner.write(visitor);
        }
    }
}
