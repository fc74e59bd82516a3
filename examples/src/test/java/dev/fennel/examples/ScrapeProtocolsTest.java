package dev.fennel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.exposition.Format;
import dev.fennel.httpserver.MetricsServer;
import dev.fennel.registry.Registry;
import dev.fennel.testsupport.Age;
import dev.fennel.testsupport.Json;
import dev.fennel.testsupport.Prometheus;
import dev.fennel.testsupport.Prometheus.Sample;
import dev.fennel.testsupport.RealProgram;
import dev.fennel.testsupport.RealServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the newest Prometheus stores of {@link DottedMetrics} under each of its {@code scrape_protocols}: the values
 * that were measured, under the same names as for client_golang.
 */
class ScrapeProtocolsTest {
    private static final List<String> PROTOCOLS = List.of(
            "PrometheusProto",
            "OpenMetricsText1.0.0",
            "OpenMetricsText0.0.1",
            "PrometheusText1.0.0",
            "PrometheusText0.0.4");
    /** A job whose OpenMetrics has created samples. */
    private static final String CREATED = "created";

    private static final Format CREATED_FORMAT = Format.OPENMETRICS.withCreatedSamples();

    @TempDir
    private static Path folder;

    private static Registry registry;
    private static MetricsServer fennel;
    private static FormatEndpoint created;
    private static RealServer golang;
    private static Prometheus prometheus;

    /** Before each test rather than before all, so that each is reported as skipped where there is no server. */
    @BeforeEach
    void start() throws Exception {
        if (prometheus != null) {
            return;
        }
        RealProgram.find(Age.NEWEST, "prometheus");
        try {
            golang = Twin.start(Files.createDirectories(folder.resolve("twin")));
            registry = DottedMetrics.registry();
            fennel =
                    MetricsServer.builder().host("127.0.0.1").registry(registry).start();
            created = FormatEndpoint.of(registry, CREATED_FORMAT);
            prometheus = Prometheus.start(
                    Age.NEWEST,
                    config(),
                    Files.createDirectories(folder.resolve("prometheus")),
                    "--enable-feature=native-histograms,exemplar-storage,created-timestamp-zero-ingestion");
            prometheus.await(
                    "count({__name__=~\"size.bytes_count\"})",
                    count -> count.size() == 1 && count.get(0).value() == 2 * PROTOCOLS.size() + 1);
        } catch (Exception | Error e) {
            stop();
            throw e;
        }
    }

    @AfterAll
    static void stop() {
        if (prometheus != null) {
            prometheus.close();
            prometheus = null;
        }
        if (created != null) {
            created.close();
            created = null;
        }
        if (fennel != null) {
            fennel.close();
            fennel = null;
        }
        if (golang != null) {
            golang.close();
            golang = null;
        }
    }

    private static String config() {
        StringBuilder config = new StringBuilder("scrape_configs:\n");
        for (String protocol : PROTOCOLS) {
            config.append(job("fennel " + protocol, protocol, "127.0.0.1:" + fennel.port()));
            config.append(job("golang " + protocol, protocol, golang.uri().getAuthority()));
        }
        return config.append(job(CREATED, "OpenMetricsText1.0.0", created.target()))
                .toString();
    }

    private static String job(String name, String protocol, String target) {
        return """
                  - job_name: %s
                    scrape_interval: 3s
                    scrape_protocols: [%s]
                    static_configs: [{targets: ["%s"]}]
                """.formatted(name, protocol, target).indent(2);
    }

    @ParameterizedTest
    @CsvSource({
        "PrometheusProto, _, gr__e",
        "OpenMetricsText1.0.0, ., größe",
        "OpenMetricsText0.0.1, _, gr__e",
        "PrometheusText1.0.0, ., größe",
        "PrometheusText0.0.4, _, gr__e"
    })
    void theServerHasTheValuesThatWereMeasured(String protocol, String dot, String size) {
        Map<String, Double> expected = DottedMetrics.series(dot, size, "1.0");
        if (!protocol.equals("PrometheusProto")) {
            expected.putAll(DottedMetrics.classicView(dot));
        }
        assertThat(stored("fennel " + protocol)).isEqualTo(expected);
    }

