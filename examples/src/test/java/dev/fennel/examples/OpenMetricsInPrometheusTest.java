package dev.fennel.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.fennel.exposition.EscapingScheme;
import dev.fennel.exposition.Format;
import dev.fennel.metrics.Counter;
import dev.fennel.metrics.Gauge;
import dev.fennel.metrics.Histogram;
import dev.fennel.metrics.Info;
import dev.fennel.metrics.StateSet;
import dev.fennel.metrics.Summary;
import dev.fennel.model.Labels;
import dev.fennel.registry.Registry;
import dev.fennel.testsupport.Age;
import dev.fennel.testsupport.BothAges;
import dev.fennel.testsupport.Json;
import dev.fennel.testsupport.Prometheus;
import dev.fennel.testsupport.Prometheus.Sample;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

/** A real Prometheus server stores all that is written in OpenMetrics. Its parser stops at the first invalid line. */
@BothAges
class OpenMetricsInPrometheusTest {
    private static final Format FORMAT = Format.OPENMETRICS.withCreatedSamples();
    /** The number of series that {@link #measure} makes: two and one counters, then 1, 6, 4, 1 and 2 of the others. */
    private static final double SAMPLES = 17;

    @Parameter
    Age age;

    @TempDir
    Path folder;

    private final Registry registry = Registry.create();

    @Test
    void theServerHasTypesUnitsValuesAndExemplars() throws Exception {
        measure("app_");
        try (FormatEndpoint endpoint = FormatEndpoint.of(registry, FORMAT);
                Prometheus prometheus =
                        Prometheus.start(age, config(endpoint), folder, "--enable-feature=exemplar-storage")) {
            prometheus.await("app_read_bytes_total", samples -> samples.size() == 1);

            assertThat(metadata(prometheus))
                    .containsOnly(
                            entry("app_read_bytes", "counter bytes"),
                            entry("app_unsuffixed", "unknown "),
                            entry("app_depth", "gauge "),
                            entry("app_latency_seconds", "histogram seconds"),
                            entry("app_size", "summary "),
                            entry("app_build", "info "),
                            entry("app_phase", "stateset "));
            assertStored(prometheus);
            assertThat(exemplars(prometheus, "app_read_bytes_total")).containsExactly(Map.of("trace_id", "a"));
            assertThat(exemplars(prometheus, "app_latency_seconds_bucket")).containsExactly(Map.of("trace_id", "b"));
        }
    }

    @Test
    void theServerUnderstandsEscapedNames() throws Exception {
        measure("größe.");
        // Only version 3 of the server accepts the scheme that does not escape names.
        try (FormatEndpoint underscores = FormatEndpoint.of(registry, FORMAT);
                FormatEndpoint dots = FormatEndpoint.of(registry, FORMAT.withEscaping(EscapingScheme.DOTS));
                FormatEndpoint values = FormatEndpoint.of(registry, FORMAT.withEscaping(EscapingScheme.VALUES));
                Prometheus prometheus = Prometheus.start(age, config(underscores, dots, values), folder)) {
            for (String prefix : List.of("gr__e_", "gr____e_dot_", "U__gr_f6__df_e_2e_")) {
                prometheus.await(prefix + "depth", samples -> samples.size() == 1);
                assertThat(prometheus.query("count({__name__=~\"" + prefix + ".+\"})"))
                        .extracting(Sample::value)
                        .containsExactly(SAMPLES);
            }
            assertThat(prometheus.query("up")).extracting(Sample::value).containsExactly(1.0, 1.0, 1.0);
        }
    }

    @Test
    void theServerTakesFamiliesOfWhichOneGaveWay() throws Exception {
        Counter.builder("app.jobs_total", "Ever.").register(registry).add(2);
        Gauge.builder("app_jobs", "Now.").register(registry).set(1);
        Info.builder("app.build_info", "Build.", "version").register(registry).setLabelValues("1.0");
        Gauge.builder("app_build", "Build number.").register(registry).set(7);
        for (String queue : List.of("x", "y")) {
            StateSet.builder("app_mode", "Mode.", "on", "off")
                    .constLabels(Labels.of("queue", queue))
                    .register(registry)
                    .setTrue("on");
        }
        try (FormatEndpoint endpoint = FormatEndpoint.of(registry, FORMAT);
                Prometheus prometheus = Prometheus.start(age, config(endpoint), folder)) {
            prometheus.await("app_jobs", samples -> samples.size() == 1);

            assertThat(metadata(prometheus))
                    .containsOnly(
                            entry("app_jobs", "gauge "),
                            entry("app_jobs_total", "unknown "),
                            entry("app_build", "gauge "),
                            entry("app_build_info", "gauge "),
                            entry("app_mode", "stateset "));
            assertThat(prometheus.query("{__name__=~\"app_.+\"}"))
                    .extracting(Sample::value)
                    .containsExactlyInAnyOrder(1.0, 2.0, 1.0, 7.0, 1.0, 0.0, 1.0, 0.0);
        }
    }

