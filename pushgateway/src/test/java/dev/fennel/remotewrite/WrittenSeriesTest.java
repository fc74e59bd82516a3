package dev.fennel.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.exposition.EscapingScheme;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Exemplar;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricType;
import dev.fennel.model.SummaryValue;
import dev.fennel.remotewrite.RemoteWrite.Version;
import dev.fennel.testsupport.CustomMetric;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What becomes of each type of metric, as Google's decoder sees it. */
class WrittenSeriesTest {
    private static final long NOW = 1_700_000_000_000L;
    private static final Instant START = Instant.ofEpochMilli(1_600_000_000_000L);
    private static final Exemplar EXEMPLAR = new Exemplar(Labels.of("trace_id", "ab"), 0.5, Instant.ofEpochMilli(77));

    private static MetricFamily family(Metric... metrics) {
        return new MetricFamily(metrics[0].desc(), Arrays.asList(metrics));
    }

    private static RequestEncoder encoder(Version version, boolean nativeHistograms, String... external) {
        EscapingScheme escaping = version == Version.V2_0 ? EscapingScheme.ALLOW_UTF_8 : EscapingScheme.UNDERSCORES;
        return new RequestEncoder(version, escaping, Labels.of(external), nativeHistograms, Map.of(), 2000);
    }

    private static DecodedRequest decoded(Version version, boolean nativeHistograms, Metric... metrics) {
        RequestEncoder encoder = encoder(version, nativeHistograms);
        encoder.encode(List.of(family(metrics)), NOW);
        assertThat(encoder.errors()).isEmpty();
        return DecodedRequest.of(encoder.end().get(0).body, version == Version.V2_0);
    }

    private static List<String> version2(Metric... metrics) {
        return decoded(Version.V2_0, true, metrics).series();
    }

    private static List<String> version1(Metric... metrics) {
        return decoded(Version.V1_0, false, metrics).series();
    }

    @Test
    void counterHasItsStartAndExemplar() {
        Metric counter = ConstMetric.of(
                        Desc.counter("work_seconds_total", "Work.", "zone").withUnit("seconds"), 1.5, "a")
                .withCreated(START)
                .withExemplars(EXEMPLAR);
        assertThat(version2(counter))
                .containsExactly("{__name__=work_seconds_total,zone=a} 1.5 @1700000000000 from 1600000000000"
                        + " #{trace_id=ab} 0.5 @77 | COUNTER | Work. | seconds | 1600000000000");
        DecodedRequest version1 = decoded(Version.V1_0, false, counter);
        assertThat(version1.series())
                .containsExactly("{__name__=work_seconds_total,zone=a} 1.5 @1700000000000 #{trace_id=ab} 0.5 @77");
        assertThat(version1.metadata())
                .containsExactly(
                        "type: COUNTER metric_family_name: \"work_seconds_total\" help: \"Work.\" unit: \"seconds\"");
    }

    @Test
    void exemplarWithoutATimeHasThatOfItsSample() {
        Exemplar timeless = new Exemplar(Labels.EMPTY, 2, null);
        assertThat(version1(ConstMetric.of(Desc.counter("a_total", "A."), 1).withExemplars(timeless)))
                .containsExactly("{__name__=a_total} 1.0 @1700000000000 #{} 2.0 @1700000000000");
    }

    @Test
    void gaugeHasAnyValueAndMayHaveATimeOfItsOwn() {
        Desc gauge = Desc.gauge("depth", "", "of");
        assertThat(version2(
                        ConstMetric.of(gauge, Double.NaN, "a"),
                        ConstMetric.of(gauge, Double.NEGATIVE_INFINITY, "b"),
                        ConstMetric.of(gauge, -0.0, "c"),
                        ConstMetric.of(gauge, Double.longBitsToDouble(WriteRequest.STALE), "d"),
                        ConstMetric.of(gauge, 4, "e").withTimestamp(Instant.ofEpochMilli(-5))))
                .containsExactly(
                        "{__name__=depth,of=a} NaN @1700000000000 | GAUGE |  |  | 0",
                        "{__name__=depth,of=b} -Infinity @1700000000000 | GAUGE |  |  | 0",
                        "{__name__=depth,of=c} -0.0 @1700000000000 | GAUGE |  |  | 0",
                        "{__name__=depth,of=d} NaN @1700000000000 | GAUGE |  |  | 0",
                        "{__name__=depth,of=e} 4.0 @-5 | GAUGE |  |  | 0");
    }