    @ParameterizedTest
    @FieldSource("PROTOCOLS")
    void theServerHasTheSameAsOfClientGolang(String protocol) {
        assertThat(stored("fennel " + protocol)).isEqualTo(stored("golang " + protocol));

        Set<String> exemplars = exemplars("golang " + protocol);
        if (protocol.equals("OpenMetricsText0.0.1")) { // which client_golang writes quoted names in, unlike us
            exemplars = Set.of(
                    "http_requests_total{http_method=GET} {trace_id=a} 12345678",
                    "native_seconds_bucket{le=+Inf} {span=b} 3");
        }
        assertThat(exemplars("fennel " + protocol)).isEqualTo(exemplars);
    }

    @Test
    void theServerHasTheBucketsAndExemplarsOfANativeHistogram() {
        String path = "/api/v1/query?query=" + encoded("{job=~\".+PrometheusProto\",__name__=\"native_seconds\"}");
        List<Map<String, Object>> both =
                Json.objects(Json.object(prometheus.api(path).get("data")).get("result"));
        assertThat(both).hasSize(2);
        Object ours = ((List<?>) both.get(0).get("histogram")).get(1);
        assertThat((List<?>) Json.object(ours).get("buckets")).hasSize(3);
        assertThat(ours).isEqualTo(((List<?>) both.get(1).get("histogram")).get(1));

        assertThat(exemplars("fennel PrometheusProto"))
                .containsExactlyInAnyOrder(
                        "http_requests_total{http_method=GET} {trace.id=a} 12345678",
                        "native_seconds{} {span=b} 0.25",
                        "native_seconds{} {span=b} 0.75",
                        "native_seconds{} {span=b} 3");
    }

    /** With that feature, the server puts a zero at the time when counting began, and stores no created samples. */
    @ParameterizedTest
    @ValueSource(strings = {"fennel PrometheusProto", CREATED})
    void countsStartAtZero(String job) throws IOException {
        String counted = "{job=\"" + job + "\",__name__=~\"http_requests.+|latency.+|native.+|size.+\"}";
        List<Map<String, Object>> series = range(counted);
        assertThat(series).hasSize(job.equals(CREATED) ? 12 : 10);
        for (Map<String, Object> one : series) {
            String name = series(Json.strings(one.get("metric")));
            List<?> samples = (List<?>) (one.containsKey("values") ? one.get("values") : one.get("histograms"));
            List<?> timeAndValue = (List<?>) samples.get(0);
            assertThat(timeAndValue.get(0)).as(name).isEqualTo(created(name));
            Object zero = one.containsKey("values")
                    ? timeAndValue.get(1)
                    : Json.object(timeAndValue.get(1)).get("count");
            assertThat(zero).as(name).isEqualTo("0");
        }
    }

    /** When counting began, according to what the program exposes. */
    private static double created(String series) throws IOException {
        String family = series.replaceAll("(_total|_bucket|_sum|_count)?\\{.*", "");
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        assertThat(CREATED_FORMAT.write(registry.gather(), body)).isEmpty();
        Matcher line =
                Pattern.compile(family + "_created(?:\\{.*})? (\\S+)").matcher(body.toString(StandardCharsets.UTF_8));
        assertThat(line.find()).as(series).isTrue();
        return Double.parseDouble(line.group(1));
    }

    /** The floats of a job, without those about the scrapes. */
    private static Map<String, Double> stored(String job) {
        Map<String, Double> stored = new TreeMap<>();
        for (Sample sample :
                prometheus.query("{job=\"" + job + "\",__name__!~\"native_seconds|up|scrape_.+|promhttp_.+\"}")) {
            stored.put(series(sample.labels()), sample.value());
        }
        return stored;
    }

    private static String series(Map<String, String> labels) {
        Map<String, String> own = new TreeMap<>(labels);
        own.keySet().removeAll(List.of("job", "instance"));
        String name = own.remove("__name__");
        return name + own;
    }

    private static List<Map<String, Object>> range(String selector) {
        String path = "/api/v1/query?query=" + encoded(selector + "[1h]");
        return Json.objects(Json.object(prometheus.api(path).get("data")).get("result"));
    }

    private static Set<String> exemplars(String job) {
        String path = "/api/v1/query_exemplars?query=" + encoded("{job=\"" + job + "\"}");
        Set<String> all = new TreeSet<>();
        for (Map<String, Object> series : Json.objects(prometheus.api(path).get("data"))) {
            String name = series(Json.strings(series.get("seriesLabels")));
            for (Map<String, Object> exemplar : Json.objects(series.get("exemplars"))) {
                all.add(name + " " + exemplar.get("labels") + " " + exemplar.get("value"));
            }
        }
        return all;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
