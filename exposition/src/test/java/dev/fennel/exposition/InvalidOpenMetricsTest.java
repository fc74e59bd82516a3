package dev.fennel.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.exposition.parser.TextParser;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricType;
import dev.fennel.model.MetricVisitor;
import dev.fennel.registry.GatherError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What OpenMetrics forbids is an error of its metric, and all other metrics are written. */
class InvalidOpenMetricsTest {
    private static final Metric OTHER = ConstMetric.of(Desc.gauge("z", "Z."), 1);

    private static ConstMetric at(long millis, double value) {
        return ConstMetric.of(Desc.gauge("a", "A."), value).withTimestamp(Instant.ofEpochMilli(millis));
    }

    private static Metric of(MetricType type, String name, double value) {
        Labels labels = type == MetricType.STATE_SET ? Labels.of(name, "on") : Labels.EMPTY;
        return Families.custom(Desc.untyped(name, ""), labels, visitor -> {
            if (type == MetricType.COUNTER) {
                visitor.counter(value, Metric.NO_TIMESTAMP, null);
            } else {
                visitor.gauge(value);
            }
        });
    }

    static Stream<Arguments> metrics() {
        return Stream.of(
                Arguments.of(
                        List.of(ConstMetric.of(Desc.counter("a_total", "A."), Double.NaN)),
                        "counter \"a_total\" {}: expected a counter of 0 or more in OpenMetrics, got NaN"),
                Arguments.of(
                        List.of(ConstMetric.of(Desc.counter("a_total", "A."), -1)),
                        "counter \"a_total\" {}: expected a counter of 0 or more in OpenMetrics, got -1.0"),
                Arguments.of(
                        List.of(at(Long.MAX_VALUE, 1)),
                        "gauge \"a\" {}: expected times up to 4503599627370496 ms from 1970 in OpenMetrics, got"
                                + " 9223372036854775807"),
                Arguments.of(List.of(at(2, 1), at(1, 2)), "gauge \"a\" {}: expected a timestamp after 2, got 1"),
                Arguments.of(
                        List.of(at(2, 1), ConstMetric.of(Desc.gauge("a", "A."), 2)),
                        "gauge \"a\" {}: expected all samples of a metric to have a timestamp, or none"),
                Arguments.of(
                        List.of(at(1, 1), ConstMetric.of(Desc.gauge("a", "A.", "b"), 2, "c"), at(2, 3)),
                        "gauge \"a\" {}: expected the samples of a metric together, got this one after those of"
                                + " others"),
                Arguments.of(
                        List.of(ConstMetric.histogram(
                                Desc.histogram("a", "A."),
                                OptionalLong.empty(),
                                OptionalDouble.of(1),
                                Map.of(1.0, 2L))),
                        "histogram \"a\" {}: expected a bucket for +Inf or a count, got neither, which OpenMetrics"
                                + " forbids"));
    }

