package dev.fennel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.exposition.EscapingScheme;
import dev.fennel.exposition.Format;
import dev.fennel.metrics.CounterVec;
import dev.fennel.metrics.GaugeVec;
import dev.fennel.metrics.Histogram;
import dev.fennel.metrics.Info;
import dev.fennel.metrics.StateSet;
import dev.fennel.metrics.SummaryVec;
import dev.fennel.model.Collector;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Exemplar;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.registry.Registry;
import dev.fennel.remotewrite.RemoteWrite;
import dev.fennel.testsupport.Age;
import dev.fennel.testsupport.BothAges;
import dev.fennel.testsupport.Json;
import dev.fennel.testsupport.Prometheus;
import dev.fennel.testsupport.Prometheus.Sample;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

/** A real Prometheus server stores the same series in whichever format it scrapes a registry, or if it gets a push. */
@BothAges
class FormatsInPrometheusTest {
    private static final String TEXT = "text";
    private static final String OPENMETRICS = "openmetrics";
    private static final String PROTOBUF = "protobuf";
    private static final String REMOTE_WRITE = "remote_write";
    /** Native histograms are compared separately, because only one format has them. */
    private static final String COMPARED = "__name__!~\"up|scrape_.+|native.*\"";

    @Parameter
    Age age;

    @TempDir
    Path folder;

    private final Registry registry = Registry.pedantic();

    @BeforeEach
    void measure() {
        CounterVec requests = CounterVec.builder("requests_total", "Requests.\nOf \"all\" \\ kinds.", "path", "code")
                .register(registry);
        requests.withLabelValues("/", "200").add(12_345_678);
        requests.withLabelValues("/quoted\"\\\n", "\u00fc\u65e5\uD83D\uDD25").add(0.1);
        GaugeVec values = GaugeVec.builder("odd_values_bytes", "Odd values.", "n")
                .unit("bytes")
                .register(registry);
        double[] odd = {0, -1, 1.0 / 3, 1e-300, Double.MAX_VALUE, Double.MIN_VALUE, Double.NaN, 1 / 0.0, -1 / 0.0};
        for (int i = 0; i < odd.length; i++) {
            values.withLabelValues(Integer.toString(i)).set(odd[i]);
        }
        Histogram latency = Histogram.builder("latency_seconds", "Latency.").register(registry);
        Histogram natives =
                Histogram.builder("native", "Native only.").nativeBuckets(1.1).register(registry);
        Histogram both = Histogram.builder("native_too", "Both.")
                .nativeBuckets(2)
                .buckets(1, 10)
                .register(registry);
        SummaryVec sizes =
                SummaryVec.builder("sizes", "Sizes.", "of").objective(0.5, 0.05).register(registry);
        for (int i = 0; i < 100; i++) {
            Stream.of(latency, natives, both).forEach(histogram -> histogram.observe(0.7));
            sizes.withLabelValues("files").observe(i);
        }
        sizes.withLabelValues("none");
        StateSet.builder("mode", "Mode.", "off", "slow", "fast")
                .register(registry)
                .set("slow", true);
        Info.builder("build_info", "Build.").register(registry);
        registry.register(new Mirrored());
    }

    /** Values that only custom collectors write. */
    private static final class Mirrored implements Collector {
        private static final Exemplar EXEMPLAR =
                new Exemplar(Labels.of("trace_id", "a\u00fc"), 0.7, Instant.ofEpochSecond(1_700_000_000));
        private static final Desc UNTYPED = Desc.untyped("of.unknown-kind", "Mirrored.", "label.name");
        private static final Desc UNSUFFIXED = Desc.counter("jobs", "A counter without suffix.");
        private static final Desc EXEMPLARY = Desc.counter("exemplary_total", "With an exemplar.");
        private static final Desc MARKED = Desc.histogram("marked", "With exemplars.");

        @Override
        public void describe(Consumer<? super Desc> out) {
            Stream.of(UNTYPED, UNSUFFIXED, EXEMPLARY, MARKED).forEach(out);
        }

        @Override
        public void collect(Consumer<? super Metric> out) {
            out.accept(ConstMetric.of(UNTYPED, 2.5, "v"));
            out.accept(ConstMetric.of(UNSUFFIXED, 3));
            out.accept(ConstMetric.of(EXEMPLARY, 4).withExemplars(EXEMPLAR).withTimestamp(Instant.now()));
            out.accept(ConstMetric.histogram(MARKED, 9, 6.3, Map.of(0.5, 0L, 1.0, 8L))
                    .withExemplars(EXEMPLAR));
        }
    }