    @Test
    void otherTypesOfOneNumberAreNamedInTheMetadata() {
        assertThat(version2(ConstMetric.of(Desc.untyped("a", "A."), 1)))
                .first()
                .asString()
                .contains("UNSPECIFIED");
        assertThat(version2(ConstMetric.of(Desc.info("b_info", "B."), 1)))
                .first()
                .asString()
                .contains("| INFO |");
        assertThat(version2(ConstMetric.of(Desc.stateSet("c", "C.", "c"), 1, "on")))
                .first()
                .asString()
                .contains("{__name__=c,c=on}", "| STATESET |");
    }

    @Test
    void classicHistogramIsASeriesForEachBucketWithOpenMetricsBounds() {
        Metric histogram = ConstMetric.histogram(
                        Desc.histogram("size", "Size.", "z"), 3, 4.5, Map.of(1e-7, 1L, 1.0, 2L, 2e10, 2L), "x")
                .withExemplars(EXEMPLAR)
                .withCreated(START);
        String rest = " | HISTOGRAM | Size. |  | 1600000000000";
        String time = " @1700000000000 from 1600000000000";
        assertThat(version2(histogram))
                .containsExactly(
                        "{__name__=size_bucket,le=1e-07,z=x} 1.0" + time + rest,
                        "{__name__=size_bucket,le=1.0,z=x} 2.0" + time + " #{trace_id=ab} 0.5 @77" + rest,
                        "{__name__=size_bucket,le=2e+10,z=x} 2.0" + time + rest,
                        "{__name__=size_bucket,le=+Inf,z=x} 3.0" + time + rest,
                        "{__name__=size_sum,z=x} 4.5" + time + rest,
                        "{__name__=size_count,z=x} 3.0" + time + rest);
    }

    @Test
    void whatAHistogramDoesNotHaveIsLeftOut() {
        assertThat(version1(ConstMetric.histogram(
                        Desc.histogram("size", "Size."),
                        OptionalLong.empty(),
                        OptionalDouble.empty(),
                        Map.of(1.0, 2L))))
                .containsExactly("{__name__=size_bucket,le=1.0} 2.0 @1700000000000");
    }

    @Test
    void nativeHistogramIsOneSampleOfSpansAndDeltas() {
        Metric histogram = nativeHistogram();
        assertThat(version2(histogram))
                .containsExactly("{__name__=size} <count_int: 16 sum: 2.5 schema: 3 zero_threshold: 1.0E-9"
                        + " zero_count_int: 1 negative_spans { offset: -7 length: 1 } negative_deltas: 4"
                        + " positive_spans { length: 4 } positive_spans { offset: 96 length: 1 }"
                        + " positive_deltas: 3 positive_deltas: -3 positive_deltas: 0 positive_deltas: 2"
                        + " positive_deltas: 4 timestamp: 1700000000000> | HISTOGRAM | Size. |  | 0");
        assertThat(decoded(Version.V1_0, true, histogram).series())
                .hasSize(1)
                .first()
                .asString()
                .contains("count_int: 16", "timestamp: 1700000000000");
    }

    @Test
    void exemplarsOfANativeHistogramComeInTheOrderOfTheirTimes() {
        Metric histogram = ConstMetric.nativeHistogram(
                        Desc.histogram("size", ""), 3, 6, 0, 0, 0, Map.of(0, 1L, 1, 1L, 2, 1L), Map.of())
                .withExemplars(
                        new Exemplar(Labels.EMPTY, 1, Instant.ofEpochMilli(30)),
                        new Exemplar(Labels.EMPTY, 2, null),
                        new Exemplar(Labels.EMPTY, 3, Instant.ofEpochMilli(10)));
        assertThat(version2(histogram))
                .singleElement()
                .asString()
                .contains("> #{} 3.0 @10 #{} 1.0 @30 #{} 2.0 @1700000000000 |");
    }

    private static Metric nativeHistogram() {
        return ConstMetric.nativeHistogram(
                Desc.histogram("size", "Size."), 16, 2.5, 3, 1e-9, 1, Map.of(0, 3L, 3, 2L, 100, 6L), Map.of(-7, 4L));
    }

