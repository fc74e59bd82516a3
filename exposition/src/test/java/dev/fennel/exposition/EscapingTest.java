package dev.fennel.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricVisitor;
import dev.fennel.registry.GatherError;
import dev.fennel.testsupport.EqualHashes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the text format writes names that the legacy rules do not allow. */
class EscapingTest {
    private final Encoder encoder = Format.TEXT.newEncoder();

    private String encode(Metric... metrics) {
        return Families.encode(encoder, Families.of(metrics));
    }

    @Test
    void namesAreEscapedInAllLines() {
        Desc desc = Desc.histogram("db.latency", "Help with db.latency.", "db.name");

        assertThat(encode(ConstMetric.histogram(desc, 1, 2, Map.of(), "a.b")))
                .isEqualTo("# HELP db_latency Help with db.latency.\n# TYPE db_latency histogram\n"
                        + "db_latency_bucket{db_name=\"a.b\",le=\"+Inf\"} 1\n"
                        + "db_latency_sum{db_name=\"a.b\"} 2\ndb_latency_count{db_name=\"a.b\"} 1\n");
    }

    @ParameterizedTest
    @CsvSource({
        "a_b, a.b", // the family whose name is legal stays, though the other comes first in a gather
        "a_b, a\uD83D\uDD25b",
        "a-b, a.b"
    })
    void oneFamilyOfANameStaysAndTheOtherIsReported(String stays, String other) {
        Metric kept = ConstMetric.of(Desc.gauge(stays, "Kept."), 1);
        Metric dropped = ConstMetric.of(Desc.gauge(other, "Dropped."), 2);
        Metric last = ConstMetric.of(Desc.gauge("z", "Z."), 3);
        boolean legal = EscapingScheme.UNDERSCORES.metricName(stays).equals(stays);
        for (int scrape = 0; scrape < 4; scrape++) {
            List<MetricFamily> families = legal && scrape % 2 == 0
                    ? List.of(family(dropped), family(kept), family(last))
                    : List.of(family(kept), family(dropped), family(last));
            assertThat(Families.encode(encoder, families))
                    .isEqualTo("# HELP a_b Kept.\n# TYPE a_b gauge\na_b 1\n# HELP z Z.\n# TYPE z gauge\nz 3\n");
            assertThat(encoder.errors())
                    .containsExactly(new GatherError(
                            "gauge \"" + other + "\": after escaping, \"a_b\" is also a name of another family"));
        }
    }

    private static MetricFamily family(Metric metric) {
        return new MetricFamily(metric.desc(), List.of(metric));
    }

    @Test
    void familyWithASampleThatEscapingGivesTheNameOfAnotherIsDropped() {
        assertThat(encode(
                        ConstMetric.histogram(Desc.histogram("a.b", ""), 1, 2, Map.of()),
                        ConstMetric.of(Desc.gauge("a_b_sum", ""), 1)))
                .isEqualTo("# HELP a_b_sum \n# TYPE a_b_sum gauge\na_b_sum 1\n");
        assertThat(encoder.errors())
                .containsExactly(new GatherError(
                        "histogram \"a.b\": after escaping, \"a_b_sum\" is also a name of another family"));
    }

    @Test
    void legalNamesAreComparedWithEachOtherToo() {
        MetricFamily family =
                Families.of(ConstMetric.of(Desc.gauge("g", ""), 1)).get(0);
        MetricFamily escaped =
                Families.of(ConstMetric.of(Desc.gauge("a.b", ""), 1)).get(0);

        Families.encode(encoder, List.of(family, escaped, family));

        assertThat(encoder.errors())
                .containsExactly(new GatherError("gauge \"g\": \"g\" is also a name of another family"));
    }

    @Test
    void secondSeriesOfTheSameLabelsIsReportedAndDropped() {
        Metric first = series("a.b", "1", 1);
        Metric second = series("a_b", "1", 2);
        Metric third = series("a_b", "2", 3);
        List<MetricFamily> families = Families.of(first, second, third);

        for (int scrape = 0; scrape < 4; scrape++) {
            assertThat(Families.encode(encoder, families))
                    .isEqualTo("# HELP g \n# TYPE g gauge\ng{a_b=\"1\"} 1\ng{a_b=\"2\"} 3\n");
            assertThat(encoder.errors())
                    .containsExactly(new GatherError(
                            "gauge \"g\" {a_b=\"1\"}: after escaping, another series has the same labels {a_b=1}"));
        }
    }

    @ParameterizedTest
    @CsvSource({"UNDERSCORES, a-b, a.b", "DOTS, a-b, a+b", "DOTS, a.b, a_dot_b", "VALUES, U__a_2e_b, a.b"})
    void everySchemeCanMakeTwoSeriesOneInEveryFormat(EscapingScheme scheme, String first, String second) {
        List<MetricFamily> families = Families.of(series(first, "1", 1), series(second, "1", 2));
        for (Format format : List.of(Format.TEXT, Format.OPENMETRICS, Format.PROTOBUF)) {
            Encoder escaping = format.withEscaping(scheme).newEncoder();
            Families.encode(escaping, families);
            Encoder alone = format.withEscaping(scheme).newEncoder();
            Families.encode(alone, Families.of(series(first, "1", 1)));

            assertThat(escaping.toByteArray()).as("%s", format).isEqualTo(alone.toByteArray());
            assertThat(escaping.errors())
                    .extracting(GatherError::message)
                    .containsExactly(
                            "gauge \"g\" {" + second + "=\"1\"}: after escaping, another series has the same labels {"
                                    + scheme.labelName(first) + "=1}");
        }
    }

