package dev.fennel.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Exemplar;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricType;
import dev.fennel.model.MetricVisitor;
import dev.fennel.model.SummaryValue;
import dev.fennel.pushgateway.internal.PublishedSchema;
import dev.fennel.registry.GatherError;
import dev.fennel.testsupport.CustomMetric;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What becomes of each type of metric, as Google's decoder sees it; and that JSON says the same. */
class ExportedPointsTest {
    private static final long NOW = 1_700_000_000_000L;
    private static final String TIME = "time_unix_nano: 1700000000000000000";
    private static final Instant START = Instant.ofEpochMilli(1_600_000_000_000L);
    private static final String TIMES = "start_time_unix_nano: 1600000000000000000 " + TIME;
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final Exemplar EXEMPLAR = new Exemplar(
            Labels.of("trace_id", TRACE, "span_id", "b7ad6b7169203331", "user", "u"),
            0.5,
            Instant.ofEpochSecond(77, 1));
    private static final String EXEMPLAR_TEXT = "exemplars { time_unix_nano: 77000000001 as_double: 0.5"
            + " span_id: \"\\267\\255kqi 31\""
            + " trace_id: \"\\n\\367e\\031\\026\\315C\\335\\204H\\353!\\034\\2001\\234\""
            + " filtered_attributes { user=u } }";

    private static MetricFamily family(Metric... metrics) {
        return new MetricFamily(metrics[0].desc(), Arrays.asList(metrics));
    }

    private static List<String> exported(boolean nativeHistograms, List<MetricFamily> families) {
        Message protobuf = DecodedExport.ofProtobuf(body(new ProtobufMessages(), nativeHistograms, families));
        assertThat(DecodedExport.ofJson(body(new JsonMessages(), nativeHistograms, families)))
                .isEqualTo(protobuf);
        return DecodedExport.metrics(protobuf);
    }

    private static byte[] body(MessageWriter format, boolean nativeHistograms, List<MetricFamily> families) {
        PointEncoder encoder = new PointEncoder(format, false, Labels.of("service.name", "s"), nativeHistograms, 2000);
        encoder.encode(families, NOW);
        assertThat(encoder.errors()).isEmpty();
        return encoder.end().get(0).body;
    }

    private static List<String> exported(Metric... metrics) {
        return exported(true, List.of(family(metrics)));
    }

    @Test
    void counterIsAMonotonicSumWithItsStartAndExemplar() {
        assertThat(exported(ConstMetric.of(
                                Desc.counter("work_seconds_total", "Work.", "zone")
                                        .withUnit("seconds"),
                                1.5,
                                "a")
                        .withCreated(START)
                        .withExemplars(EXEMPLAR)))
                .containsExactly("name: \"work_seconds_total\" description: \"Work.\" unit: \"s\" sum { data_points { "
                        + TIMES + " as_double: 1.5 " + EXEMPLAR_TEXT + " attributes { zone=a } }"
                        + " aggregation_temporality: 2 is_monotonic: true } metadata { prometheus.type=counter }");
    }

    @Test
    void gaugeHasAnyValueAndMayHaveATimeOfItsOwn() {
        Desc gauge = Desc.gauge("depth", "", "of");
        assertThat(exported(
                        ConstMetric.of(gauge, Double.NaN, "a"),
                        ConstMetric.of(gauge, Double.NEGATIVE_INFINITY, "b"),
                        ConstMetric.of(gauge, Double.MIN_VALUE, "c"),
                        ConstMetric.of(gauge, 4, "d").withTimestamp(Instant.ofEpochMilli(5))))
                .containsExactly("name: \"depth\" gauge {"
                        + " data_points { " + TIME + " as_double: NaN attributes { of=a } }"
                        + " data_points { " + TIME + " as_double: -Infinity attributes { of=b } }"
                        + " data_points { " + TIME + " as_double: 4.9E-324 attributes { of=c } }"
                        + " data_points { time_unix_nano: 5000000 as_double: 4.0 attributes { of=d } } }"
                        + " metadata { prometheus.type=gauge }");
    }