    private void measure(String prefix) {
        Counter read = Counter.builder(prefix + "read_bytes_total", "Read.")
                .unit("bytes")
                .register(registry);
        read.addWithExemplar(1e6, Labels.of("trace_id", "a"));
        Counter.builder(prefix + "unsuffixed", "Of unknown type.")
                .register(registry)
                .inc();
        Gauge.builder(prefix + "depth", "A \"queue\".").register(registry).set(-2.5);
        Histogram latency = Histogram.builder(prefix + "latency_seconds", "Latency.")
                .unit("seconds")
                .buckets(1, 10)
                .register(registry);
        latency.observeWithExemplar(2, Labels.of("trace_id", "b"));
        Summary.builder(prefix + "size", "Size.")
                .objective(0.5, 0.05)
                .register(registry)
                .observe(3);
        Info.builder(prefix + "build_info", "Build.", "version")
                .register(registry)
                .setLabelValues("1.0");
        StateSet.builder(prefix + "phase", "Phase.", "on", "off")
                .register(registry)
                .setTrue("on");
    }

    private static void assertStored(Prometheus prometheus) {
        Map<String, Double> stored = new TreeMap<>();
        for (Sample sample : prometheus.query("{__name__=~\"app_.+\"}")) {
            Map<String, String> labels = new TreeMap<>(sample.labels());
            labels.keySet().removeAll(List.of("job", "instance"));
            String name = labels.remove("__name__");
            if (!name.endsWith("_created")) {
                stored.put(name + labels, sample.value());
            }
        }
        assertThat(stored)
                .containsOnly(
                        entry("app_read_bytes_total{}", 1e6),
                        entry("app_unsuffixed{}", 1.0),
                        entry("app_depth{}", -2.5),
                        entry("app_latency_seconds_bucket{le=1.0}", 0.0),
                        entry("app_latency_seconds_bucket{le=10.0}", 1.0),
                        entry("app_latency_seconds_bucket{le=+Inf}", 1.0),
                        entry("app_latency_seconds_sum{}", 2.0),
                        entry("app_latency_seconds_count{}", 1.0),
                        entry("app_size{quantile=0.5}", 3.0),
                        entry("app_size_sum{}", 3.0),
                        entry("app_size_count{}", 1.0),
                        entry("app_build_info{version=1.0}", 1.0),
                        entry("app_phase{app_phase=on}", 1.0),
                        entry("app_phase{app_phase=off}", 0.0));
        assertThat(prometheus.query("{__name__=~\"app_.+_created\"} > time() - 3600"))
                .hasSize(3);
    }

    private static Map<String, String> metadata(Prometheus prometheus) {
        Map<String, String> metadata = new TreeMap<>();
        for (Map<String, Object> metric :
                Json.objects(prometheus.api("/api/v1/targets/metadata").get("data"))) {
            metadata.put((String) metric.get("metric"), metric.get("type") + " " + metric.get("unit"));
        }
        return metadata;
    }

    private static List<Map<String, String>> exemplars(Prometheus prometheus, String metric) {
        Map<String, Object> answer =
                prometheus.api("/api/v1/query_exemplars?query=" + metric + "&start=0&end=9999999999");
        return Json.objects(answer.get("data")).stream()
                .flatMap(series -> Json.objects(series.get("exemplars")).stream())
                .map(exemplar -> Json.strings(exemplar.get("labels")))
                .toList();
    }

    private static String config(FormatEndpoint... endpoints) {
        String targets = Stream.of(endpoints)
                .map(endpoint -> '"' + endpoint.target() + '"')
                .collect(Collectors.joining(", "));
        return """
                scrape_configs:
                  - job_name: openmetrics
                    scrape_interval: 3s
                    static_configs:
                      - targets: [%s]
                """.formatted(targets);
    }
}
