package dev.fennel.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.collectors.FunctionalCollector;
import dev.fennel.exposition.EscapingScheme;
import dev.fennel.exposition.Format;
import dev.fennel.exposition.lint.Problem;
import dev.fennel.metrics.Counter;
import dev.fennel.metrics.Gauge;
import dev.fennel.metrics.GaugeVec;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.registry.GatherError;
import dev.fennel.registry.GatherResult;
import dev.fennel.registry.Registry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatheredMetricsTest {
    private static final Desc UP = Desc.gauge("up", "Up.");

    @Test
    void aValueIsReadWhenItIsAskedFor() {
        Counter jobs = Counter.builder("jobs_total", "Jobs done.").build();
        GatheredMetrics metrics = GatheredMetrics.from(jobs);
        jobs.inc();
        assertThat(metrics.value()).isEqualTo(1);
        jobs.inc();
        assertThat(metrics.value()).isEqualTo(2);
        assertThat(metrics.count()).isEqualTo(1);
    }

    @Test
    void aNarrowerViewLeavesTheWiderOneAsItIs() {
        Registry registry = Registry.create();
        GaugeVec rooms = GaugeVec.builder("room", "Degrees.", "floor", "name").register(registry);
        rooms.withLabelValues("1", "hall").set(20);
        rooms.withLabelValues("1", "lab").set(21);
        rooms.withLabelValues("2", "lab").set(22);
        Gauge.builder("other", "Other.").register(registry);

        GatheredMetrics all = GatheredMetrics.from(registry);
        GatheredMetrics labs = all.withLabels("name", "lab");
        assertThat(labs.count()).isEqualTo(2);
        assertThat(labs.withLabels("floor", "2").value()).isEqualTo(22);
        assertThat(labs.named("other").families()).isEmpty();
        assertThat(labs.named("other").named("room").count()).isEqualTo(2);
        assertThat(all.without("other", "none").withLabels("floor", "2").value())
                .isEqualTo(22);
        assertThat(all.without("other").without("room").named("room", "other").families())
                .isEmpty();
        assertThat(all.families()).extracting(MetricFamily::name).containsExactly("other", "room");
        assertThatThrownBy(all::without).hasMessage("expected at least one metric name");
        assertThatThrownBy(all::named).hasMessage("expected at least one metric name");
        assertThatThrownBy(() -> labs.withLabels("name", "hall")).hasMessage("duplicate label name \"name\"");
    }

    @Test
    void aPersonSeesTheSeries() {
        GatheredMetrics metrics = GatheredMetrics.parse("jobs{queue=\"mail\"} 3\njobs{queue=\"web\"} 4\nother 1\n");

        assertThat(metrics.named("jobs"))
                .hasToString("2 series of jobs\n  jobs{queue=\"mail\"} 3\n  jobs{queue=\"web\"} 4");
        assertThat(metrics.named("none")).hasToString("0 series of none");
    }

    @Test
    void everyFormatIsWrittenWhole() throws IOException {
        Registry registry = Registry.create();
        Gauge.builder("rooms.free", "Free.").register(registry).set(2);
        GatheredMetrics metrics = GatheredMetrics.from(registry);

        assertThat(metrics.format(Format.TEXT))
                .isEqualTo("# HELP rooms_free Free.\n# TYPE rooms_free gauge\nrooms_free 2\n");
        assertThat(metrics.format(Format.OPENMETRICS.withEscaping(EscapingScheme.ALLOW_UTF_8)))
                .isEqualTo("# HELP \"rooms.free\" Free.\n# TYPE \"rooms.free\" gauge\n{\"rooms.free\"} 2.0\n# EOF\n");
        assertThat(metrics.named("rooms").format(Format.OPENMETRICS)).isEqualTo("# EOF\n");
        assertThatThrownBy(() -> metrics.format(Format.PROTOBUF))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("expected a text format, got application/vnd.google.protobuf; ");
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        Format.PROTOBUF.write(registry.gather(), body);
        assertThat(metrics.encode(Format.PROTOBUF)).isEqualTo(body.toByteArray());
    }

    @Test
    void errorsOfAGatherFailWithTheirTexts() {
        RuntimeException broken = new IllegalStateException("broken");
        RuntimeException lost = new IllegalStateException("lost");
        GatherResult result = new GatherResult(
                List.of(),
                List.of(
                        new GatherError("collector: broken", broken),
                        new GatherError("too late"),
                        new GatherError("x", lost)));

        assertThatThrownBy(() -> GatheredMetrics.from(() -> result))
                .isInstanceOf(AssertionError.class)
                .hasMessage("cannot gather the metrics:\n  collector: broken\n  too late\n  x")
                .hasCause(broken)
                .hasSuppressedException(lost);
    }

    @Test
    void aCollectorIsHeldToWhatItDescribes() {
        FunctionalCollector other =
                FunctionalCollector.of(UP, out -> out.accept(ConstMetric.of(Desc.gauge("down", "Down."), 1)));
        FunctionalCollector broken = FunctionalCollector.of(
                UP, out -> out.accept(ConstMetric.invalid(UP, new IllegalStateException("no power"))));
        FunctionalCollector twice = FunctionalCollector.of(List.of(UP, Desc.counter("up", "Up.")), out -> {});

        assertThatThrownBy(() -> GatheredMetrics.from(other))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("\"down\"");
        assertThatThrownBy(() -> GatheredMetrics.from(broken))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("no power");
        assertThatThrownBy(() -> GatheredMetrics.from(twice))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("cannot register the collector: ")
                .hasCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aMetricThatCannotBeReadIsAFailure() {
        Metric broken = ConstMetric.invalid(UP, new IllegalStateException("no power"));
        MetricFamily family = new MetricFamily(UP, List.of(broken));
        GatheredMetrics metrics = GatheredMetrics.from(() -> new GatherResult(List.of(family), List.of()));

        assertThatThrownBy(() -> metrics.format(Format.TEXT))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("cannot write the metrics:\n  ")
                .hasMessageContaining("no power");
        assertThatThrownBy(metrics::value)
                .isInstanceOf(AssertionError.class)
                .hasMessage("cannot read the value of \"up\": no power");
    }

    @Test
    void whatAnotherClientGotIsParsed() {
        GatheredMetrics text = GatheredMetrics.parse("# TYPE up gauge\nup 1\n");
        GatheredMetrics openMetrics = GatheredMetrics.parse("# TYPE up gauge\nup 1\n# EOF\n");

        assertThat(text.value()).isEqualTo(1);
        assertThat(openMetrics.lint()).containsExactly(new Problem("up", "no help text"));
        assertThat(new String(openMetrics.encode(Format.TEXT), UTF_8)).contains("up 1\n");
    }

    /** Neither a value of 2.0 in a label, nor a time of one, makes a text of 1.0 one of 2.0. */
    @ParameterizedTest
    @ValueSource(strings = {"a{l=\"x y st@z\"} 1\n", "a{l=\"say {count: 1}\"} 1\n", "a{l=\"\\\" 1 st@\"} 1\n"})
    void aTextOfVersionOneIsReadAsThat(String line) {
        String text = "# TYPE c counter\nc_total 1\n" + line + "# EOF\n";

        assertThat(Detail.of(text)).isEqualTo(Detail.OPENMETRICS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a {count:1,sum:1,bucket:[+Inf:1]}\n",
                "a{l=\"}\"} {gcount:1,gsum:1,bucket:[+Inf:1]}\n",
                "a{l=\"x\"} 1 st@3\n",
                "{\"a.b\"} 1 2 st@3\n",
                "# TYPE c_total counter\n"
            })
    void aTextOfVersionTwoIsKnown(String line) {
        assertThat(Detail.of(line + "# EOF\n")).isEqualTo(Detail.OPENMETRICS_2);
    }

    /** OpenMetrics has no such counter. */
    @Test
    void aCounterThatIsNotANumberIsComparedAllTheSame() {
        ConstMetric counter = ConstMetric.of(Desc.counter("n_total", "N."), Double.NaN);
        Registry registry = Registry.create();
        registry.register(FunctionalCollector.of(counter.desc(), out -> out.accept(counter)));

        MetricAssertions.assertThatMetrics(registry).isEqualTo(GatheredMetrics.from(registry));
    }
}
