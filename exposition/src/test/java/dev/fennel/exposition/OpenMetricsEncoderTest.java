package dev.fennel.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.exposition.parser.TextParser;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Exemplar;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.registry.GatherError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Features that Debian's client_golang lacks, so there are no golden files for them: infos, state sets, units and
 * created samples. The rules are those of OpenMetrics 1.0 and, for created samples, of later versions of client_golang.
 */
class OpenMetricsEncoderTest {
    private static final Instant CREATED = Instant.ofEpochMilli(1_700_000_000_123L);

    private final Encoder encoder = Format.OPENMETRICS.newEncoder();
    private final Encoder created = Format.OPENMETRICS.withCreatedSamples().newEncoder();

    private String encode(Metric... metrics) {
        return Families.encode(encoder, Families.of(metrics));
    }

    private String encodeWithCreated(Metric... metrics) {
        return Families.encode(created, Families.of(metrics));
    }

    @ParameterizedTest
    @CsvSource({"TEXT, false", "OPENMETRICS, true", "OPENMETRICS_2_0, true", "PROTOBUF, true"})
    void onlyFormatsWithExemplarsTakeThem(String format, boolean takes) {
        List<Boolean> seen = new ArrayList<>();
        Metric metric = Families.custom(Desc.counter("c_total", "C."), Labels.EMPTY, visitor -> {
            seen.add(visitor.takesExemplars());
            visitor.counter(1, Metric.NO_TIMESTAMP, null);
        });
        Encoder any =
                switch (format) {
                    case "TEXT" -> Format.TEXT.newEncoder();
                    case "OPENMETRICS" -> encoder;
                    case "OPENMETRICS_2_0" -> Format.OPENMETRICS_2_0.newEncoder();
                    default -> Format.PROTOBUF.newEncoder();
                };
        Families.encode(any, Families.of(metric));

        assertThat(seen).containsExactly(takes);
    }

    @Test
    void infosAndStateSetsAreCalledSo() {
        Desc phase = Desc.stateSet("phase", "Phase.", "phase", "job");

        assertThat(encode(
                        ConstMetric.of(Desc.info("os_info", "System.", "name"), 1, "Linux"),
                        ConstMetric.of(phase, 0, "running", "a"),
                        ConstMetric.of(phase, 1, "waiting", "a")))
                .isEqualTo("""
                        # HELP os System.
                        # TYPE os info
                        os_info{name="Linux"} 1.0
                        # HELP phase Phase.
                        # TYPE phase stateset
                        phase{job="a",phase="running"} 0.0
                        phase{job="a",phase="waiting"} 1.0
                        # EOF
                        """);
    }

    @Test
    void counterOfUnknownTypeGoesWithoutExemplarsAndCreatedSamples() {
        Desc desc = Desc.counter("jobs", "Jobs.", "kind");
        Exemplar exemplar = new Exemplar(Labels.of("trace_id", "a"), 1, CREATED);

        String body = encodeWithCreated(
                ConstMetric.of(desc, 3, "a").withExemplars(exemplar).withCreated(CREATED),
                ConstMetric.of(desc, 4, "b").withExemplars(exemplar).withCreated(CREATED));

        assertThat(body).isEqualTo("""
                # HELP jobs Jobs.
                # TYPE jobs unknown
                jobs{kind="a"} 3.0
                jobs{kind="b"} 4.0
                # EOF
                """);
        assertThat(TextParser.openMetrics().parse(body)).hasSize(1);
    }

    @Test
    void unitStandsBehindTheType() {
        Desc read = Desc.counter("read_bytes_total", "Read.").withUnit("bytes");
        Desc size = Desc.gauge("size_bytes", "Size.").withUnit("bytes");

        assertThat(encode(ConstMetric.of(read, 1), ConstMetric.of(size, 2))).isEqualTo("""
                # HELP read_bytes Read.
                # TYPE read_bytes counter
                # UNIT read_bytes bytes
                read_bytes_total 1.0
                # HELP size_bytes Size.
                # TYPE size_bytes gauge
                # UNIT size_bytes bytes
                size_bytes 2.0
                # EOF
                """);
    }

