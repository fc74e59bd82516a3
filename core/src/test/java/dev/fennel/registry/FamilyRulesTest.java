package dev.fennel.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.fennel.collectors.FunctionalCollector;
import dev.fennel.internal.families.FamilySink;
import dev.fennel.model.Collector;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricType;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FamilyRulesTest {
    private static final String COLLIDING = """
            HISTOGRAM, x, COUNTER, x_count
            HISTOGRAM, x, GAUGE, x_sum
            HISTOGRAM, x, COUNTER, x_bucket
            HISTOGRAM, x, HISTOGRAM, x_count
            SUMMARY, x, GAUGE, x_count
            SUMMARY, x, UNTYPED, x_sum
            HISTOGRAM, x_count, SUMMARY, x""";
    private static final String DISTINCT = """
            SUMMARY, x, GAUGE, x_bucket
            COUNTER, x, GAUGE, x_count
            GAUGE, x, GAUGE, x_sum
            HISTOGRAM, x, GAUGE, x_total
            HISTOGRAM, x, GAUGE, xcount
            HISTOGRAM, x, GAUGE, y_count
            HISTOGRAM, x, GAUGE, _count""";

    private static Collector describing(MetricType type, String name) {
        return FunctionalCollector.of(Desc.of(type, name, "h"), out -> {});
    }

    @ParameterizedTest
    @CsvSource(textBlock = COLLIDING)
    void collidingNamesAreRefusedInEitherOrder(MetricType oneType, String one, MetricType otherType, String other) {
        Registry registry = Registry.create();
        registry.register(describing(oneType, one));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> registry.register(describing(otherType, other)))
                .withMessageStartingWith(otherType + " \"" + other + "\": ")
                .withMessageEndingWith(", expected a name of its own");

        Registry reversed = Registry.create();
        reversed.register(describing(otherType, other));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> reversed.register(describing(oneType, one)))
                .withMessageStartingWith(oneType + " \"" + one + "\": ");
    }

    @ParameterizedTest
    @CsvSource(textBlock = DISTINCT)
    void otherNamesAreAccepted(MetricType oneType, String one, MetricType otherType, String other) {
        Registry registry = Registry.create();
        registry.register(describing(oneType, one));
        assertThatCode(() -> registry.register(describing(otherType, other))).doesNotThrowAnyException();
    }

    @Test
    void namesOfOneCollectorMayNotCollideEither() {
        Registry registry = Registry.create();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> registry.register(FunctionalCollector.of(
                        List.of(Desc.gauge("x_sum", "h"), Desc.histogram("x", "h")), out -> {})));
    }

    @Test
    void messagesSayWhichSeriesCollides() {
        Map<String, MetricType> known = Map.of("x", MetricType.HISTOGRAM, "y_sum", MetricType.GAUGE);
        assertThat(FamilyRules.suffixCollision("x_count", MetricType.COUNTER, known::get))
                .isEqualTo("this is the name of a series of the histogram \"x\"");
        assertThat(FamilyRules.suffixCollision("y", MetricType.SUMMARY, known::get))
                .isEqualTo("its series \"y_sum\" has the name of a gauge");
    }

    @Test
    void undescribedMetricThatCollidesIsLeftOutOfTheGather() {
        Registry registry = Registry.create();
        registry.register(FunctionalCollector.unchecked(
                out -> out.accept(ConstMetric.of(Desc.counter("trusted_count", "h"), 1))));
        registry.register(FunctionalCollector.unchecked(out -> {
            out.accept(ConstMetric.of(Desc.counter("custom_bucket", "h"), 1));
            out.accept(ConstMetric.histogram(Desc.histogram("custom", "h"), 0, 0, Map.of()));
        }));
        registry.register(new TrustedSummary());

        GatherResult result = registry.gather();

        assertThat(result.families()).extracting("name").containsExactly("custom_bucket", "trusted");
        assertThat(Rendered.errors(result))
                .containsExactly(
                        "collector dev.fennel.collectors.FunctionalCollector: counter \"trusted_count\"{}: "
                                + "this is the name of a series of the summary \"trusted\"",
                        "collector dev.fennel.collectors.FunctionalCollector: histogram \"custom\"{}: "
                                + "its series \"custom_bucket\" has the name of a counter");
    }

    private static final class TrustedSummary implements Collector {
        private static final Desc DESC = Desc.summary("trusted", "h");
        private static final MetricFamily FAMILY =
                new MetricFamily(DESC, List.of(ConstMetric.summary(DESC, 0, 0, Map.of())));

        @Override
        public void describe(Consumer<? super Desc> out) {
            out.accept(DESC);
            if (out instanceof FamilySink sink) {
                sink.offer(this, () -> FAMILY);
            }
        }

        @Override
        public void collect(Consumer<? super Metric> out) {
            FAMILY.metrics().forEach(out);
        }
    }
}