    @Test
    void nativeHistogramIsClassicWhereNoneIsWanted() {
        assertThat(version1(nativeHistogram()))
                .containsExactly(
                        "{__name__=size_bucket,le=+Inf} 16.0 @1700000000000",
                        "{__name__=size_sum} 2.5 @1700000000000",
                        "{__name__=size_count} 16.0 @1700000000000");
    }

    @Test
    void summaryIsASeriesForEachQuantile() {
        assertThat(version1(ConstMetric.summary(
                        Desc.summary("lat", "Lat.", "z"), 2, 3, Map.of(0.0, 1.0, 0.99, Double.NaN, 1.0, 2.0), "x")))
                .containsExactly(
                        "{__name__=lat,quantile=0.0,z=x} 1.0 @1700000000000",
                        "{__name__=lat,quantile=0.99,z=x} NaN @1700000000000",
                        "{__name__=lat,quantile=1.0,z=x} 2.0 @1700000000000",
                        "{__name__=lat_sum,z=x} 3.0 @1700000000000",
                        "{__name__=lat_count,z=x} 2.0 @1700000000000");
    }

    @Test
    void labelsAreSortedByBytesAndAMetricsOwnWinsUnlessItIsEmpty() {
        RequestEncoder encoder = encoder(
                Version.V2_0,
                true,
                "job",
                "external",
                "zone",
                "east",
                "host",
                "h",
                "\uFF21",
                "bmp",
                "\uD83D\uDE00",
                "s");
        encoder.encode(
                List.of(family(ConstMetric.of(
                        Desc.gauge("a.b", "", "job", "zone", "none", "A", "x.y"), 1, "own", "", "", "1", "2"))),
                NOW);
        assertThat(DecodedRequest.of(encoder.end().get(0).body, true).series())
                .containsExactly("{A=1,__name__=a.b,host=h,job=own,x.y=2,zone=east,\uFF21=bmp,\uD83D\uDE00=s}"
                        + " 1.0 @1700000000000 | GAUGE |  |  | 0");
    }

    @Test
    void bucketsAreNotOverwrittenByAnExternalLabel() {
        RequestEncoder encoder = encoder(Version.V1_0, true, "le", "external");
        encoder.encode(List.of(family(ConstMetric.histogram(Desc.histogram("size", ""), 3, 4.5, Map.of()))), NOW);
        assertThat(DecodedRequest.of(encoder.end().get(0).body, false).series())
                .containsExactly(
                        "{__name__=size_bucket,le=+Inf} 3.0 @1700000000000",
                        "{__name__=size_sum} 4.5 @1700000000000",
                        "{__name__=size_count} 3.0 @1700000000000");
    }

    @Test
    void namesAreEscapedInVersion1AndWhatIsTheSameThenIsAnError() {
        assertThat(version1(ConstMetric.of(Desc.gauge("a.b", "", "x.y"), 1, "1")))
                .containsExactly("{__name__=a_b,x_y=1} 1.0 @1700000000000");

        RequestEncoder encoder = encoder(Version.V1_0, true);
        encoder.encode(
                List.of(
                        family(ConstMetric.of(Desc.gauge("a_b", "A."), 1)),
                        family(ConstMetric.of(Desc.counter("a.b", "A."), 1)),
                        family(ConstMetric.of(Desc.gauge("c", "", "x.y", "x-y"), 1, "1", "2")),
                        family(ConstMetric.of(Desc.gauge("d", "", "..name__"), 1, "1"))),
                NOW);
        assertThat(encoder.errors())
                .extracting(error -> error.message())
                .satisfiesExactly(
                        clash -> assertThat(clash)
                                .isEqualTo("counter \"a.b\": after escaping, \"a_b\" is also a name of gauge \"a_b\""),
                        same -> assertThat(same)
                                .contains(
                                        "gauge \"c\" {x-y=\"2\",x.y=\"1\"}",
                                        "label \"x.y\"",
                                        "it is \"x_y\" after escaping"),
                        reserved -> assertThat(reserved).contains("\"__name__\" after escaping"));
    }