    @ParameterizedTest
    @CsvSource({
        "my.size_bytes, bytes, UNDERSCORES, my_size_bytes, true",
        "my.size_bytes, bytes, DOTS, my_dot_size__bytes, true",
        "my.size_bytes, bytes, VALUES, U__my_2e_size__bytes, true",
        "my.size_bytes, bytes, ALLOW_UTF_8, \"my.size_bytes\", true",
        "size_kilo.bytes, kilo.bytes, UNDERSCORES, size_kilo_bytes, false",
        "size_kilo.bytes, kilo.bytes, ALLOW_UTF_8, \"size_kilo.bytes\", true"
    })
    void unitIsLeftOutIfEscapingTookItOffTheName(
            String name, String unit, EscapingScheme scheme, String written, boolean shown) {
        Metric metric = ConstMetric.of(Desc.gauge(name, "").withUnit(unit), 1);
        String text = Families.encode(Format.OPENMETRICS.withEscaping(scheme).newEncoder(), Families.of(metric));

        if (shown) {
            assertThat(text).contains(" gauge\n# UNIT " + written + " " + unit + "\n");
        } else {
            assertThat(text).contains("# TYPE " + written + " gauge\n").doesNotContain("UNIT");
        }
    }

    @Test
    void unitOfACounterIsLeftOutIfDotsAreEscaped() {
        Metric metric = ConstMetric.of(Desc.counter("my.read_bytes_total", "").withUnit("bytes"), 1);
        Encoder dots = Format.OPENMETRICS.withEscaping(EscapingScheme.DOTS).newEncoder();

        assertThat(Families.encode(dots, Families.of(metric)))
                .isEqualTo("# HELP my_dot_read__bytes_ \n# TYPE my_dot_read__bytes_ counter\n"
                        + "my_dot_read__bytes__total 1.0\n# EOF\n");
    }

    @Test
    void createdSamplesFollowTheSamplesOfTheirSeries() {
        Desc jobs = Desc.counter("jobs_total", "Jobs.", "kind");
        Desc latency = Desc.histogram("latency", "Latency.", "path");
        Desc size = Desc.summary("size", "Size.");

        assertThat(encodeWithCreated(
                        ConstMetric.of(jobs, 1, "a").withCreated(CREATED),
                        ConstMetric.of(jobs, 2, "b").withCreated(Instant.EPOCH).withTimestamp(CREATED),
                        ConstMetric.histogram(latency, 1, 2, Map.of(), "/").withCreated(CREATED),
                        ConstMetric.summary(size, 1, 2, Map.of(0.5, 2.0)).withCreated(CREATED)))
                .isEqualTo("""
                        # HELP jobs Jobs.
                        # TYPE jobs counter
                        jobs_total{kind="a"} 1.0
                        jobs_created{kind="a"} 1.700000000123e+09
                        jobs_total{kind="b"} 2.0 1.700000000123e+09
                        jobs_created{kind="b"} 0.0
                        # HELP latency Latency.
                        # TYPE latency histogram
                        latency_bucket{path="/",le="+Inf"} 1
                        latency_sum{path="/"} 2.0
                        latency_count{path="/"} 1
                        latency_created{path="/"} 1.700000000123e+09
                        # HELP size Size.
                        # TYPE size summary
                        size{quantile="0.5"} 2.0
                        size_sum 2.0
                        size_count 1
                        size_created 1.700000000123e+09
                        # EOF
                        """);
    }

    @Test
    void createdSamplesAreOptional() {
        Metric metric = ConstMetric.of(Desc.counter("jobs_total", ""), 1).withCreated(CREATED);

        assertThat(encode(metric)).doesNotContain("created");
        assertThat(encodeWithCreated(metric)).endsWith("jobs_total 1.0\njobs_created 1.700000000123e+09\n# EOF\n");
        assertThat(encodeWithCreated(ConstMetric.of(Desc.counter("jobs_total", ""), 1)))
                .doesNotContain("created");
    }

