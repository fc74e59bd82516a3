package dev.fennel.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.collectors.FunctionalCollector;
import dev.fennel.internal.families.FamilySink;
import dev.fennel.model.Collector;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RegistryGatherTest {
    private static final Desc LABELLED = Desc.gauge("m", "h", "a");

    private final Registry registry = Registry.create();

    @Test
    void emptyRegistryGathersNothing() {
        assertThat(registry.gather()).isEqualTo(new GatherResult(List.of(), List.of()));
    }

    @Test
    void familiesAreSortedByNameInCodePointOrderWhateverTheirSource() {
        String supplementary = "n\uD83D\uDE00";
        String privateUse = "n\uE000";
        registry.register(FixedGauge.of(supplementary, 1));
        registry.register(
                FunctionalCollector.unchecked(out -> out.accept(ConstMetric.of(Desc.gauge(privateUse, "h"), 2))));
        registry.register(FixedGauge.of("n", 3));
        registry.register(FunctionalCollector.unchecked(out -> out.accept(ConstMetric.of(Desc.gauge("a", "h"), 4))));
        assertThat(registry.gather().families())
                .extracting(MetricFamily::name)
                .containsExactly("a", "n", privateUse, supplementary);
    }

    @Test
    void seriesAreSortedByLabelsThenTimestampWithNoneLast() {
        registry.register(FunctionalCollector.unchecked(out -> {
            out.accept(ConstMetric.of(LABELLED, 1, "b"));
            out.accept(ConstMetric.of(Desc.gauge("m", "h", "a", "b"), 2, "a", "a"));
            out.accept(ConstMetric.of(LABELLED, 3, "a"));
            out.accept(ConstMetric.of(LABELLED, 4, "a").withTimestamp(Instant.ofEpochMilli(7)));
            out.accept(ConstMetric.of(LABELLED, 5, "a").withTimestamp(Instant.ofEpochMilli(-7)));
            out.accept(ConstMetric.of(Desc.gauge("m", "h"), 6));
        }));
        GatherResult result = registry.gather();
        assertThat(result.errors()).isEmpty();
        assertThat(Rendered.lines(result))
                .containsExactly(
                        "m{} 6.0",
                        "m{a=\"a\"} 5.0 @-7",
                        "m{a=\"a\"} 4.0 @7",
                        "m{a=\"a\"} 3.0",
                        "m{a=\"b\"} 1.0",
                        "m{a=\"a\",b=\"a\"} 2.0");
    }

    @Test
    void familiesWithoutMetricsAreDropped() {
        registry.register(new SettableVec(LABELLED));
        registry.register(FunctionalCollector.of(Desc.gauge("n", "h"), out -> {}));
        assertThat(registry.gather().families()).isEmpty();
    }

    @Test
    void instrumentsThatShareANameAreMerged() {
        registry.register(new SettableVec(constant("z"), "1", "2"));
        registry.register(new SettableVec(constant("y"), "1", "3"));
        registry.register(new SettableVec(constant("x")));
        assertThat(Rendered.lines(registry.gather()))
                .containsExactly(
                        "m{a=\"1\",c=\"y\"} 1.0",
                        "m{a=\"1\",c=\"z\"} 1.0",
                        "m{a=\"2\",c=\"z\"} 1.0",
                        "m{a=\"3\",c=\"y\"} 1.0");
    }

    @Test
    void undescribedMetricsJoinAnInstrumentsFamily() {
        registry.register(new SettableVec(LABELLED, "a", "c"));
        registry.register(FunctionalCollector.unchecked(out -> {
            out.accept(ConstMetric.of(LABELLED, 2, "b"));
            out.accept(ConstMetric.of(LABELLED, 3, "c"));
        }));
        GatherResult result = registry.gather();
        assertThat(Rendered.lines(result)).containsExactly("m{a=\"a\"} 1.0", "m{a=\"b\"} 2.0", "m{a=\"c\"} 1.0");
        assertThat(Rendered.errors(result))
                .containsExactly("collector dev.fennel.collectors.FunctionalCollector: "
                        + "gauge \"m\"{a=\"c\"}: collected before with the same name and labels");
    }

    @Test
    void instrumentWinsOverAnUndescribedMetricEvenWithoutSeries() {
        Desc counter = Desc.counter("m", "h", "a");
        registry.register(FunctionalCollector.unchecked(out -> out.accept(ConstMetric.of(counter, 1, "b"))));
        registry.register(new SettableVec(LABELLED));
        GatherResult result = registry.gather();
        assertThat(result.families()).isEmpty();
        assertThat(Rendered.errors(result)).singleElement().asString().endsWith("got type counter, expected gauge");
    }

    @Test
    void collectorThatDescribesNothingIsCheckedEvenIfItIsAnInstrument() {
        for (int i = 0; i < 2; i++) {
            registry.register(new Undescribed());
        }
        GatherResult result = registry.gather();
        assertThat(Rendered.lines(result)).containsExactly("m{a=\"b\"} 1.0");
        assertThat(result.errors()).hasSize(1);
    }

    @Test
    void constMetricsAreHandedOutThemselves() {
        Metric metric = ConstMetric.of(LABELLED, 1, "b");
        registry.register(FunctionalCollector.of(LABELLED, out -> out.accept(metric)));
        assertThat(registry.gather().families().get(0).metrics())
                .singleElement()
                .isSameAs(metric);
    }

    private static Desc constant(String value) {
        return LABELLED.withConstLabels(Labels.of("c", value));
    }

    private static final class Undescribed implements Collector {
        private static final MetricFamily FAMILY =
                new MetricFamily(LABELLED, List.of(ConstMetric.of(LABELLED, 1, "b")));

        @Override
        public void describe(Consumer<? super Desc> out) {
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