    @Test
    void untypedIsAGaugeAndInfosAndStatesAreSumsThatAreNotMonotonic() {
        assertThat(exported(
                        true,
                        List.of(
                                family(ConstMetric.of(Desc.untyped("a", "A."), 1)),
                                family(ConstMetric.of(Desc.info("b_info", "B.", "v"), 1, "2")),
                                family(ConstMetric.of(Desc.stateSet("c", "C.", "c"), 1, "on")))))
                .containsExactly(
                        "name: \"a\" description: \"A.\" gauge { data_points { " + TIME
                                + " as_double: 1.0 } } metadata { prometheus.type=unknown }",
                        "name: \"b_info\" description: \"B.\" sum { data_points { " + TIME
                                + " as_double: 1.0 attributes { v=2 } } aggregation_temporality: 2 }"
                                + " metadata { prometheus.type=info }",
                        "name: \"c\" description: \"C.\" sum { data_points { " + TIME
                                + " as_double: 1.0 attributes { c=on } } aggregation_temporality: 2 }"
                                + " metadata { prometheus.type=stateset }");
    }

    @Test
    void classicHistogramHasTheCountOfEachBucketAndAllBoundsButInfinity() {
        Metric histogram = ConstMetric.histogram(
                        Desc.histogram("size", "Size.", "z"), 5, 4.5, Map.of(1e-7, 1L, 1.0, 3L, 2e10, 3L), "x")
                .withExemplars(EXEMPLAR)
                .withCreated(START);
        assertThat(exported(histogram))
                .containsExactly("name: \"size\" description: \"Size.\" histogram { data_points { " + TIMES
                        + " count: 5 sum: 4.5 bucket_counts: 1 bucket_counts: 2 bucket_counts: 0 bucket_counts: 2"
                        + " explicit_bounds: 1.0E-7 explicit_bounds: 1.0 explicit_bounds: 2.0E10 " + EXEMPLAR_TEXT
                        + " attributes { z=x } } aggregation_temporality: 2 } metadata { prometheus.type=histogram }");
    }

    @Test
    void histogramWithoutBucketsHasOneForAll() {
        assertThat(exported(ConstMetric.histogram(Desc.histogram("size", ""), 5, 4.5, Map.of())))
                .containsExactly("name: \"size\" histogram { data_points { " + TIME
                        + " count: 5 sum: 4.5 bucket_counts: 5 } aggregation_temporality: 2 }"
                        + " metadata { prometheus.type=histogram }");
    }

    @Test
    void whatAHistogramDoesNotHaveIsLeftOutAndItsCountIsWhatItsBucketsHave() {
        assertThat(exported(ConstMetric.histogram(
                        Desc.histogram("size", ""), OptionalLong.empty(), OptionalDouble.empty(), Map.of(1.0, 2L))))
                .containsExactly("name: \"size\" histogram { data_points { " + TIME
                        + " count: 2 bucket_counts: 2 bucket_counts: 0 explicit_bounds: 1.0 }"
                        + " aggregation_temporality: 2 } metadata { prometheus.type=histogram }");
    }

    @Test
    void nativeHistogramIsAnExponentialOneWithAllBucketsBetween() {
        assertThat(exported(nativeHistogram()))
                .containsExactly("name: \"size\" exponential_histogram { data_points { attributes { z=x } " + TIME
                        + " count: 16 sum: 2.5 scale: 3 zero_count: 1"
                        + " positive { offset: -1 bucket_counts: 3 bucket_counts: 0 bucket_counts: 0 bucket_counts: 2"
                        + " bucket_counts: 0 bucket_counts: 6 }"
                        + " negative { offset: -8 bucket_counts: 4 }"
                        + " zero_threshold: 1.0E-9 } aggregation_temporality: 2 }"
                        + " metadata { prometheus.type=histogram }");
    }

