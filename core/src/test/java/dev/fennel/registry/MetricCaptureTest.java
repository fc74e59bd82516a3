package dev.fennel.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.fennel.collectors.FunctionalCollector;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Exemplar;
import dev.fennel.model.HistogramValue;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricType;
import dev.fennel.model.MetricVisitor;
import dev.fennel.model.SummaryValue;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class MetricCaptureTest {
    private static final Labels TRACE = Labels.of("trace_id", "t");
    private static final Exemplar EXEMPLAR = new Exemplar(TRACE, 0.5, Instant.EPOCH);

    private static GatherResult gather(Metric metric) {
        Registry registry = Registry.create();
        registry.register(FunctionalCollector.unchecked(out -> out.accept(metric)));
        return registry.gather();
    }

    private static GatherResult gather(MetricType type, Consumer<MetricVisitor> value) {
        return gather(new UserMetric(desc(type), Labels.EMPTY, value));
    }

    private static Desc desc(MetricType type) {
        return switch (type) {
            case INFO -> Desc.info("x_info", "h");
            case STATE_SET -> Desc.stateSet("x", "h", "x");
            default -> Desc.of(type, "x", "h");
        };
    }

    @Test
    void anInstrumentThatAUsersMetricReadsGetsNewExemplars() {
        AtomicInteger taken = new AtomicInteger();
        gather(MetricType.COUNTER, visitor -> {
            taken.addAndGet(visitor.takesExemplars() ? 1 : 0);
            visitor.counter(1, Metric.NO_TIMESTAMP, EXEMPLAR);
        });

        assertThat(taken).hasValue(1);
    }

    static Stream<ConstMetric> allKindsOfValues() {
        Instant created = Instant.ofEpochMilli(5);
        return Stream.of(
                ConstMetric.of(Desc.counter("x", "h"), 1).withCreated(created).withExemplars(EXEMPLAR),
                ConstMetric.of(Desc.counter("x", "h", "a"), 1, "v"),
                ConstMetric.of(Desc.gauge("x", "h"), Double.NaN).withTimestamp(Instant.ofEpochMilli(9)),
                ConstMetric.of(Desc.untyped("x", "h"), -1),
                ConstMetric.of(Desc.info("x_info", "h", "a"), 1, "v"),
                ConstMetric.of(Desc.stateSet("x", "h", "x"), 0, "v"),
                ConstMetric.histogram(Desc.histogram("x", "h"), 3, 4.5, Map.of(-1.0, 1L, 1.0, 2L))
                        .withExemplars(EXEMPLAR)
                        .withCreated(created)
                        .withTimestamp(created),
                ConstMetric.nativeHistogram(Desc.histogram("x", "h"), 6, 4, 3, 0.5, 1, Map.of(7, 2L), Map.of(-1, 3L))
                        .withExemplars(EXEMPLAR)
                        .withCreated(created),
                ConstMetric.summary(Desc.summary("x", "h"), 3, 4.5, Map.of(0.5, 1.0, 0.9, Double.NaN))
                        .withCreated(created));
    }

    @ParameterizedTest
    @MethodSource("allKindsOfValues")
    void captureKeepsAllOfTheValue(ConstMetric original) {
        GatherResult captured =
                gather(new UserMetric(original.desc(), original.labels(), original.timestampMillis(), original::write));
        assertThat(captured.errors()).isEmpty();
        assertThat(Rendered.lines(captured)).isEqualTo(Rendered.lines(gather(original)));
    }

    @Test
    void userCodeRunsOnceInTheGatherAndNeverWhileEncoding() {
        AtomicInteger calls = new AtomicInteger();
        GatherResult result = gather(MetricType.GAUGE, visitor -> visitor.gauge(calls.incrementAndGet()));
        assertThat(calls).hasValue(1);
        assertThat(Rendered.lines(result)).containsExactly("x{} 1.0");
        assertThat(Rendered.lines(result)).containsExactly("x{} 1.0");
        assertThat(calls).hasValue(1);
    }

    @Test
    void captureCopiesBuffersThatAreUsedAgain() {
        double[] buffer = {1, 2};
        GatherResult result = gather(MetricType.SUMMARY, visitor -> visitor.summary(summary(1, 0.5, buffer)));
        buffer[0] = 7;
        assertThat(Rendered.lines(result)).containsExactly("x{} count 1 sum 0.0 q 0.5: 1.0 q 1.0: 2.0");
    }

    @ParameterizedTest
    @EnumSource
    void writingNothingIsReported(MetricType type) {
        assertFault(gather(type, visitor -> {}), "wrote no value, expected a " + type.valueType());
    }

    @ParameterizedTest
    @EnumSource
    void writingTwiceIsReportedEvenIfTheMetricHidesIt(MetricType type) {
        assertFault(
                gather(type, visitor -> {
                    writeSome(type, visitor);
                    writeSome(type, visitor);
                }),
                "wrote more than one value, expected one " + type.valueType());
    }

    @ParameterizedTest
    @EnumSource
    void writingAnotherTypeIsReported(MetricType type) {
        MetricType other = type == MetricType.COUNTER ? MetricType.SUMMARY : MetricType.COUNTER;
        assertFault(
                gather(type, visitor -> writeSome(other, visitor)),
                "wrote a " + other + ", expected a " + type.valueType());
    }

    static Stream<Arguments> brokenHistograms() {
        double inf = Double.POSITIVE_INFINITY;
        return Stream.of(
                arguments(histogram(0), "got 0 buckets, expected at least the one for +Inf"),
                arguments(histogram(1, 1.0), "expected no bucket above the count 1 and +Inf equal to it, got {1.0=1}"),
                arguments(
                        histogram(5, 1.0, inf),
                        "expected no bucket above the count 5 and +Inf equal to it, got {1.0=1, Infinity=2}"),
                arguments(
                        histogram(3, 2.0, 1.0, inf), "increase with the upper bounds, got {2.0=1, 1.0=2, Infinity=3}"),
                arguments(
                        histogram(3, 1.0, 1.0, inf), "increase with the upper bounds, got {1.0=1, 1.0=2, Infinity=3}"),
                arguments(histogram(2, Double.NaN, inf), "increase with the upper bounds, got {NaN=1, Infinity=2}"));
    }

    @ParameterizedTest
    @MethodSource("brokenHistograms")
    void brokenHistogramIsReported(HistogramValue broken, String message) {
        GatherResult result = gather(MetricType.HISTOGRAM, visitor -> visitor.histogram(broken));
        assertThat(result.families()).isEmpty();
        assertThat(Rendered.errors(result)).singleElement().asString().endsWith(message);
    }

    @Test
    void brokenSummaryIsReported() {
        assertFault(
                gather(MetricType.SUMMARY, v -> v.summary(summary(1, 1.0, 1, 2))),
                "expected increasing quantiles from 0 to 1, got 2.0 at 1");
        assertFault(
                gather(MetricType.SUMMARY, v -> v.summary(summary(-1, 0.5, 1))),
                "expected a count of zero or more, got -1");
    }

    private static void assertFault(GatherResult result, String message) {
        assertThat(result.families()).isEmpty();
        assertThat(Rendered.errors(result)).singleElement().asString().endsWith("{}: " + message);
        assertThat(result.errors().get(0).cause()).isNull();
    }

    private static void writeSome(MetricType type, MetricVisitor visitor) {
        switch (type) {
            case COUNTER -> visitor.counter(1, Metric.NO_TIMESTAMP, null);
            case GAUGE, INFO, STATE_SET -> visitor.gauge(1);
            case UNTYPED -> visitor.untyped(1);
            case HISTOGRAM -> visitor.histogram(histogram(1, Double.POSITIVE_INFINITY));
            case SUMMARY -> visitor.summary(summary(1, 1));
        }
    }

    /** Buckets with the cumulative counts 1, 2, 3, ... */
    private static HistogramValue histogram(long count, double... bounds) {
        return new HistogramValue() {
            @Override
            public long count() {
                return count;
            }

            @Override
            public double sum() {
                return 0;
            }

            @Override
            public int bucketCount() {
                return bounds.length;
            }

            @Override
            public double upperBound(int index) {
                return bounds[index];
            }

            @Override
            public long cumulativeCount(int index) {
                return index + 1;
            }
        };
    }

    /** The values at the quantiles step, 2 * step, ... */
    private static SummaryValue summary(long count, double step, double... values) {
        return new SummaryValue() {
            @Override
            public long count() {
                return count;
            }

            @Override
            public double sum() {
                return 0;
            }

            @Override
            public int quantileCount() {
                return values.length;
            }

            @Override
            public double quantile(int index) {
                return step * (index + 1);
            }

            @Override
            public double quantileValue(int index) {
                return values[index];
            }
        };
    }
}
