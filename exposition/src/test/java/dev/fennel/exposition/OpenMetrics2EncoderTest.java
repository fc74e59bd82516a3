package dev.fennel.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.exposition.parser.TextParser;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Exemplar;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What OpenMetrics 2.0 looks like. The pages here were made by hand from the examples of the specification. */
class OpenMetrics2EncoderTest {
    private static final Format UTF_8 = Format.OPENMETRICS_2_0.withEscaping(EscapingScheme.ALLOW_UTF_8);
    private static final Instant START = Instant.ofEpochMilli(1_605_301_325_000L);
    private static final Instant CREATED = Instant.ofEpochMilli(1_520_430_000_123L);
    private static final Desc LATENCY = Desc.histogram("foo", "");

    private final Encoder encoder = UTF_8.newEncoder();

    private String encode(Metric... metrics) {
        String text = Families.encode(encoder, Families.of(metrics));
        assertThat(encoder.errors()).isEmpty();
        assertThat(OpenMetrics2Grammar.firstWrongLine(text)).as(text).isZero();
        assertThat(TextParser.openMetrics2().parse(text)).isNotEmpty();
        return text;
    }

    /** Encodes one metric, and returns what stands behind its name. */
    private String value(Metric metric) {
        String text = encode(metric);
        String line = text.lines().filter(l -> !l.startsWith("#")).findFirst().orElseThrow();
        return line.substring(line.indexOf(' ') + 1);
    }

    private List<String> errors(Metric... metrics) {
        assertThat(Families.encode(encoder, Families.of(metrics))).isEqualTo("# EOF\n");
        return encoder.errors().stream().map(error -> error.message()).toList();
    }

    private static Exemplar exemplar(String traceId, double value, Instant time) {
        return new Exemplar(traceId.isEmpty() ? Labels.EMPTY : Labels.of("trace_id", traceId), value, time);
    }

    /** The complete exposition that the specification shows, as far as the model has it, in the order of names. */
    @Test
    void pageOfTheSpecification() {
        Desc route = Desc.summary("acme_http_router_request_seconds", "Latency of \"ACME\".", "path", "method")
                .withUnit("seconds");
        Desc request = Desc.histogram("acme_http_request_seconds", "Latency.", "path", "method")
                .withUnit("seconds");
        Desc errors = Desc.counter("foodb.read.errors", "Errors\nof reads.", "service.name");

        assertThat(encode(
                        ConstMetric.summary(route, 807_283, 9036.32, Map.of(0.95, 2.0, 0.99, 20.0), "/api/v1", "GET")
                                .withCreated(START),
                        ConstMetric.summary(route, 34, 479.3, Map.of(0.95, 2.5, 0.99, 2.9), "/api/v2", "GET"),
                        ConstMetric.of(Desc.gauge("go_goroutines", "Goroutines."), 69),
                        ConstMetric.of(
                                Desc.counter("process_cpu_seconds_total", "CPU.")
                                        .withUnit("seconds"),
                                4.20072246e6),
                        ConstMetric.histogram(request, 2, 120, Map.of(0.5, 1L, 1.0, 2L), "/api/v1", "GET")
                                .withNativeBuckets(0, 1e-4, 0, Map.of(1, 1L, 2, 1L), Map.of())
                                .withCreated(START),
                        ConstMetric.of(errors, 3482, "my_service")))
                .isEqualTo("""
                        # TYPE acme_http_request_seconds histogram
                        # UNIT acme_http_request_seconds seconds
                        # HELP acme_http_request_seconds Latency.
                        acme_http_request_seconds{method="GET",path="/api/v1"} {count:2,sum:120,schema:0,\
                        zero_threshold:0.0001,zero_count:0,positive_spans:[1:2],positive_buckets:[1,1],\
                        bucket:[0.5:1,1:2,+Inf:2]} st@1605301325
                        # TYPE acme_http_router_request_seconds summary
                        # UNIT acme_http_router_request_seconds seconds
                        # HELP acme_http_router_request_seconds Latency of \\"ACME\\".
                        acme_http_router_request_seconds{method="GET",path="/api/v1"} {count:807283,sum:9036.32,\
                        quantile:[0.95:2,0.99:20]} st@1605301325
                        acme_http_router_request_seconds{method="GET",path="/api/v2"} {count:34,sum:479.3,\
                        quantile:[0.95:2.5,0.99:2.9]}
                        # TYPE "foodb.read.errors" counter
                        # HELP "foodb.read.errors" Errors\\nof reads.
                        {"foodb.read.errors","service.name"="my_service"} 3482.0
                        # TYPE go_goroutines gauge
                        # HELP go_goroutines Goroutines.
                        go_goroutines 69.0
                        # TYPE process_cpu_seconds_total counter
                        # UNIT process_cpu_seconds_total seconds
                        # HELP process_cpu_seconds_total CPU.
                        process_cpu_seconds_total 4.20072246e+06
                        # EOF
                        """);
    }