    @Test
    void counterBesideAGaugeOfItsShorterNameIsUnknown() {
        Exemplar exemplar = new Exemplar(Labels.of("trace_id", "a"), 1, CREATED);
        Metric gauge = ConstMetric.of(Desc.gauge("jobs", "Now."), 1);
        Metric counter = ConstMetric.of(Desc.counter("jobs_total", "Ever."), 2).withExemplars(exemplar);

        String body = encode(gauge, counter);

        assertThat(body).isEqualTo("""
                # HELP jobs Now.
                # TYPE jobs gauge
                jobs 1.0
                # HELP jobs_total Ever.
                # TYPE jobs_total unknown
                jobs_total 2.0
                # EOF
                """);
        assertThat(encoder.errors()).isEmpty();
        assertThat(TextParser.openMetrics().parse(body)).hasSize(2);
        assertThat(encode(gauge, counter)).isEqualTo(body);
    }

    @Test
    void secondFamilyOfANameIsReportedAndDropped() {
        Metric summary = ConstMetric.summary(Desc.summary("jobs", "Jobs."), 1, 2, Map.of());
        Metric gauge = ConstMetric.of(Desc.gauge("jobs_sum", "Of another origin."), 1);

        for (int scrape = 0; scrape < 3; scrape++) {
            assertThat(encodeWithCreated(summary, gauge))
                    .isEqualTo("# HELP jobs Jobs.\n# TYPE jobs summary\njobs_sum 2.0\njobs_count 1\n# EOF\n");
            assertThat(created.errors())
                    .containsExactly(new GatherError(
                            "gauge \"jobs_sum\": in OpenMetrics, \"jobs_sum\" is also a name of another family"));
        }
    }

    @Test
    void familyOfTheNameOfASummarysCreatedSamplesIsAnError() {
        Metric summary = ConstMetric.summary(Desc.summary("jobs", "Jobs."), 1, 2, Map.of())
                .withCreated(CREATED);
        Metric gauge = ConstMetric.of(Desc.gauge("jobs_created", "Of another origin."), 1);

        String written = encode(summary, gauge);

        assertThat(written).isEqualTo("""
                # HELP jobs Jobs.
                # TYPE jobs summary
                jobs_sum 2.0
                jobs_count 1
                # EOF
                """);
        assertThat(encoder.errors())
                .extracting(GatherError::message)
                .containsExactly("gauge \"jobs_created\": in OpenMetrics, \"jobs_created\" is also a name of another"
                        + " family");
        assertThat(Families.encode(Format.TEXT.newEncoder(), Families.of(summary, gauge)))
                .contains("jobs_created 1\n");
    }

    @Test
    void helpEscapesQuotesToo() {
        assertThat(encode(ConstMetric.of(Desc.gauge("g", "a\"b\\c\nd"), 1))).startsWith("# HELP g a\\\"b\\\\c\\nd\n");
    }

    @Test
    void emptyBodyIsOnlyItsEnd() {
        assertThat(encode()).isEqualTo("# EOF\n");
        assertThat(encode()).isEqualTo("# EOF\n");
    }

    @Test
    void metricThatThrowsHalfWayIsRolledBack() {
        Desc desc = Desc.counter("jobs_total", "Jobs.", "kind");
        Metric broken = Families.custom(desc, Labels.of("kind", "b"), visitor -> {
            visitor.counter(2, 0, null);
            throw new IllegalStateException("boom");
        });

        assertThat(encodeWithCreated(ConstMetric.of(desc, 1, "a"), broken, ConstMetric.of(desc, 3, "c")))
                .isEqualTo("# HELP jobs Jobs.\n# TYPE jobs counter\n"
                        + "jobs_total{kind=\"a\"} 1.0\njobs_total{kind=\"c\"} 3.0\n# EOF\n");
        assertThat(created.errors()).hasSize(1);
    }
}