    @Test
    void sameSeriesAtAnotherTimeIsNotDropped() {
        ConstMetric first = ConstMetric.of(Desc.gauge("g", "", "a.b"), 1, "1");

        assertThat(encode(first.withTimestamp(Instant.ofEpochMilli(7)), series("a_b", "1", 2)))
                .endsWith("g{a_b=\"1\"} 1 7\ng{a_b=\"1\"} 2\n");
    }

    @Test
    void seriesWhoseTimestampThrowsLosesOnlyItself() {
        Metric broken = new Metric() {
            @Override
            public Desc desc() {
                return Desc.gauge("g", "");
            }

            @Override
            public Labels labels() {
                return Labels.of("a.b", "1");
            }

            @Override
            public long timestampMillis() {
                throw new IllegalStateException("no clock");
            }

            @Override
            public void write(MetricVisitor visitor) {
                visitor.gauge(1);
            }
        };

        assertThat(encode(broken, series("a.b", "2", 2))).isEqualTo("# HELP g \n# TYPE g gauge\ng{a_b=\"2\"} 2\n");
        assertThat(encoder.errors())
                .extracting(GatherError::message)
                .singleElement()
                .asString()
                .contains("no clock");
    }

    @Test
    void familyWithTwoLabelsOfOneEscapedNameIsDropped() {
        assertThat(encode(ConstMetric.of(Desc.gauge("g", "", "a.b", "a-b"), 1, "1", "2")))
                .isEmpty();
        assertThat(encoder.errors())
                .containsExactly(new GatherError("gauge \"g\": after escaping, two of its label names are \"a_b\""));
    }

    @Test
    void seriesWithTwoLabelsOfOneEscapedNameCostsNoSeriesOfOtherLabels() {
        Metric bad = ConstMetric.of(Desc.gauge("g", "", "a.b", "a-b"), 1, "1", "2");

        assertThat(encode(bad, series("a.b", "1", 2))).isEqualTo("# HELP g \n# TYPE g gauge\ng{a_b=\"1\"} 2\n");
        assertThat(encoder.errors())
                .containsExactly(new GatherError(
                        "gauge \"g\" {a-b=\"2\",a.b=\"1\"}: after escaping, two of its label names are \"a_b\""));
    }

    /** Comparing each with each would take minutes. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Timeout(60)
    void labelValuesOfEqualHashesAreComparedInNoTime(boolean sameNames) {
        List<Metric> metrics = new ArrayList<>();
        EqualHashes.ofLength(15).forEach(value -> metrics.add(series("a.b", value, 1)));
        if (!sameNames) {
            metrics.add(series("a_b", "AaAaAaAaAaAaAaAaAaAaAaAaAaAaAa", 2));
        }
        MetricFamily family = new MetricFamily(Desc.gauge("g", ""), metrics);

        String written = Families.encode(encoder, List.of(family));

        assertThat(written.lines()).hasSize(2 + (1 << 15));
        assertThat(encoder.errors()).hasSize(sameNames ? 0 : 1);
    }

    @ParameterizedTest
    @CsvSource({"UNDERSCORES, ..name..", "UNDERSCORES, ._name-.", "DOTS, -name-", "DOTS, +name\uD83D\uDD25"})
    void familyWithALabelThatBecomesTheMetricNameIsLeftOut(EscapingScheme scheme, String label) {
        Desc bad = Desc.gauge("bad", "", label, "b");
        List<MetricFamily> families = Families.of(
                ConstMetric.of(bad, 1, "v", "1"),
                ConstMetric.of(bad, 1, "v", "2"),
                ConstMetric.of(Desc.gauge("good", "", "a.b"), 2, "w"));
        for (Format format : List.of(Format.TEXT, Format.OPENMETRICS, Format.PROTOBUF)) {
            Encoder escaping = format.withEscaping(scheme).newEncoder();
            Encoder alone = format.withEscaping(scheme).newEncoder();
            Families.encode(alone, families.subList(1, 2));

            for (int scrape = 0; scrape < 4; scrape++) { // from the third on with labels that were kept
                Families.encode(escaping, families);

                assertThat(escaping.toByteArray()).as("%s", format).isEqualTo(alone.toByteArray());
                assertThat(escaping.errors())
                        .containsExactly(new GatherError("gauge \"bad\": after escaping, its label name \"" + label
                                + "\" is \"__name__\", which is reserved"));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ALLOW_UTF_8", "VALUES"})
    void schemesThatCanTellNamesBackWriteTheSameLabel(EscapingScheme scheme) {
        Encoder escaping = Format.TEXT.withEscaping(scheme).newEncoder();

        assertThat(Families.encode(escaping, Families.of(series("..name..", "v", 1))))
                .contains("=\"v\"} 1\n");
        assertThat(escaping.errors()).isEmpty();
    }

    @Test
    void stateSetWithASecondLabelOfItsNameIsLeftOut() {
        Desc phase = Desc.stateSet("my_phase", "", "my_phase", "my.phase");

        assertThat(encode(ConstMetric.of(phase, 1, "on", "x"))).isEmpty();
        assertThat(encoder.errors())
                .containsExactly(new GatherError(
                        "stateset \"my_phase\": after escaping, two of its label names are \"my_phase\""));
    }

    private static Metric series(String label, String value, double written) {
        return Families.custom(Desc.gauge("g", ""), Labels.of(label, value), visitor -> visitor.gauge(written));
    }
}