    @Test
    void infosStateSetsAndUnknownMetricsAreCalledSo() {
        Desc phase = Desc.stateSet("foo", "", "foo", "entity");

        assertThat(encode(
                        ConstMetric.of(phase, 1, "a", "controller"),
                        ConstMetric.of(phase, 0, "bb", "controller"),
                        ConstMetric.of(Desc.untyped("bar", ""), 42.23),
                        ConstMetric.of(Desc.info("foo_info", "", "name", "version"), 1, "pretty name", "8.2.7")))
                .isEqualTo("""
                        # TYPE bar unknown
                        bar 42.23
                        # TYPE foo stateset
                        foo{entity="controller",foo="a"} 1.0
                        foo{entity="controller",foo="bb"} 0.0
                        # TYPE foo_info info
                        foo_info{name="pretty name",version="8.2.7"} 1.0
                        # EOF
                        """);
    }

    @Test
    void timestampStartAndExemplarStandInThisOrder() {
        ConstMetric counter = ConstMetric.of(Desc.counter("foo_total", ""), 17)
                .withTimestamp(Instant.ofEpochMilli(1_520_879_607_789L))
                .withCreated(CREATED)
                .withExemplars(exemplar("KOO5S4vxi0o", 0.67, Instant.ofEpochMilli(1_520_879_606_100L)));

        assertThat(value(counter))
                .isEqualTo("17.0 1520879607.789 st@1520430000.123 # {trace_id=\"KOO5S4vxi0o\"} 0.67 1520879606.1");
    }

    @Test
    void counterIsCalledAsItIs() {
        assertThat(encode(
                        ConstMetric.of(Desc.counter("jobs", ""), 3), ConstMetric.of(Desc.counter("jobs_total", ""), 4)))
                .isEqualTo("# TYPE jobs counter\njobs 3.0\n# TYPE jobs_total counter\njobs_total 4.0\n# EOF\n");
    }

    @Test
    void classicBucketsOfEverySize() {
        Map<Double, Long> buckets = Map.of(
                Double.NEGATIVE_INFINITY,
                0L,
                -0.5,
                0L,
                0.0,
                0L,
                1e-5,
                0L,
                1e-4,
                5L,
                0.1,
                8L,
                1.0,
                10L,
                1e6,
                15L,
                1.1e23,
                17L);

        assertThat(value(ConstMetric.histogram(LATENCY, 17, 324_789.3, buckets).withCreated(CREATED)))
                .isEqualTo("{count:17,sum:324789.3,bucket:[-Inf:0,-0.5:0,0:0,1e-05:0,0.0001:5,0.1:8,1:10,1e+06:15,"
                        + "1.1e+23:17,+Inf:17]} st@1520430000.123");
    }

    @Test
    void countsHaveAllTheirDigits() {
        long most = Long.MAX_VALUE;

        assertThat(value(ConstMetric.histogram(LATENCY, most, 1e300, Map.of(1.0, most - 1))))
                .isEqualTo("{count:" + most + ",sum:1e+300,bucket:[1:" + (most - 1) + ",+Inf:" + most + "]}");
        assertThat(value(ConstMetric.nativeHistogram(
                        LATENCY,
                        most,
                        Double.NaN,
                        3,
                        2.938735877055719e-39,
                        1_234_567,
                        Map.of(7, 1_000_000L),
                        Map.of())))
                .isEqualTo(
                        "{count:" + most + ",sum:NaN,schema:3,zero_threshold:2.938735877055719e-39,zero_count:1234567,"
                                + "positive_spans:[7:1],positive_buckets:[1000000]}");
    }

