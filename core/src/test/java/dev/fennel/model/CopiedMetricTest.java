package dev.fennel.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.fennel.metrics.Counter;
import dev.fennel.metrics.Gauge;
import dev.fennel.metrics.Histogram;
import dev.fennel.metrics.Summary;
import dev.fennel.metrics.UntypedFunc;
import dev.fennel.testsupport.Written;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CopiedMetricTest {
    private static final Instant THEN = Instant.ofEpochMilli(1_700_000_000_123L);

    static Stream<Metric> instruments() {
        Counter counter = Counter.builder("c_total", "").build();
        counter.addWithExemplar(2, Labels.of("trace_id", "a"));
        Gauge gauge = Gauge.builder("g", "").constLabels(Labels.of("a", "b")).build();
        gauge.set(3);
        Histogram classic = Histogram.builder("h", "").build();
        classic.observeWithExemplar(0.3, Labels.of("trace_id", "a"));
        Histogram natives = Histogram.builder("n", "").nativeBuckets(1.1).build();
        natives.observe(7);
        Summary summary = Summary.builder("s", "").objective(.5, .05).build();
        summary.observe(1);
        return Stream.of(
                counter,
                gauge,
                classic,
                natives,
                summary,
                UntypedFunc.builder("u", "", () -> 5).build());
    }

    @ParameterizedTest
    @MethodSource("instruments")
    void theCopyWritesTheSame(Metric metric) {
        ConstMetric copy = ConstMetric.copyOf(metric);

        assertThat(copy.desc()).isEqualTo(metric.desc());
        assertThat(copy.labels()).isEqualTo(metric.labels());
        assertThat(Written.by(copy)).usingRecursiveComparison().isEqualTo(Written.by(metric));
        assertThat(copy.withTimestamp(THEN).timestampMillis()).isEqualTo(THEN.toEpochMilli());
    }

    @Test
    void theCopyDoesNotChangeAndTakesExemplars() {
        Counter counter = Counter.builder("c_total", "").build();
        counter.inc();
        Exemplar exemplar = new Exemplar(Labels.of("trace_id", "b"), 1, THEN);
        ConstMetric copy = ConstMetric.copyOf(counter).withExemplars(exemplar);
        counter.inc();

        assertThat(Written.by(copy).value()).isEqualTo(1);
        assertThat(Written.by(copy).exemplars()).containsExactly(exemplar);
        assertThat(ConstMetric.copyOf(copy)).isSameAs(copy);
        ConstMetric at = copy.withTimestamp(THEN);
        assertThat(ConstMetric.copyOf(at).timestampMillis()).isEqualTo(THEN.toEpochMilli());
    }

    @Test
    void aMetricThatWritesAnotherThingIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConstMetric.copyOf(writing(visitor -> {})))
                .withMessage("gauge \"x\": expected the metric to write a value, got none");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConstMetric.copyOf(writing(visitor -> visitor.untyped(1))))
                .withMessage("gauge \"x\": expected the metric to write one gauge, got untyped");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConstMetric.copyOf(writing(visitor -> {
                    visitor.gauge(1);
                    visitor.gauge(2);
                })))
                .withMessageContaining("got another gauge");
    }

    private static Metric writing(Consumer<MetricVisitor> value) {
        return new Metric() {
            @Override
            public Desc desc() {
                return Desc.gauge("x", "");
            }

            @Override
            public Labels labels() {
                return Labels.EMPTY;
            }

            @Override
            public void write(MetricVisitor visitor) {
                value.accept(visitor);
            }
        };
    }
}