    @Test
    void metricThatFailsIsReportedWithItsLabelsAndSoIsOneThatWritesNothingOrTwice() {
        Desc desc = Desc.gauge("a", "A.", "n");
        RequestEncoder encoder = encoder(Version.V2_0, true);
        encoder.encode(
                List.of(
                        new MetricFamily(desc, List.of(new CustomMetric(desc, Labels.of("n", "1"), visitor -> {
                            throw new IllegalStateException("broken");
                        }))),
                        new MetricFamily(
                                MetricType.GAUGE,
                                "b",
                                "",
                                "",
                                List.of(new CustomMetric(desc, Labels.of("n", "1"), visitor -> {}))),
                        new MetricFamily(
                                MetricType.GAUGE,
                                "c",
                                "",
                                "",
                                List.of(new CustomMetric(desc, Labels.of("n", "1"), visitor -> {
                                    visitor.gauge(1);
                                    visitor.gauge(2);
                                }))),
                        new MetricFamily(
                                MetricType.GAUGE,
                                "d",
                                "",
                                "",
                                List.of(new CustomMetric(desc, Labels.of("n", "1"), visitor -> visitor.untyped(1))))),
                NOW);
        assertThat(encoder.errors())
                .extracting(error -> error.message())
                .satisfiesExactly(
                        thrown -> assertThat(thrown).contains("gauge \"a\" {n=\"1\"}", "broken"),
                        nothing -> assertThat(nothing).contains("expected a value, got none"),
                        twice -> assertThat(twice).contains("got one of type gauge after another one"),
                        wrong -> assertThat(wrong).contains("of type gauge, got one of type untyped"));
    }

    /** A user's own metric can swallow what went wrong, and it must not leave half a message in the request. */
    @Test
    void metricThatSwallowsAFailureIsReported() {
        Desc desc = Desc.summary("a", "A.", "n");
        SummaryValue broken = new SummaryValue() {
            @Override
            public long count() {
                return -1;
            }

            @Override
            public double sum() {
                return 0;
            }

            @Override
            public int quantileCount() {
                return 0;
            }

            @Override
            public double quantile(int index) {
                throw new IndexOutOfBoundsException(index);
            }

            @Override
            public double quantileValue(int index) {
                throw new IndexOutOfBoundsException(index);
            }
        };
        RequestEncoder encoder = encoder(Version.V2_0, true);
        encoder.encode(
                List.of(new MetricFamily(desc, List.of(new CustomMetric(desc, Labels.of("n", "1"), visitor -> {
                    try {
                        visitor.summary(broken);
                    } catch (IllegalArgumentException e) {
                        // as if all were well
                    }
                })))),
                NOW);
        assertThat(encoder.errors()).first().asString().contains("got one that failed half-way");
    }

    /** What two pushes have stored that failed half-way may be the same once it is written. */
    @Test
    void endOfASeriesOfTwoFamiliesIsMarkedOnce() {
        List<WrittenFamily> ended = new ArrayList<>();
        for (String name : List.of("a.b", "a_b")) {
            RequestEncoder before = encoder(Version.V1_0, true);
            before.encode(List.of(family(ConstMetric.of(Desc.gauge(name, ""), 1))), NOW);
            ended.addAll(before.written());
        }
        RequestEncoder encoder = encoder(Version.V1_0, true);
        encoder.encodeEnds(ended, NOW);

        assertThat(DecodedRequest.of(encoder.end().get(0).body, false).series())
                .singleElement()
                .asString()
                .contains("a_b", "stale");
    }

    @Test
    void endsAreMarkedForEachSeries() {
        RequestEncoder before = encoder(Version.V2_0, true);
        before.encode(
                List.of(
                        family(ConstMetric.of(Desc.counter("a_total", ""), 1).withExemplars(EXEMPLAR)),
                        family(nativeHistogram()),
                        family(ConstMetric.histogram(Desc.histogram("h", ""), 3, 4.5, Map.of()))),
                NOW);
        RequestEncoder encoder = encoder(Version.V2_0, true);
        encoder.encodeEnds(before.written(), NOW);
        assertThat(DecodedRequest.of(encoder.end().get(0).body, true).series())
                .extracting(series -> series.substring(0, series.indexOf(" |")))
                .containsExactly(
                        "{__name__=a_total} stale @1700000000000",
                        "{__name__=size} stale <count_int: 0 sum: NaN zero_count_int: 0 timestamp: 1700000000000>",
                        "{__name__=h_bucket,le=+Inf} stale @1700000000000",
                        "{__name__=h_sum} stale @1700000000000",
                        "{__name__=h_count} stale @1700000000000");
    }
}