    @Test
    void nativeBucketsAreAbsoluteInSpans() {
        Map<Integer, Long> positive = Map.of(-1, 5L, 0, 7L, 4, 10L, 5, 9L, 7, 8L, 10, 8L);

        assertThat(value(ConstMetric.nativeHistogram(LATENCY, 59, 120, 7, 1e-4, 0, positive, Map.of(1, 5L, 2, 7L))
                        .withCreated(CREATED)))
                .isEqualTo("{count:59,sum:120,schema:7,zero_threshold:0.0001,zero_count:0,negative_spans:[1:2],"
                        + "negative_buckets:[5,7],positive_spans:[-1:2,3:7],positive_buckets:[5,7,10,9,0,8,0,0,8]}"
                        + " st@1520430000.123");
        assertThat(value(ConstMetric.nativeHistogram(LATENCY, 0, 0, 3, 1e-4, 0, Map.of(), Map.of())))
                .isEqualTo("{count:0,sum:0,schema:3,zero_threshold:0.0001,zero_count:0}");
        assertThat(value(ConstMetric.nativeHistogram(
                        LATENCY, 2, 0, -4, 0, 0, Map.of(Integer.MIN_VALUE, 1L, -2, 1L), Map.of())))
                .contains("positive_spans:[-2147483648:1,2147483645:1],positive_buckets:[1,1]");
    }

    @Test
    void exemplarsOfAllBucketsAreWritten() {
        Exemplar[] some = {
            exemplar("", 0.054, Instant.ofEpochMilli(1_520_879_607_700L)),
            exemplar("KOO5S4vxi0o", 0.67, Instant.ofEpochSecond(1_520_879_602, 890)),
            exemplar("oHg5SJYRHA0", 9.8, Instant.ofEpochMilli(-500)),
            exemplar("lost", 0.005, null)
        };
        Map<Double, Long> buckets = Map.of(0.01, 0L, 0.1, 8L, 1.0, 11L, 10.0, 17L);
        String written = " # {} 0.054 1520879607.7 # {trace_id=\"KOO5S4vxi0o\"} 0.67 1520879602.00000089"
                + " # {trace_id=\"oHg5SJYRHA0\"} 9.8 -0.5";
        ConstMetric classic =
                ConstMetric.histogram(LATENCY, 17, 324_789.3, buckets).withExemplars(some);
        ConstMetric natives = ConstMetric.nativeHistogram(LATENCY, 17, 1, 0, 0, 17, Map.of(), Map.of())
                .withExemplars(some);

        assertThat(value(classic)).endsWith("+Inf:17]}" + written);
        assertThat(value(natives)).endsWith("zero_count:17}" + written);
        assertThat(value(classic.withNativeBuckets(0, 0, 17, Map.of(), Map.of())))
                .endsWith("+Inf:17]}" + written);
    }

