package dev.fennel.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.metrics.CounterVec;
import dev.fennel.metrics.Gauge;
import dev.fennel.metrics.HistogramVec;
import dev.fennel.metrics.Info;
import dev.fennel.metrics.StateSet;
import dev.fennel.metrics.SummaryVec;
import dev.fennel.model.Collector;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which collectors a registry gathers without running them: the library's own, and nothing that stands before one. */
class FamilyOfferTest {
    private final Registry registry = Registry.create();
    private final CounterVec jobs = CounterVec.builder("jobs", "h", "kind").build();

    /** A user's collector that describes what an instrument describes. */
    private record Before(Collector instrument, Consumer<Consumer<? super Metric>> collect) implements Collector {
        @Override
        public void describe(Consumer<? super Desc> out) {
            instrument.describe(out);
        }

        @Override
        public void collect(Consumer<? super Metric> out) {
            collect.accept(out);
        }
    }

    static Stream<Collector> instruments() {
        return Stream.of(
                Gauge.builder("g", "h").build(),
                CounterVec.builder("c", "h", "l").maxSeries(1).build(),
                HistogramVec.builder("hv", "h", "l").build(),
                SummaryVec.builder("s", "h", "l").build(),
                Info.builder("i_info", "h", "l").build(),
                StateSet.builder("st", "h", "a", "b").build());
    }

    @ParameterizedTest
    @MethodSource("instruments")
    void instrumentsAreGatheredWithoutBeingRun(Collector instrument) {
        registry.register(instrument);
        registry.withPrefix("p_").register(instrument);

        assertThat(registry.gather()).isSameAs(registry.gather());
    }

    @Test
    void aCollectorThatDescribesByAnInstrumentIsRunAndChecked() {
        jobs.withLabelValues("mail").inc();
        List<Metric> own = List.of(
                ConstMetric.of(jobs.desc(), 7, "print"),
                ConstMetric.of(jobs.desc(), 8, "print"),
                ConstMetric.of(Desc.gauge("jobs", "h"), 9));
        registry.register(new Before(jobs, own::forEach));

        GatherResult result = registry.gather();

        assertThat(Rendered.lines(result)).containsExactly("jobs{kind=\"print\"} counter 7.0");
        assertThat(result.errors()).hasSize(2);
    }

    @Test
    void soItIsWherePrefixesAndLabelsAreAdded() {
        jobs.withLabelValues("mail").inc();
        Collector before = new Before(jobs, out -> out.accept(ConstMetric.of(jobs.desc(), 7, "print")));
        registry.register(Wrapped.withPrefix("a_", before));
        registry.withPrefix("b_").register(before);
        registry.withPrefix("c_").register(new Before(Wrapped.withPrefix("x_", jobs), out -> {}));

        assertThat(Rendered.lines(registry.gather()))
                .containsExactly("a_jobs{kind=\"print\"} counter 7.0", "b_jobs{kind=\"print\"} counter 7.0");
    }

    @Test
    void instrumentsThatAnotherCollectorHandsOutWriteTheValueThatTheyHaveThen() {
        jobs.withLabelValues("mail").inc();
        registry.register(new Before(jobs, jobs::collect));

        GatherResult result = registry.gather();
        jobs.withLabelValues("mail").inc();

        assertThat(result.errors()).isEmpty();
        assertThat(Rendered.lines(result)).singleElement().asString().startsWith("jobs{kind=\"mail\"} counter 2.0 ");
    }
}