    @Test
    void nativeHistogramIsClassicIfThatIsWanted() {
        assertThat(exported(false, List.of(family(nativeHistogram()))))
                .containsExactly("name: \"size\" histogram { data_points { " + TIME
                        + " count: 16 sum: 2.5 bucket_counts: 16 attributes { z=x } } aggregation_temporality: 2 }"
                        + " metadata { prometheus.type=histogram }");
    }

    @Test
    void familyWithHistogramsOfBothKindsIsAMetricOfEach() {
        Metric classic = ConstMetric.histogram(Desc.histogram("size", "", "z"), 1, 1, Map.of(), "y");
        assertThat(exported(nativeHistogram(), classic, nativeHistogram()))
                .extracting(metric -> metric.replaceAll(" data_points.*", ""))
                .containsExactly(
                        "name: \"size\" exponential_histogram {",
                        "name: \"size\" histogram {",
                        "name: \"size\" exponential_histogram {");
    }

    private static ConstMetric nativeHistogram() {
        return ConstMetric.nativeHistogram(
                Desc.histogram("size", "", "z"), 16, 2.5, 3, 1e-9, 1, Map.of(0, 3L, 3, 2L, 5, 6L), Map.of(-7, 4L), "x");
    }

    @Test
    void exemplarsOfANativeHistogramComeInTheOrderOfTheirTimes() {
        Metric histogram = ConstMetric.nativeHistogram(
                        Desc.histogram("size", ""), 3, 6, 0, 0, 0, Map.of(0, 1L, 1, 1L, 2, 1L), Map.of())
                .withExemplars(
                        new Exemplar(Labels.EMPTY, 1, Instant.ofEpochMilli(30)),
                        new Exemplar(Labels.EMPTY, 2, null),
                        new Exemplar(Labels.EMPTY, 3, Instant.ofEpochMilli(10)));
        assertThat(exported(histogram))
                .singleElement()
                .asString()
                .contains("exemplars { time_unix_nano: 10000000 as_double: 3.0 }"
                        + " exemplars { time_unix_nano: 30000000 as_double: 1.0 }"
                        + " exemplars { " + TIME + " as_double: 2.0 }");
    }

    @Test
    void identitiesThatAreNoneAreAttributes() {
        String span = "b7ad6b7169203331";
        for (String[] labels : new String[][] {
            {"trace_id", "ab"},
            {"trace_id", "0".repeat(32)},
            {"trace_id", TRACE.replace('0', 'x')},
            {"span_id", span + "00"},
            {"span_id", "\u0660" + span.substring(1)},
            {"Trace_id", TRACE}
        }) {
            Exemplar exemplar = new Exemplar(Labels.of(labels), 1, null);
            assertThat(exported(ConstMetric.of(Desc.counter("a_total", ""), 1).withExemplars(exemplar)))
                    .singleElement()
                    .asString()
                    .contains("filtered_attributes { " + labels[0] + "=")
                    .doesNotContain("trace_id: \"", "span_id: \"");
        }
    }

    @Test
    void identitiesMayHaveDigitsInUpperCase() {
        Exemplar exemplar = new Exemplar(Labels.of("trace_id", TRACE.toUpperCase(Locale.ROOT)), 1, null);
        assertThat(exported(ConstMetric.of(Desc.counter("a_total", ""), 1).withExemplars(exemplar)))
                .singleElement()
                .asString()
                .contains("trace_id: \"\\n\\367e\\031");
    }

    @Test
    void timesThatCannotBeExpressed() {
        Exemplar old = new Exemplar(Labels.EMPTY, 1, Instant.MIN);
        assertThat(exported(ConstMetric.of(Desc.counter("a_total", ""), 1)
                        .withCreated(Instant.ofEpochMilli(Long.MAX_VALUE))
                        .withExemplars(old)))
                .containsExactly("name: \"a_total\" sum { data_points { " + TIME + " as_double: 1.0 exemplars { "
                        + TIME + " as_double: 1.0 } } aggregation_temporality: 2 is_monotonic: true }"
                        + " metadata { prometheus.type=counter }");
        for (long millis : new long[] {-1, Long.MAX_VALUE}) {
            Metric metric = ConstMetric.of(Desc.gauge("a", ""), 1).withTimestamp(Instant.ofEpochMilli(millis));
            assertThat(errors(family(metric)))
                    .singleElement()
                    .asString()
                    .startsWith("gauge \"a\" {}: ")
                    .endsWith("expected a timestamp from 1970 to 2262, got " + millis + " milliseconds since 1970");
        }
    }