    @Test
    void exemplarsOfNativeBucketsAreWrittenIfTheClassicOnesHaveNone() {
        Exemplar timeless = exemplar("a", 1, null);
        Exemplar timed = exemplar("b", 2, Instant.EPOCH);
        Metric both = ConstMetric.histogram(LATENCY, 3, 1, Map.of(5.0, 3L))
                .withNativeBuckets(0, 0, 3, Map.of(), Map.of())
                .withExemplars(timed, timeless); // the second takes the bucket

        assertThat(value(both)).endsWith("} # {trace_id=\"b\"} 2.0 0");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 0.001",
        "-1, -0.001",
        "1000, 1",
        "-1000, -1",
        "-1999, -1.999",
        "-2000, -2",
        "1520430000120, 1520430000.12",
        "9200000000000000000, 9200000000000000"
    })
    void timesAreDecimalSeconds(long millis, String seconds) {
        Instant time = Instant.ofEpochMilli(millis);

        assertThat(value(ConstMetric.of(Desc.counter("a", ""), 1)
                        .withTimestamp(time)
                        .withCreated(time)
                        .withExemplars(exemplar("a", 1, time))))
                .isEqualTo("1.0 " + seconds + " st@" + seconds + " # {trace_id=\"a\"} 1.0 " + seconds);
    }

    @Test
    void whatTheSpecificationForbidsIsAnErrorOfTheMetric() {
        Desc summary = Desc.summary("s", "", "i");
        Desc counter = Desc.counter("c", "", "i");
        String text = Families.encode(
                encoder,
                Families.of(
                        ConstMetric.of(counter, -1, "a"),
                        ConstMetric.of(counter, 1, "b"),
                        ConstMetric.of(counter, Double.NaN, "c"),
                        ConstMetric.summary(summary, 1, -2, Map.of(), "a"),
                        ConstMetric.summary(summary, 1, Double.NaN, Map.of(), "b"),
                        ConstMetric.summary(summary, 1, 2, Map.of(0.5, -1.0), "c"),
                        ConstMetric.summary(summary, 1, 2, Map.of(0.5, Double.NaN), "d")));

        assertThat(text).isEqualTo("""
                # TYPE c counter
                c{i="b"} 1.0
                # TYPE s summary
                s{i="d"} {count:1,sum:2,quantile:[0.5:NaN]}
                # EOF
                """);
        assertThat(encoder.errors())
                .extracting(error -> error.message())
                .containsExactly(
                        "counter \"c\" {i=\"a\"}: expected a counter of 0 or more in OpenMetrics, got -1.0",
                        "counter \"c\" {i=\"c\"}: expected a counter of 0 or more in OpenMetrics, got NaN",
                        "summary \"s\" {i=\"a\"}: expected the sum of a summary to be zero or more in OpenMetrics 2.0,"
                                + " got -2.0",
                        "summary \"s\" {i=\"b\"}: expected the sum of a summary to be zero or more in OpenMetrics 2.0,"
                                + " got NaN",
                        "summary \"s\" {i=\"c\"}: expected the value of a quantile to be zero or more in OpenMetrics 2.0,"
                                + " got -1.0");
    }

    @Test
    void familyWithoutAnyValidMetricLeavesNothing() {
        assertThat(errors(ConstMetric.of(Desc.counter("c", "Help."), -1))).hasSize(1);
    }

    @Test
    void namesAndLabelsAreEscapedAsAsked() {
        Metric metric = ConstMetric.of(Desc.counter("a.b_total", "", "c.d"), 1, "e.f")
                .withExemplars(new Exemplar(Labels.of("g.h", "i.j"), 1, Instant.EPOCH));
        Encoder underscores = Format.OPENMETRICS_2_0.newEncoder();

        assertThat(Families.encode(underscores, Families.of(metric)))
                .isEqualTo("# TYPE a_b_total counter\na_b_total{c_d=\"e.f\"} 1.0 # {g_h=\"i.j\"} 1.0 0\n# EOF\n");
        assertThat(encode(metric))
                .isEqualTo("# TYPE \"a.b_total\" counter\n"
                        + "{\"a.b_total\",\"c.d\"=\"e.f\"} 1.0 # {\"g.h\"=\"i.j\"} 1.0 0\n# EOF\n");
    }

    @Test
    void exemplarWhoseLabelsBecomeTheSameIsLeftOutAndALongOneIsNot() {
        Labels same = Labels.of("a.b", "1", "a-b", "2");
        Labels longer = Labels.of("\u00e9".repeat(40) + ".", "x".repeat(80));
        Encoder values =
                Format.OPENMETRICS_2_0.withEscaping(EscapingScheme.VALUES).newEncoder();
        Encoder underscores = Format.OPENMETRICS_2_0.newEncoder();
        ConstMetric counter = ConstMetric.of(Desc.counter("c", ""), 1);

        assertThat(Families.encode(
                        underscores, Families.of(counter.withExemplars(new Exemplar(same, 1, Instant.EPOCH)))))
                .contains("c 1.0\n");
        assertThat(Families.encode(values, Families.of(counter.withExemplars(new Exemplar(longer, 1, Instant.EPOCH)))))
                .contains("c 1.0 # {U___e9__e9_");
    }

    @Test
    void infoAndStateSetThatLoseTheirNameAreGauges() {
        Encoder underscores = Format.OPENMETRICS_2_0.newEncoder();
        MetricFamily info = new MetricFamily(
                MetricType.INFO, "build", "", "", List.of(ConstMetric.of(Desc.info("build_info", ""), 1)));
        Metric state = ConstMetric.of(Desc.stateSet("a:b.c", "", "a:b.c"), 1, "on");

        assertThat(Families.encode(underscores, List.of(info))).startsWith("# TYPE build gauge\nbuild 1.0\n");
        assertThat(Families.encode(underscores, Families.of(state)))
                .isEqualTo("# TYPE a:b_c gauge\na:b_c{a_b_c=\"on\"} 1.0\n# EOF\n");
        assertThat(encode(state)).startsWith("# TYPE \"a:b.c\" stateset\n");
    }

    @Test
    void unitIsWrittenWhetherTheNameEndsInItOrNotUnlessTheFormatCannotHaveIt() {
        for (String unit : List.of("s", "9:x_Y")) {
            MetricFamily family =
                    new MetricFamily(MetricType.GAUGE, "a", "", unit, List.of(ConstMetric.of(Desc.gauge("a", ""), 1)));
            assertThat(Families.encode(encoder, List.of(family)))
                    .isEqualTo("# TYPE a gauge\n# UNIT a " + unit + "\na 1.0\n# EOF\n");
        }
        for (String unit : List.of("m/s", "\u00b0C", "a b")) {
            Desc desc = Desc.gauge("a_" + unit, "").withUnit(unit);
            assertThat(Families.encode(encoder, Families.of(ConstMetric.of(desc, 1))))
                    .doesNotContain("UNIT");
        }
    }

    @Test
    void familyThatIsThereAlreadyIsAnError() {
        MetricFamily family = new MetricFamily(Desc.gauge("a", ""), List.of(ConstMetric.of(Desc.gauge("a", ""), 1)));

        assertThat(Families.encode(encoder, List.of(family, family))).isEqualTo("# TYPE a gauge\na 1.0\n# EOF\n");
        assertThat(encoder.errors()).singleElement().satisfies(error -> assertThat(error.message())
                .contains("in OpenMetrics, \"a\" is also a name of another family"));
    }

    @Test
    void createdSamplesAreOfTheFirstVersionAlone() {
        assertThat(Format.OPENMETRICS_2_0.withCreatedSamples()).isSameAs(Format.OPENMETRICS_2_0);
        assertThat(UTF_8.contentType())
                .isEqualTo("application/openmetrics-text; version=2.0.0; charset=utf-8; escaping=allow-utf-8");
    }

    /** The bucket for +Inf has the count, as in the other formats. */
    @Test
    void aCountMayStandInTheLastBucketAlone() {
        Map<Double, Long> buckets = Map.of(1.0, 2L, Double.POSITIVE_INFINITY, 5L);
        OptionalDouble sum = OptionalDouble.of(3);

        assertThat(value(ConstMetric.histogram(Desc.histogram("h", ""), OptionalLong.empty(), sum, buckets)))
                .isEqualTo("{count:5,sum:3,bucket:[1:2,+Inf:5]}");
        assertThat(errors(ConstMetric.histogram(Desc.histogram("h", ""), OptionalLong.empty(), sum, Map.of(1.0, 2L))))
                .containsExactly("histogram \"h\" {}: expected a count and a sum in OpenMetrics 2.0, got no count");
        assertThat(errors(ConstMetric.summary(
                        Desc.summary("s", ""), OptionalLong.of(1), OptionalDouble.empty(), Map.of())))
                .containsExactly("summary \"s\" {}: expected a count and a sum in OpenMetrics 2.0, got no sum");
    }
}
