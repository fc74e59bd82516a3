package dev.fennel.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.fennel.exposition.EscapingScheme;
import dev.fennel.exposition.IncompleteMetricsException;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Exemplar;
import dev.fennel.model.HistogramValue;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricVisitor;
import dev.fennel.model.NativeBuckets;
import dev.fennel.pushgateway.internal.Nullable;
import dev.fennel.registry.GatherResult;
import dev.fennel.remotewrite.RemoteWrite.Version;
import dev.fennel.testsupport.CustomMetric;
import dev.fennel.testsupport.HistogramTaker;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Metrics that are allowed and that nobody expects. */
class HostileMetricsTest {
    private static final long NOW = 1_700_000_000_000L;

    private static RequestEncoder encode(Version version, Labels external, Metric... metrics) {
        EscapingScheme escaping = version == Version.V2_0 ? EscapingScheme.ALLOW_UTF_8 : EscapingScheme.UNDERSCORES;
        RequestEncoder encoder =
                new RequestEncoder(version, escaping, external, version == Version.V2_0, Map.of(), 2000);
        encoder.encode(List.of(new MetricFamily(metrics[0].desc(), Arrays.asList(metrics))), NOW);
        return encoder;
    }

    private static List<String> series(Version version, Labels external, Metric... metrics) {
        RequestEncoder encoder = encode(version, external, metrics);
        assertThat(encoder.errors()).isEmpty();
        return DecodedRequest.of(encoder.end().get(0).body, version == Version.V2_0)
                .series();
    }

    private static List<String> version2(Metric... metrics) {
        return series(Version.V2_0, Labels.EMPTY, metrics);
    }

    @Test
    void aPushIsNoScrape() {
        List<Boolean> scrapes = new ArrayList<>();
        Desc desc = Desc.gauge("watching", "");
        Metric watching = new CustomMetric(desc, Labels.EMPTY, visitor -> {
            scrapes.add(visitor.isScrape());
            visitor.gauge(1);
        });
        version2(watching);
        series(Version.V1_0, Labels.EMPTY, watching);

        assertThat(scrapes).isNotEmpty().containsOnly(false);
    }

    @Test
    void startThatIsAfterTheSampleIsLeftOut() {
        Instant later = Instant.ofEpochMilli(NOW + 1);
        Instant now = Instant.ofEpochMilli(NOW);
        Desc counter = Desc.counter("a_total", "", "n");
        assertThat(version2(
                        ConstMetric.of(counter, 1, "1").withCreated(later),
                        ConstMetric.of(counter, 1, "2").withCreated(now),
                        ConstMetric.of(counter, 1, "3").withCreated(now).withTimestamp(Instant.ofEpochMilli(5))))
                .containsExactly(
                        "{__name__=a_total,n=1} 1.0 @1700000000000 | COUNTER |  |  | 0",
                        "{__name__=a_total,n=2} 1.0 @1700000000000 from 1700000000000 | COUNTER |  |  | 1700000000000",
                        "{__name__=a_total,n=3} 1.0 @5 | COUNTER |  |  | 0");
        Desc histogram = Desc.histogram("h", "");
        assertThat(version2(ConstMetric.histogram(histogram, 1, 1, Map.of()).withCreated(later)))
                .hasSize(3)
                .allMatch(series -> series.endsWith("| 0") && !series.contains("from"));
        assertThat(version2(ConstMetric.nativeHistogram(histogram, 1, 1, 0, 0, 0, Map.of(0, 1L), Map.of())
                        .withCreated(later)))
                .singleElement()
                .asString()
                .endsWith("| 0")
                .doesNotContain("start_timestamp", "1700000000001");
    }