    /** Such a point contradicts itself, and some receivers refuse the whole request for it. */
    @Test
    void startAfterTheTimeOfTheValueIsLeftOut() {
        Instant time = START.minusMillis(1);
        for (Instant start : new Instant[] {START, Instant.ofEpochMilli(Long.MAX_VALUE)}) {
            assertThat(exported(
                            true,
                            List.of(
                                    family(ConstMetric.of(Desc.counter("a_total", ""), 1)
                                            .withCreated(start)
                                            .withTimestamp(time)),
                                    family(ConstMetric.summary(Desc.summary("s", ""), 1, 1, Map.of())
                                            .withCreated(start)
                                            .withTimestamp(time)),
                                    family(nativeHistogram().withCreated(start).withTimestamp(time)))))
                    .hasSize(3)
                    .allSatisfy(metric -> assertThat(metric)
                            .contains(" time_unix_nano: 1599999999999000000 ")
                            .doesNotContain("start_time"));
        }
        assertThat(exported(ConstMetric.of(Desc.counter("a_total", ""), 1)
                        .withCreated(START)
                        .withTimestamp(START)))
                .singleElement()
                .asString()
                .contains("start_time_unix_nano: 1600000000000000000 time_unix_nano: 1600000000000000000 ");
    }

    @Test
    void summaryHasItsQuantiles() {
        assertThat(exported(ConstMetric.summary(
                        Desc.summary("lat", "", "z"), 2, 3, Map.of(0.0, 1.0, 0.99, Double.NaN, 1.0, 2.0), "x")))
                .containsExactly("name: \"lat\" summary { data_points { " + TIME + " count: 2 sum: 3.0"
                        + " quantile_values { quantile: 0.0 value: 1.0 }"
                        + " quantile_values { quantile: 0.99 value: NaN }"
                        + " quantile_values { quantile: 1.0 value: 2.0 }"
                        + " attributes { z=x } } } metadata { prometheus.type=summary }");
    }

