package dev.fennel.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** UTF-8 names, by the rules of prometheus/common, because Debian's version does not have them yet. */
class QuotedNamesTest {
    private static final Instant CREATED = Instant.ofEpochSecond(1);

    private static String encode(Format format, Metric... metrics) {
        Encoder encoder = format.withEscaping(EscapingScheme.ALLOW_UTF_8).newEncoder();
        String text = Families.encode(encoder, Families.of(metrics));
        assertThat(encoder.errors()).isEmpty();
        return text;
    }

    private static Metric[] metrics() {
        Desc labels = Desc.counter("jobs_total", "Jobs.", "a.b", "a:b", "c");
        return new Metric[] {
            ConstMetric.of(Desc.gauge("my.gauge", "Quoted \"help\"."), 1),
            ConstMetric.histogram(Desc.histogram("my.hist", "H.", "l"), 1, 2, Map.of(1.0, 0L), "v"),
            ConstMetric.histogram(Desc.histogram("my.hist_bare", "H."), 1, 2, Map.of()),
            ConstMetric.summary(Desc.summary("größe\n\"x\"\\", "S.", "l"), 1, 2, Map.of(0.5, 2.0), "v"),
            ConstMetric.of(labels, 1, "1", "2", "3").withCreated(CREATED),
            ConstMetric.of(Desc.counter("my.jobs_total", "J."), 1).withCreated(CREATED)
        };
    }

    @Test
    void inTheTextFormatNamesStandInQuotesInsideTheBraces() {
        assertThat(encode(Format.TEXT, metrics())).isEqualTo("""
                # HELP "größe\\n\\"x\\"\\\\" S.
                # TYPE "größe\\n\\"x\\"\\\\" summary
                {"größe\\n\\"x\\"\\\\",l="v",quantile="0.5"} 2
                {"größe\\n\\"x\\"\\\\_sum",l="v"} 2
                {"größe\\n\\"x\\"\\\\_count",l="v"} 1
                # HELP jobs_total Jobs.
                # TYPE jobs_total counter
                jobs_total{"a.b"="1","a:b"="2",c="3"} 1
                # HELP "my.gauge" Quoted "help".
                # TYPE "my.gauge" gauge
                {"my.gauge"} 1
                # HELP "my.hist" H.
                # TYPE "my.hist" histogram
                {"my.hist_bucket",l="v",le="1"} 0
                {"my.hist_bucket",l="v",le="+Inf"} 1
                {"my.hist_sum",l="v"} 2
                {"my.hist_count",l="v"} 1
                # HELP "my.hist_bare" H.
                # TYPE "my.hist_bare" histogram
                {"my.hist_bare_bucket",le="+Inf"} 1
                {"my.hist_bare_sum"} 2
                {"my.hist_bare_count"} 1
                # HELP "my.jobs_total" J.
                # TYPE "my.jobs_total" counter
                {"my.jobs_total"} 1
                """);
    }

    @Test
    void inOpenMetricsToo() {
        assertThat(encode(Format.OPENMETRICS.withCreatedSamples(), metrics())).isEqualTo("""
                # HELP "größe\\n\\"x\\"\\\\" S.
                # TYPE "größe\\n\\"x\\"\\\\" summary
                {"größe\\n\\"x\\"\\\\",l="v",quantile="0.5"} 2.0
                {"größe\\n\\"x\\"\\\\_sum",l="v"} 2.0
                {"größe\\n\\"x\\"\\\\_count",l="v"} 1
                # HELP jobs Jobs.
                # TYPE jobs counter
                jobs_total{"a.b"="1","a:b"="2",c="3"} 1.0
                jobs_created{"a.b"="1","a:b"="2",c="3"} 1.0
                # HELP "my.gauge" Quoted \\"help\\".
                # TYPE "my.gauge" gauge
                {"my.gauge"} 1.0
                # HELP "my.hist" H.
                # TYPE "my.hist" histogram
                {"my.hist_bucket",l="v",le="1.0"} 0
                {"my.hist_bucket",l="v",le="+Inf"} 1
                {"my.hist_sum",l="v"} 2.0
                {"my.hist_count",l="v"} 1
                # HELP "my.hist_bare" H.
                # TYPE "my.hist_bare" histogram
                {"my.hist_bare_bucket",le="+Inf"} 1
                {"my.hist_bare_sum"} 2.0
                {"my.hist_bare_count"} 1
                # HELP "my.jobs" J.
                # TYPE "my.jobs" counter
                {"my.jobs_total"} 1.0
                {"my.jobs_created"} 1.0
                # EOF
                """);
    }

    @Test
    void namesThatOtherSchemesMakeTheSameStayApart() {
        assertThat(encode(
                        Format.TEXT,
                        ConstMetric.of(Desc.gauge("a-b", ""), 1),
                        ConstMetric.of(Desc.gauge("a.b", ""), 2),
                        ConstMetric.of(Desc.gauge("a_b", "", "x.y", "x-y"), 3, "4", "5")))
                .contains("{\"a-b\"} 1\n", "{\"a.b\"} 2\n", "a_b{\"x-y\"=\"5\",\"x.y\"=\"4\"} 3\n");
    }

    @Test
    void seriesWithAndWithoutLabelsShareALineStart() {
        Desc desc = Desc.gauge("a.b", "");
        Metric bare = Families.custom(desc, Labels.EMPTY, visitor -> visitor.gauge(1));
        Metric labelled = Families.custom(desc, Labels.of("l", "v"), visitor -> visitor.gauge(2));

        assertThat(encode(Format.TEXT, bare, labelled)).endsWith("{\"a.b\"} 1\n{\"a.b\",l=\"v\"} 2\n");
    }
}