    @Test
    void labelThatIsEmptyClashesWithNothing() {
        assertThat(series(
                        Version.V1_0,
                        Labels.EMPTY,
                        ConstMetric.of(Desc.gauge("a", "", "x.y", "x_y", "..name__"), 1, "", "1", "")))
                .containsExactly("{__name__=a,x_y=1} 1.0 @1700000000000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"..name__", "x.y"})
    void externalLabelsThatAreTheSameOnceTheyAreWrittenAreAnError(String name) throws IOException {
        try (FakeReceiver receiver = new FakeReceiver(false)) {
            Desc desc = Desc.gauge("a", "");
            RemoteWrite push = RemoteWrite.to(receiver.url(), "j")
                    .version(Version.V1_0)
                    .externalLabel("x-y", "1")
                    .externalLabel(name, "2")
                    .gatherer(() -> new GatherResult(
                            List.of(new MetricFamily(desc, List.of(ConstMetric.of(desc, 1)))), List.of()));
            assertThatExceptionOfType(IncompleteMetricsException.class)
                    .isThrownBy(push::push)
                    .withMessageContaining("external label \"" + name + "\": expected another name");
            assertThat(receiver.requests()).isEmpty();
        }
    }

    @Test
    void metricsThatAreTheSameSeriesOnceTheyAreWrittenAreAnError() {
        assertThat(errors(
                        Labels.of("job", "j"),
                        ConstMetric.of(Desc.gauge("a", "", "job"), 1, ""),
                        ConstMetric.of(Desc.gauge("a", "", "job"), 2, "j")))
                .singleElement()
                .isEqualTo("gauge \"a\" {job=\"j\"}: another metric has the same labels once they are written");
        assertThat(errors(
                        Labels.EMPTY,
                        ConstMetric.of(Desc.gauge("a", ""), 1),
                        ConstMetric.of(Desc.gauge("a", "", "of"), 2, "")))
                .hasSize(1);
        assertThat(errors(
                        Labels.EMPTY,
                        ConstMetric.of(Desc.gauge("a", "", "x.y"), 1, "1"),
                        ConstMetric.of(Desc.gauge("a", "", "x_y"), 2, "1")))
                .hasSize(1);
        Desc own = Desc.gauge("a", "", "job", "x.y");
        assertThat(errors(
                        Labels.of("job", "j"),
                        ConstMetric.of(own, 1, "", "1"),
                        ConstMetric.of(own, 2, "j", "2"),
                        ConstMetric.of(own, 3, "", "3").withTimestamp(Instant.EPOCH),
                        ConstMetric.of(own, 4, "", "3")))
                .isEmpty();
    }

    private static List<String> errors(Labels external, Metric... metrics) {
        return encode(Version.V1_0, external, metrics).errors().stream()
                .map(error -> error.message())
                .toList();
    }

    @Test
    void exemplarOfAnyTimeIsWritten() {
        Desc counter = Desc.counter("a_total", "", "n");
        assertThat(version2(
                        ConstMetric.of(counter, 1, "1").withExemplars(new Exemplar(Labels.EMPTY, 2, Instant.MAX)),
                        ConstMetric.of(counter, 1, "2").withExemplars(new Exemplar(Labels.EMPTY, 2, Instant.MIN)),
                        ConstMetric.of(counter, 1, "3").withExemplars(new Exemplar(Labels.EMPTY, 2, Instant.EPOCH))))
                .extracting(series -> series.replaceAll(".*#(.*?) \\|.*", "$1"))
                .containsExactly("{} 2.0 @9223372036854775807", "{} 2.0 @-9223372036854775808", "{} 2.0 @0");
    }

    /** As a server expects them, for which times are milliseconds. */
    @Test
    void exemplarsOfTheSameMillisecondComeInTheOrderOfTheirValues() {
        Instant time = Instant.ofEpochMilli(7);
        ConstMetric histogram =
                ConstMetric.nativeHistogram(Desc.histogram("size", ""), 3, 6, 0, 0, 0, Map.of(0, 1L, 1, 2L), Map.of());
        assertThat(version2(histogram.withExemplars(
                        new Exemplar(Labels.EMPTY, 2, time),
                        new Exemplar(Labels.EMPTY, 1, time.plusNanos(1)),
                        new Exemplar(Labels.EMPTY, 3, Instant.MIN))))
                .singleElement()
                .asString()
                .contains("> #{} 3.0 @-9223372036854775808 #{} 1.0 @7 #{} 2.0 @7 |");
    }

    @Test
    void nativeHistogramHasTheExemplarsOfItsClassicBucketsIfItHasNoOthers() {
        Metric fixed =
                ConstMetric.nativeHistogram(Desc.histogram("size", ""), 3, 6, 0, 0, 0, Map.of(0, 1L, 1, 2L), Map.of());
        assertThat(version2(new WithClassicExemplar(fixed)))
                .singleElement()
                .asString()
                .contains("> #{trace_id=ab} 2.0 @7 |");
    }

    /** A histogram of somebody's own whose native buckets have no exemplars. */
    private record WithClassicExemplar(Metric metric) implements Metric {
        @Override
        public Desc desc() {
            return metric.desc();
        }

        @Override
        public Labels labels() {
            return metric.labels();
        }

        @Override
        public void write(MetricVisitor visitor) {
            HistogramValue[] value = new HistogramValue[1];
            metric.write(new HistogramTaker(taken -> value[0] = HistogramValue.copyOf(taken)));
            visitor.histogram(new HistogramValue() {
                @Override
                public long count() {
                    return value[0].count();
                }

                @Override
                public double sum() {
                    return value[0].sum();
                }

                @Override
                public int bucketCount() {
                    return 1;
                }

                @Override
                public double upperBound(int index) {
                    return Double.POSITIVE_INFINITY;
                }

                @Override
                public long cumulativeCount(int index) {
                    return value[0].count();
                }

                @Override
                public Exemplar exemplar(int index) {
                    return new Exemplar(Labels.of("trace_id", "ab"), 2, Instant.ofEpochMilli(7));
                }

                @Override
                public @Nullable NativeBuckets nativeBuckets() {
                    return value[0].nativeBuckets();
                }
            });
        }
    }

    @Test
    void familiesWithoutMetricsAreNoRequest() throws IOException {
        try (FakeReceiver receiver = new FakeReceiver(false)) {
            RemoteWrite push = RemoteWrite.to(receiver.url(), "j")
                    .staleMarkers()
                    .gatherer(() ->
                            new GatherResult(List.of(new MetricFamily(Desc.gauge("a", ""), List.of())), List.of()));
            assertThat(push.push()).isEqualTo(new RemoteWriteResult(0, 0, 0, 0, 0, 0, 0, 0));
            push.push();
            assertThat(receiver.requests()).isEmpty();
        }
    }
}