    @ParameterizedTest
    @MethodSource("metrics")
    void costsOneMetric(List<Metric> metrics, String error) {
        Encoder encoder = Format.OPENMETRICS.newEncoder();
        Encoder text = Format.TEXT.newEncoder();
        List<MetricFamily> families = List.of(
                new MetricFamily(metrics.get(0).desc(), metrics), new MetricFamily(OTHER.desc(), List.of(OTHER)));
        for (int scrape = 0; scrape < 3; scrape++) { // from the third on, from labels that were kept
            List<MetricFamily> read = TextParser.openMetrics().parse(Families.encode(encoder, families));

            assertThat(encoder.errors()).extracting(GatherError::message).containsExactly(error);
            assertThat(read.stream().mapToInt(family -> family.metrics().size()).sum())
                    .isEqualTo(metrics.size());
            // The text format has no such rule.
            assertThat(TextParser.text()
                            .parse(Families.encode(text, families))
                            .get(0)
                            .metrics())
                    .hasSameSizeAs(metrics);
            assertThat(text.errors()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "INFO, a_info, 2, 'info \"a_info\" {}: expected 1 as the value of an info in OpenMetrics, got 2.0'",
        "STATE_SET, a, 0.5, "
                + "'stateset \"a\" {a=\"on\"}: expected 0 or 1 as the value of a state in OpenMetrics, got 0.5'"
    })
    void aUsersInfoOrStateHasTheValueOfOne(MetricType type, String name, double value, String error) {
        Encoder encoder = Format.OPENMETRICS.newEncoder();

        MetricFamily family = new MetricFamily(type, name, "", "", List.of(of(type, name, value)));
        assertThat(Families.encode(encoder, List.of(family))).isEqualTo("# EOF\n");
        assertThat(encoder.errors()).extracting(GatherError::message).containsExactly(error);
    }

    @Test
    void aCounterBesideTheNameOfItsCreatedSamplesIsUnknown() {
        Encoder encoder = Format.OPENMETRICS.withCreatedSamples().newEncoder();
        Metric counter = ConstMetric.of(Desc.counter("jobs_total", "Jobs."), 1)
                .withCreated(Instant.ofEpochSecond(1_700_000_000));
        Metric gauge = ConstMetric.of(Desc.gauge("jobs_created", "Made."), 2);

        String written = Families.encode(encoder, Families.of(counter, gauge));

        assertThat(written).contains("# TYPE jobs_total unknown\njobs_total 1.0\n", "jobs_created 2.0\n");
        assertThat(encoder.errors()).isEmpty();
        assertThat(TextParser.openMetrics().parse(written)).hasSize(2);
    }

    @Test
    void sumAndCountAreWrittenTogetherOrNot() {
        Encoder encoder = Format.OPENMETRICS.newEncoder();
        Map<Double, Long> buckets = Map.of(Double.POSITIVE_INFINITY, 2L);
        OptionalDouble noSum = OptionalDouble.empty();

        assertThat(Families.encode(
                        encoder,
                        Families.of(
                                ConstMetric.histogram(
                                        Desc.histogram("a", ""), OptionalLong.empty(), OptionalDouble.of(3), buckets),
                                ConstMetric.histogram(Desc.histogram("b", ""), OptionalLong.of(2), noSum, Map.of()))))
                .isEqualTo("""
                        # HELP a\s
                        # TYPE a histogram
                        a_bucket{le="+Inf"} 2
                        a_sum 3.0
                        a_count 2
                        # HELP b\s
                        # TYPE b histogram
                        b_bucket{le="+Inf"} 2
                        # EOF
                        """);
        assertThat(encoder.errors()).isEmpty();
    }

    @Test
    void aSeriesThatIsThereTwiceIsAnErrorInEveryFormat() {
        Metric first = ConstMetric.of(Desc.gauge("a", "", "b"), 1, "c");
        Metric between = ConstMetric.of(Desc.gauge("a", "", "b"), 2, "a");
        MetricFamily family = new MetricFamily(first.desc(), List.of(first, between, first));
        for (Format format : List.of(Format.TEXT, Format.OPENMETRICS, Format.PROTOBUF)) {
            Encoder encoder = format.newEncoder();
            for (int scrape = 0; scrape < 3; scrape++) {
                Families.encode(encoder, List.of(family));

                assertThat(encoder.errors())
                        .extracting(GatherError::message)
                        .containsExactly("gauge \"a\" {b=\"c\"}: another series has the same labels {b=c}");
            }
        }
    }

    /** From the second time on, the labels are kept; but a user's metrics may have other times then. */
    @Test
    void seriesThatDifferInTheirTimesOnlyAreComparedEachTime() {
        long[] times = {1, 2};
        List<Metric> metrics = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            int index = i;
            metrics.add(new Metric() {
                @Override
                public Desc desc() {
                    return Desc.gauge("a", "A.", "b");
                }

                @Override
                public Labels labels() {
                    return Labels.of("b", "c");
                }

                @Override
                public void write(MetricVisitor visitor) {
                    visitor.gauge(1);
                }

                @Override
                public long timestampMillis() {
                    return times[index];
                }
            });
        }
        MetricFamily family = new MetricFamily(metrics.get(0).desc(), metrics);
        Encoder encoder = Format.OPENMETRICS.newEncoder();
        for (int scrape = 0; scrape < 3; scrape++) {
            Families.encode(encoder, List.of(family));
            assertThat(encoder.errors()).isEmpty();
        }

        times[0] = 3;
        times[1] = 3;
        Families.encode(encoder, List.of(family));

        assertThat(encoder.errors())
                .extracting(GatherError::message)
                .containsExactly("gauge \"a\" {b=\"c\"}: another series has the same labels {b=c}");
    }
}
