package dev.fennel.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.collectors.FunctionalCollector;
import dev.fennel.metrics.Counter;
import dev.fennel.metrics.CounterVec;
import dev.fennel.metrics.Gauge;
import dev.fennel.metrics.GaugeVec;
import dev.fennel.metrics.Histogram;
import dev.fennel.metrics.StateSet;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricVisitor;
import dev.fennel.model.NumberBatch;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelledGathererTest {
    private static final Labels PROD = Labels.of("env", "prod", "zone", "eu");

    private enum Phase {
        STARTING,
        RUNNING
    }

    private final Registry registry = Registry.create();
    private final Gatherer labelled = Gatherers.withLabels(registry, PROD);

    private static List<String> series(GatherResult result) {
        return result.families().stream()
                .flatMap(family -> family.metrics().stream().map(metric -> family.name() + metric.labels()))
                .toList();
    }

    @Test
    void everyMetricHasTheLabels() {
        CounterVec jobs =
                CounterVec.builder("jobs_total", "Jobs.", "queue", "zip").register(registry);
        jobs.withLabelValues("sms", "1").inc();
        jobs.withLabelValues("mail", "2").inc();
        Histogram.builder("size_bytes", "Sizes.").register(registry);
        StateSet.builder("phase", "Phase.", Phase.class).register(registry);

        GatherResult result = labelled.gather();

        assertThat(result.errors()).isEmpty();
        assertThat(series(result))
                .containsExactly(
                        "jobs_total{env=\"prod\",queue=\"mail\",zip=\"2\",zone=\"eu\"}",
                        "jobs_total{env=\"prod\",queue=\"sms\",zip=\"1\",zone=\"eu\"}",
                        "phase{env=\"prod\",phase=\"RUNNING\",zone=\"eu\"}",
                        "phase{env=\"prod\",phase=\"STARTING\",zone=\"eu\"}",
                        "size_bytes{env=\"prod\",zone=\"eu\"}");
        assertThat(result.families().get(0).metrics().get(0).desc().constLabels())
                .isEqualTo(PROD);
    }

    @Test
    void sameObjectsComeOutUntilASeriesIsBorn() {
        Counter.builder("other_total", "Others.").register(registry);
        CounterVec jobs = CounterVec.builder("jobs_total", "Jobs.", "queue").register(registry);
        jobs.withLabelValues("mail");
        GatherResult first = labelled.gather();

        assertThat(labelled.gather()).isSameAs(first);
        assertThat(labelled.gather(Duration.ofSeconds(1))).isSameAs(first);

        jobs.withLabelValues("sms");
        GatherResult second = labelled.gather();
        assertThat(second.families().get(0).metrics()).hasSize(2);
        assertThat(second.families().get(1)).isSameAs(first.families().get(1));
    }

    /** Custom collectors make every result a new one. */
    @Test
    void familiesOfInstrumentsStayTheSameBesideCustomCollectors() {
        Counter.builder("a_total", "A.").register(registry);
        Desc custom = Desc.gauge("b", "B.");
        registry.register(FunctionalCollector.of(custom, out -> out.accept(ConstMetric.of(custom, 1))));

        GatherResult first = labelled.gather();
        GatherResult second = labelled.gather();

        assertThat(second).isNotSameAs(first);
        assertThat(second.families().get(0)).isSameAs(first.families().get(0));
        assertThat(series(second)).containsExactly("a_total{env=\"prod\",zone=\"eu\"}", "b{env=\"prod\",zone=\"eu\"}");
    }

    @Test
    void numbersAreStillReadInBatches() {
        CounterVec jobs = CounterVec.builder("jobs_total", "Jobs.", "queue").register(registry);
        jobs.withLabelValues("mail").add(3);
        NumberBatch batch = new NumberBatch();

        labelled.gather().families().get(0).readNumbers(0, batch);

        assertThat(batch.size()).isEqualTo(1);
    }

    @Test
    void aLabelOfTheMetricItselfWins() {
        GaugeVec own = GaugeVec.builder("a", "A.", "env").register(registry);
        own.withLabelValues("test");
        own.withLabelValues("dev");
        Gauge.builder("b", "B.").constLabels(Labels.of("zone", "us")).register(registry);

        assertThat(series(labelled.gather()))
                .containsExactly(
                        "a{env=\"dev\",zone=\"eu\"}", "a{env=\"test\",zone=\"eu\"}", "b{env=\"prod\",zone=\"us\"}");
    }

    @Test
    void oneMetricWithTheLabelSparesItsWholeFamily() {
        Desc plain = Desc.gauge("a", "A.");
        Desc own = Desc.gauge("a", "A.", "env");
        Gatherer mixed = () -> new GatherResult(
                List.of(new MetricFamily(plain, List.of(ConstMetric.of(plain, 1), ConstMetric.of(own, 2, "prod")))),
                List.of());

        assertThat(series(Gatherers.withLabels(mixed, PROD).gather()))
                .containsExactly("a{zone=\"eu\"}", "a{env=\"prod\",zone=\"eu\"}");
    }

    @Test
    void seriesWithOtherLabelNamesAreSortedAgain() {
        Desc b = Desc.gauge("a", "A.", "b");
        Desc z = Desc.gauge("a", "A.", "zz");
        Gatherer mixed = () -> new GatherResult(
                List.of(new MetricFamily(b, List.of(ConstMetric.of(b, 1, "x"), ConstMetric.of(z, 2, "y")))), List.of());

        assertThat(series(Gatherers.withLabels(mixed, PROD).gather()))
                .containsExactly("a{env=\"prod\",zone=\"eu\",zz=\"y\"}", "a{b=\"x\",env=\"prod\",zone=\"eu\"}");
    }

    /** Also where the result and its family are the same objects as before, as that says nothing of such a metric. */
    @Test
    void aMetricThatFailsLosesItselfAloneUntilItFailsNoMore() {
        Desc desc = Desc.gauge("a", "A.");
        AtomicBoolean broken = new AtomicBoolean(true);
        Metric metric = new Metric() {
            @Override
            public Desc desc() {
                return desc;
            }

            @Override
            public Labels labels() {
                if (broken.get()) {
                    throw new IllegalStateException("broken");
                }
                return Labels.of("b", "c");
            }

            @Override
            public void write(MetricVisitor visitor) {}
        };
        GatherResult same =
                new GatherResult(List.of(new MetricFamily(desc, List.of(ConstMetric.of(desc, 1), metric))), List.of());
        Gatherer gatherer = Gatherers.withLabels(() -> same, PROD);

        for (int i = 0; i < 2; i++) {
            GatherResult result = gatherer.gather();
            assertThat(series(result)).containsExactly("a{env=\"prod\",zone=\"eu\"}");
            assertThat(result.errors()).singleElement().asString().contains("metric of gauge \"a\"", "broken");
        }
        broken.set(false);
        assertThat(gatherer.gather().errors()).isEmpty();
        assertThat(series(gatherer.gather())).hasSize(2);
    }

    @Test
    void aGathererThatThrowsIsAnError() {
        Gatherer broken = () -> {
            throw new IllegalStateException("broken");
        };
        assertThat(Gatherers.withLabels(broken, PROD).gather().errors())
                .singleElement()
                .asString()
                .contains("broken");
    }

    @ParameterizedTest
    @ValueSource(strings = {"le", "quantile"})
    void labelsThatSomeTypeCannotHaveAreRefused(String name) {
        assertThatThrownBy(() -> Gatherers.withLabels(registry, Labels.of(name, "1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected labels that every type can have, got \"" + name + "\"");
    }

    @Test
    void noLabelsAreTheGathererItself() {
        assertThat(Gatherers.withLabels(registry, Labels.EMPTY)).isSameAs(registry);
    }
}
