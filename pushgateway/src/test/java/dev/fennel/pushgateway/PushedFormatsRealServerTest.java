package dev.fennel.pushgateway;

import static dev.fennel.testing.MetricAssertions.assertThatMetrics;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.fennel.exposition.EscapingScheme;
import dev.fennel.exposition.Format;
import dev.fennel.metrics.Counter;
import dev.fennel.metrics.Histogram;
import dev.fennel.testsupport.Age;
import dev.fennel.testsupport.Json;
import dev.fennel.testsupport.Pushgateway;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a real gateway makes of each format. */
class PushedFormatsRealServerTest extends OwnGateway {
    @ParameterizedTest
    @CsvSource({"true, false", "true, true", "false, false", "false, true"})
    void textAndProtobufLeaveTheSameWithGzipAndWithout(boolean text, boolean gzip) throws IOException {
        Counter jobs = Counter.builder("jobs_total", "Jobs \"done\"\\\n.").build();
        jobs.add(1e10);
        Histogram size = Histogram.builder("size_bytes", "Größe.").buckets(1, 2).build();
        size.observe(1.5);
        Pusher pusher = pusher().collector(jobs).collector(size).format(text ? Format.TEXT : Format.PROTOBUF);
        (gzip ? pusher.gzip() : pusher).push();

        assertThatMetrics(gateway.page()).named("jobs_total", "size_bytes").isEqualTo("""
                # HELP jobs_total Jobs "done"\\\\\\n.
                # TYPE jobs_total counter
                jobs_total{instance="",job="j"} 1e+10
                # HELP size_bytes Größe.
                # TYPE size_bytes histogram
                size_bytes_bucket{instance="",job="j",le="1"} 0
                size_bytes_bucket{instance="",job="j",le="2"} 1
                size_bytes_bucket{instance="",job="j",le="+Inf"} 1
                size_bytes_sum{instance="",job="j"} 1.5
                size_bytes_count{instance="",job="j"} 1
                """);
    }

    @Test
    void nativeHistogramIsKeptAndHandedOn() throws Exception {
        Histogram latency = Histogram.builder("latency_seconds", "Latency.")
                .nativeBuckets(1.1)
                .build();
        for (double seconds : List.of(0.0, 1.0, 2.0, 2.0, -3.0)) {
            latency.observe(seconds);
        }
        pusher().collector(latency).push();

        HttpResponse<String> scraped = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(gateway.page())
                                .header(
                                        "Accept",
                                        "application/vnd.google.protobuf;"
                                                + "proto=io.prometheus.client.MetricFamily;encoding=compact-text")
                                .build(),
                        BodyHandlers.ofString());
        String created = // which the old gateway does not know
                switch (age) {
                    case SYSTEM -> "";
                    case NEWEST -> "created_timestamp:\\{seconds:[0-9]+ (nanos:[0-9]+)?\\} ";
                };
        // The old gateway brackets messages with < and >, and the newest has one space or two in places.
        String page = scraped.body()
                .replace('<', '{')
                .replace('>', '}')
                .replaceAll(" *\\}", "}")
                .replaceAll(" +", " ");
        assertThat(page)
                .containsPattern("name:\"latency_seconds\" .*histogram:\\{sample_count:5 sample_sum:2 " + created
                        + "schema:3 zero_threshold:[0-9.e-]+ zero_count:1 negative_span:\\{offset:13 length:1\\}"
                        + " negative_delta:1 positive_span:\\{offset:0 length:1\\} positive_span:\\{offset:7 length:1\\}"
                        + " positive_delta:1 positive_delta:1");
        assertThatMetrics(gateway.page())
                .named("latency_seconds")
                .withLabels("job", "j")
                .hasObservationCount(5);
    }

    /** Why {@link Pusher#format} refuses OpenMetrics: it would be parsed as something else. */
    @Test
    void openMetricsIsReadAsText() throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(gateway.uri() + "/metrics/job/j"))
                                .header("Content-Type", Format.OPENMETRICS.contentType())
                                .PUT(BodyPublishers.ofString("# TYPE build info\nbuild_info 1\n# EOF\n"))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("text format parsing error in line 1: unknown metric type \"info\"");
    }

    @ParameterizedTest
    @CsvSource({"UNDERSCORES, a_b", "DOTS, a_dot_b", "VALUES, U__a_2e_b"})
    void namesArriveAsTheSchemeWritesThem(EscapingScheme escaping, String name) throws IOException {
        for (Format format : List.of(Format.TEXT, Format.PROTOBUF)) {
            pusher().gatherer(Gathered.gauge("a.b", 1, "a.b", "x"))
                    .format(format.withEscaping(escaping))
                    .push();
            assertThatMetrics(gateway.page()).contains(name + "{" + name + "=\"x\",instance=\"\",job=\"j\"} 1");
        }
    }

    /** A gateway without the flag for them refuses UTF-8 names, and takes an escaped label as it is written. */
    @Test
    void utf8NamesNeedAGatewayThatAllowsThem() throws IOException {
        Format utf8 = Format.TEXT.withEscaping(EscapingScheme.ALLOW_UTF_8);
        assertThatExceptionOfType(PushException.class)
                .isThrownBy(() -> pusher().gatherer(Gathered.gauge("a.b", 1, "c", "x"))
                        .format(utf8)
                        .push())
                .satisfies(e -> assertThat(e.statusCode()).isEqualTo(400));

        pusher().gatherer(Gathered.ROOM).format(utf8).grouping("db.name", "é/").push();
        assertThat(gateway.groups())
                .extracting(group -> Json.strings(group.get("labels")))
                .containsExactly(Map.of("job", "j", "U__db_2e_name", "é/"));
    }

    @Test
    void utf8NamesArriveWhereTheyAreAllowed() throws IOException {
        Assumptions.assumeTrue(age == Age.NEWEST, "the old gateway cannot allow them");
        try (Pushgateway open = Pushgateway.start(age, "--push.enable-utf8-names")) {
            for (Format format : List.of(Format.TEXT, Format.PROTOBUF)) {
                Pusher.to(open.uri().toString(), "j")
                        .gatherer(Gathered.gauge("a.b", 1, "größe.1", "x"))
                        .format(format.withEscaping(EscapingScheme.ALLOW_UTF_8))
                        .push();
                assertThat(open.groups()).hasSize(1);
                Map<String, Object> pushed = Json.object(open.groups().get(0).get("a.b"));
                assertThat(Json.strings(
                                Json.objects(pushed.get("metrics")).get(0).get("labels")))
                        .containsEntry("größe.1", "x");
            }
        }
    }
}