    /** What {@link #exported} asserts: that JSON, decoded, is the same message. */
    @Test
    void randomValuesAreTheSameInBothFormats() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            Map<Double, Long> buckets = new TreeMap<>();
            long count = 0;
            for (int i = random.nextInt(8); i > 0; i--) {
                buckets.put(bits(random), 0L);
            }
            for (Map.Entry<Double, Long> bucket : buckets.entrySet()) {
                count += random.nextLong() >>> random.nextInt(8, 64);
                bucket.setValue(count);
            }
            Desc gauge = Desc.gauge("g", "", "n");
            assertThat(exported(
                            true,
                            List.of(
                                    family(
                                            ConstMetric.of(gauge, bits(random), "a"),
                                            ConstMetric.of(gauge, random.nextGaussian(), "b"),
                                            ConstMetric.of(gauge, random.nextInt(), "c")),
                                    family(ConstMetric.histogram(
                                            Desc.histogram("h", ""), count, bits(random), buckets)),
                                    family(ConstMetric.summary(
                                            Desc.summary("s", ""), count, bits(random), Map.of(0.5, bits(random)))))))
                    .as("seed %d", seed)
                    .hasSize(3);
        }
    }

    /** Any finite number: infinity is a bound that buckets need not have, and JSON does not keep the bits of NaN. */
    private static double bits(Random random) {
        double value = Double.longBitsToDouble(random.nextLong());
        return Double.isFinite(value) ? value : 1;
    }

    @Test
    void labelsWithoutAValueAreLeftOutAndNamesStayAsTheyAre() {
        assertThat(exported(ConstMetric.of(
                        Desc.gauge("a.b", "", "empty", "größe", "x.y"), 1, "", "\uD83D\uDE00", "\"\\\n")))
                .singleElement()
                .asString()
                .contains("name: \"a.b\"")
                .doesNotContain("empty")
                .contains("=\\360\\237\\230\\200 }")
                .contains("key: \"x.y\" value { string_value: \"\\\"\\\\\\n\" }");
    }

    @Test
    void hostileTextStaysText() {
        StringBuilder help = new StringBuilder("}]\",\"name\":\"x\" \uD83D\uDE00 \u2028 \\u0000 ");
        for (char c = 0; c < 0xA0; c++) {
            help.append(c);
        }
        Message request = DecodedExport.ofJson(
                body(new JsonMessages(), true, List.of(family(ConstMetric.of(Desc.gauge("a", help.toString()), 1)))));
        assertThat(exported(ConstMetric.of(Desc.gauge("a", help.toString()), 1)))
                .hasSize(1);
        Message resource = PublishedSchema.messages(request, "resource_metrics").get(0);
        Message scope = PublishedSchema.messages(resource, "scope_metrics").get(0);
        Message metric = PublishedSchema.messages(scope, "metrics").get(0);
        assertThat(PublishedSchema.field(metric, "description")).isEqualTo(help.toString());
    }

    private static List<String> errors(MetricFamily... families) {
        PointEncoder encoder = new PointEncoder(new ProtobufMessages(), false, Labels.EMPTY, true, 2000);
        encoder.encode(List.of(families), NOW);
        return encoder.errors().stream().map(GatherError::message).toList();
    }

    @Test
    void metricThatFailsIsReportedWithItsLabelsAndSoIsOneThatWritesNothingOrTwice() {
        assertThat(errors(
                        written(visitor -> {
                            throw new IllegalStateException("broken");
                        }),
                        written(visitor -> {}),
                        written(visitor -> {
                            visitor.gauge(1);
                            visitor.gauge(2);
                        }),
                        written(visitor -> visitor.untyped(1))))
                .satisfiesExactly(
                        thrown -> assertThat(thrown).contains("gauge \"a\" {n=\"1\"}", "broken"),
                        nothing -> assertThat(nothing).contains("expected a value, got none"),
                        twice -> assertThat(twice).contains("got one of type gauge after another one"),
                        wrong -> assertThat(wrong).contains("of type gauge, got one of type untyped"));
    }

    /** However many fail, each is reported as it fails: what is half written of one does not weigh on the next. */
    @Test
    void manyBrokenMetricsAreAllReported() {
        List<MetricFamily> families = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            families.add(brokenSummary());
        }
        assertThat(errors(families.toArray(MetricFamily[]::new))).hasSize(50).allSatisfy(error -> assertThat(error)
                .contains("no such quantile"));
    }

    private static MetricFamily brokenSummary() {
        Desc desc = Desc.summary("a", "");
        return new MetricFamily(
                desc,
                List.of(new CustomMetric(desc, Labels.of("n", "1"), visitor -> visitor.summary(new BrokenSummary()))));
    }

    private static MetricFamily written(Consumer<MetricVisitor> value) {
        return new MetricFamily(
                MetricType.GAUGE,
                "a",
                "",
                "",
                List.of(new CustomMetric(Desc.gauge("a", "", "n"), Labels.of("n", "1"), value)));
    }

    /** Fails after the point has begun. */
    private static final class BrokenSummary implements SummaryValue {
        @Override
        public long count() {
            return 1;
        }

        @Override
        public double sum() {
            return 1;
        }

        @Override
        public int quantileCount() {
            return 1;
        }

        @Override
        public double quantile(int index) {
            return 0.5;
        }

        @Override
        public double quantileValue(int index) {
            throw new IllegalStateException("no such quantile");
        }
    }
}