    @Test
    void theServerStoresTheSameFromEachFormat() throws Exception {
        try (FormatEndpoint text = FormatEndpoint.of(registry, Format.TEXT);
                FormatEndpoint openMetrics = FormatEndpoint.of(registry, Format.OPENMETRICS);
                FormatEndpoint protobuf = FormatEndpoint.of(registry, Format.PROTOBUF);
                Prometheus prometheus = Prometheus.start(
                        age,
                        config(Map.of(TEXT, text, OPENMETRICS, openMetrics, PROTOBUF, protobuf)),
                        folder,
                        "--enable-feature=native-histograms,exemplar-storage",
                        "--web.enable-remote-write-receiver")) {
            prometheus.await("up", up -> up.size() == 3);
            assertThat(scrapeErrors(prometheus)).containsOnly("");

            Map<Map<String, String>, Double> expected = stored(prometheus, TEXT);
            assertThat(expected).hasSizeGreaterThan(40);
            assertThat(stored(prometheus, OPENMETRICS)).isEqualTo(expected);
            assertThat(stored(prometheus, PROTOBUF)).isEqualTo(expected);
            pushTo(prometheus);
            assertThat(stored(prometheus, REMOTE_WRITE)).isEqualTo(expected);
            assertNativesAreAsLarge(prometheus);
            assertThat(natives(prometheus, REMOTE_WRITE))
                    .isEqualTo(natives(prometheus, PROTOBUF))
                    .hasSize(2);
            assertThat(metadata(prometheus, PROTOBUF))
                    .isEqualTo(metadata(prometheus, TEXT))
                    .hasSizeGreaterThan(10);
            Set<Object> exemplars = exemplars(prometheus, PROTOBUF);
            assertThat(exemplars).isEqualTo(exemplars(prometheus, OPENMETRICS)).hasSize(2);
            assertThat(exemplars(prometheus, REMOTE_WRITE)).isEqualTo(exemplars);
        }
    }

    /** Names are escaped and native histograms written as for the scrapes here, whichever version the server knows. */
    private void pushTo(Prometheus prometheus) throws IOException {
        RemoteWrite.to(prometheus.uri() + "/api/v1/write", REMOTE_WRITE)
                .externalLabel("instance", "here")
                .escaping(EscapingScheme.UNDERSCORES)
                .nativeHistograms(true)
                .gatherer(registry)
                .push();
    }

    /** The native histograms of a job as the server shows them, by name. */
    private static Map<Object, Object> natives(Prometheus prometheus, String job) {
        String path = "/api/v1/query?query=" + encoded("{job=\"" + job + "\",__name__=~\"native|native_too\"}");
        Map<Object, Object> natives = new HashMap<>();
        Map<String, Object> data = Json.object(prometheus.api(path).get("data"));
        for (Map<String, Object> series : Json.objects(data.get("result"))) {
            List<?> timeAndHistogram = (List<?>) series.get("histogram");
            natives.put(Json.object(series.get("metric")).get("__name__"), timeAndHistogram.get(1));
        }
        return natives;
    }

    private static List<Object> scrapeErrors(Prometheus prometheus) {
        Map<String, Object> data = Json.object(prometheus.api("/api/v1/targets").get("data"));
        return Json.objects(data.get("activeTargets")).stream()
                .map(target -> target.get("lastError"))
                .toList();
    }

    /** Each series of a job, without the labels in which the jobs differ. */
    private static Map<Map<String, String>, Double> stored(Prometheus prometheus, String job) {
        Map<Map<String, String>, Double> series = new HashMap<>();
        for (Sample sample : prometheus.query("{job=\"" + job + "\"," + COMPARED + "}")) {
            Map<String, String> labels = new HashMap<>(sample.labels());
            labels.keySet().removeAll(Set.of("job", "instance"));
            // The server stores a bound as a format prints it, which is 1 in one text format and 1.0 in the other.
            labels.computeIfPresent("le", (name, value) -> Double.toString(bound(value)));
            labels.computeIfPresent("quantile", (name, value) -> Double.toString(bound(value)));
            series.put(labels, sample.value());
        }
        return series;
    }

    private static double bound(String text) {
        return text.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
    }

    private static void assertNativesAreAsLarge(Prometheus prometheus) {
        for (String name : List.of("native", "native_too")) {
            for (String part : List.of("count", "sum")) {
                String nativeValue = "histogram_" + part + "(" + name + "{job=\"" + PROTOBUF + "\"})";
                String classicValue = name + "_" + part + "{job=\"" + TEXT + "\"}";
                assertThat(prometheus.query(nativeValue)).as(nativeValue).hasSize(1);
                assertThat(prometheus.query(nativeValue).get(0).value())
                        .as(nativeValue)
                        .isEqualTo(prometheus.query(classicValue).get(0).value());
            }
        }
    }

    private static Set<Object> metadata(Prometheus prometheus, String job) {
        Set<Object> known = new HashSet<>();
        String path = "/api/v1/targets/metadata?match_target=" + encoded("{job=\"" + job + "\"}");
        for (Map<String, Object> metric : Json.objects(prometheus.api(path).get("data"))) {
            known.add(List.of(metric.get("metric"), metric.get("type"), metric.get("help")));
        }
        return known;
    }

    private static Set<Object> exemplars(Prometheus prometheus, String job) {
        String path = "/api/v1/query_exemplars?query=" + encoded("{job=\"" + job + "\"}");
        Set<Object> all = new HashSet<>();
        for (Map<String, Object> series : Json.objects(prometheus.api(path).get("data"))) {
            Object name = Json.object(series.get("seriesLabels")).get("__name__");
            Json.objects(series.get("exemplars")).forEach(exemplar -> all.add(List.of(name, exemplar)));
        }
        return all;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String config(Map<String, FormatEndpoint> jobs) {
        StringBuilder config = new StringBuilder("scrape_configs:\n");
        jobs.forEach((job, endpoint) -> config.append(
                String.format(Locale.ROOT, """
                  - job_name: %s
                    scrape_interval: 3s
                    static_configs:
                      - targets: ["%s"]
                """, job, endpoint.target()).indent(2)));
        return config.toString();
    }
}
