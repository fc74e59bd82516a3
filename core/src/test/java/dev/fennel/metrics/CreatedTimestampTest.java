package dev.fennel.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.registry.Registry;
import dev.fennel.testsupport.Written;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CreatedTimestampTest {
    static Stream<Vec<?, ?>> vecs() {
        return Stream.of(
                CounterVec.builder("c_total", "", "a").build(),
                HistogramVec.builder("h", "", "a").build(),
                SummaryVec.builder("s", "", "a").build(),
                SummaryVec.builder("s", "", "a").objective(.5, .05).build());
    }

    static Stream<Metric> plain() {
        return Stream.of(
                Counter.builder("c_total", "").build(),
                Histogram.builder("h", "").build(),
                Summary.builder("s", "").build(),
                Summary.builder("s", "").objective(.5, .05).build());
    }

    private static long created(Metric metric) {
        return Written.by(metric).createdMillis();
    }

    /** Spins until a birth would get another timestamp than any before. */
    private static void nextMillisecond() {
        long now = System.currentTimeMillis();
        while (System.currentTimeMillis() <= now) {
            Thread.onSpinWait();
        }
    }

    @ParameterizedTest
    @MethodSource("plain")
    void anInstrumentKeepsTheInstantOfItsBirth(Metric metric) {
        long created = created(metric);
        assertThat(created).isBetween(System.currentTimeMillis() - 3_600_000, System.currentTimeMillis());

        nextMillisecond();
        assertThat(created(metric)).isEqualTo(created);
    }

    @ParameterizedTest
    @MethodSource("vecs")
    void eachSeriesHasTheInstantOfItsOwnBirth(Vec<?, ?> vec) {
        long first = created(vec.withLabelValues("first"));
        nextMillisecond();
        long second = created(vec.withLabelValues("second"));

        assertThat(second).isGreaterThan(first);
        assertThat(created(vec.withLabelValues("first"))).isEqualTo(first);
    }

    @ParameterizedTest
    @MethodSource("vecs")
    void aSeriesThatIsDeletedAndComesBackIsBornAnew(Vec<?, ?> vec) {
        long first = created(vec.withLabelValues("v"));
        nextMillisecond();
        vec.deleteLabelValues("v");
        long second = created(vec.withLabelValues("v"));
        nextMillisecond();
        vec.reset();

        assertThat(second).isGreaterThan(first);
        assertThat(created(vec.withLabelValues("v"))).isGreaterThan(second);
    }

    @Test
    void aGatherHasThem() {
        Registry registry = Registry.create();
        vecs().limit(3).forEach(vec -> {
            vec.withLabelValues("v");
            registry.register(vec);
        });
        List<MetricFamily> families = registry.gather().families();

        assertThat(families).hasSize(3);
        assertThat(families)
                .allSatisfy(
                        family -> assertThat(created(family.metrics().get(0))).isNotEqualTo(Metric.NO_TIMESTAMP));
    }

    @Test
    void whatAFunctionTellsHasNoBirth() {
        assertThat(created(CounterFunc.builder("c_total", "", () -> 1).build())).isEqualTo(Metric.NO_TIMESTAMP);
        assertThat(created(Gauge.builder("g", "").build())).isEqualTo(Metric.NO_TIMESTAMP);
    }
}
