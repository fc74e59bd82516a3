package dev.fennel.exposition.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.collectors.FunctionalCollector;
import dev.fennel.metrics.Counter;
import dev.fennel.metrics.CounterVec;
import dev.fennel.metrics.Gauge;
import dev.fennel.metrics.Histogram;
import dev.fennel.metrics.HistogramVec;
import dev.fennel.metrics.Info;
import dev.fennel.metrics.StateSet;
import dev.fennel.metrics.Summary;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricType;
import dev.fennel.registry.Gatherer;
import dev.fennel.registry.Registry;
import dev.fennel.testsupport.Age;
import dev.fennel.testsupport.CustomMetric;
import dev.fennel.testsupport.Json;
import dev.fennel.testsupport.Prometheus;
import dev.fennel.testsupport.Promtool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CatalogueTest {
    private enum Phase {
        STARTING,
        RUNNING
    }

    @TempDir
    Path folder;

    private final Registry registry = Registry.create();

    private Catalogue everyKind() {
        CounterVec.builder("http_requests_total", "Requests, by {{code}} | \"status\".\nIt's <all>.", "code", "method")
                .register(registry);
        CounterVec.builder("jobs_total", "Jobs.", "outcome").register(registry).withLabelValues("ok");
        Counter.builder("jobs", "The same, badly named.").register(registry);
        Counter.builder("disk_read_errors_total", "Failed reads.").register(registry);
        Counter.builder("process_cpu_seconds_total", "CPU time.").register(registry);
        Gauge.builder("queue.depth", "Jobs waiting.").register(registry);
        Gauge.builder("last_success_timestamp_seconds", "When.").register(registry);
        HistogramVec.builder("http_request_duration_seconds", "Times.", "method", "rôle")
                .register(registry);
        Histogram.builder("size.of\"it\"", "Sizes.").register(registry);
        Histogram.builder("native_bytes", "Sizes.").nativeBuckets(1.1).register(registry);
        Histogram.builder("both_bytes", "Sizes.")
                .buckets(10, 100)
                .nativeBuckets(1.1)
                .register(registry);
        CounterVec.builder("NaN", "Words of PromQL.", "Without", "inf", "by").register(registry);
        Gauge.builder("bool", "Another word.").register(registry);
        Summary.builder("rpc_durations_seconds", "Times.").objective(0.5, 0.05).register(registry);
        Info.builder("build_info", "What runs.", "version").register(registry);
        StateSet.builder("phase", "What it does.", Phase.class).register(registry);
        return Catalogue.of(registry);
    }

    @Test
    void describedMetricsAreListedBeforeTheyHaveSeries() {
        CounterVec.builder("b_total", "B.", "z", "a")
                .constLabels(Labels.of("m", "1"))
                .register(registry);
        registry.register(
                FunctionalCollector.unchecked(out -> out.accept(ConstMetric.of(Desc.gauge("a_bytes", "A."), 1))));

        assertThat(Catalogue.of((Gatherer) registry).entries())
                .containsExactly(
                        new CatalogueEntry("a_bytes", MetricType.GAUGE, "bytes", List.of(), "A.", List.of(), false),
                        new CatalogueEntry(
                                "b_total", MetricType.COUNTER, "", List.of("a", "m", "z"), "B.", List.of(), false));
        assertThat(Catalogue.of(registry::gather).entries())
                .extracting(CatalogueEntry::name)
                .containsExactly("a_bytes");
    }

    @Test
    void histogramsThatCanBeReadSayWhetherThereAreNativeBuckets() {
        Histogram natives = Histogram.builder("x", "X.").nativeBuckets(1.1).build();
        Metric broken = ConstMetric.invalid(natives.desc(), new IllegalStateException("broken"));

        assertThat(Catalogue.of(List.of(new MetricFamily(natives.desc(), List.of(broken, natives))))
                        .entries())
                .extracting(CatalogueEntry::nativeBuckets)
                .containsExactly(true);
        assertThat(Catalogue.of(List.of(new MetricFamily(natives.desc(), List.of(broken))))
                        .entries())
                .extracting(CatalogueEntry::nativeBuckets)
                .containsExactly(false);
    }

    @Test
    void markdownEscapesWhatWouldEndACell() {
        assertThat(everyKind().markdown("A *title*"))
                .startsWith("# A \\*title\\*\n\n| name | type | unit | labels | help |\n")
                .contains(
                        "| `http_requests_total` | counter |  | `code`, `method` | Requests, by {{code}} \\| \"status\"."
                                + " It's &lt;all>. |\n")
                .contains("| `process_cpu_seconds_total` | counter | seconds |  | CPU time. |\n")
                .contains("| `phase` | stateset |  | `phase` | What it does. |\n");
    }

    @Test
    void objectiveIsAShare() {
        Catalogue catalogue = Catalogue.of(List.of());
        for (double objective : new double[] {0, 1, 99, Double.NaN}) {
            assertThatThrownBy(() -> catalogue.rules(objective))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("objective " + objective + ": expected more than 0 and less than 1");
        }
    }

    @Test
    void bucketsAreThoseOfTheSeries() {
        HistogramVec classic =
                HistogramVec.builder("classic_seconds", "", "l").buckets(1, 2).register(registry);
        assertThat(Catalogue.of(registry).entries().get(0).bounds()).isEmpty();

        classic.withLabelValues("a");
        Histogram.builder("both_seconds", "").buckets(1, 2).nativeBuckets(1.1).register(registry);
        Histogram.builder("native_seconds", "").nativeBuckets(1.1).register(registry);

        assertThat(Catalogue.of(registry).entries())
                .extracting(entry -> entry.name() + " " + entry.bounds() + " " + entry.nativeBuckets())
                .containsExactly(
                        "both_seconds [1.0, 2.0, Infinity] true",
                        "classic_seconds [1.0, 2.0, Infinity] false",
                        "native_seconds [] true");
    }

    @Test
    void rulesForLatencyAreForRequestsAndBoundsThatThereAre() {
        Histogram.builder("request_seconds", "").buckets(0.5, 1, 5).register(registry);
        HistogramVec.builder("calls_seconds", "", "code")
                .nativeBuckets(1.1)
                .register(registry)
                .withLabelValues("200");
        Histogram.builder("pause_seconds", "").register(registry);
        Histogram.builder("request_bytes", "").register(registry);
        Catalogue catalogue = Catalogue.of(registry);

        assertThat(catalogue.rules(0.99)).doesNotContain("Burn");
        assertThat(catalogue.rules(0.99, Duration.ofMillis(600)))
                .contains(
                        "'1 - sum by (job) (rate(request_seconds_bucket{le=~\"1|1\\\\.0\"}[5m]))"
                                + " / sum by (job) (rate(request_seconds_count[5m]))'",
                        "{{ $labels.job }} takes more than 1.0 s for ",
                        "'1 - histogram_fraction(-Inf, 0.6, sum by (job) (rate(calls_seconds[3d])))'",
                        "alert: CallsSecondsSlowBurnFast",
                        "alert: RequestSecondsSlowBurnSlowly")
                .doesNotContain("pause_seconds_slow", "request_bytes_slow");
        assertThat(catalogue.rules(0.99, Duration.ofSeconds(6))).doesNotContain("request_seconds_slow");
        assertThatThrownBy(() -> catalogue.rules(0.99, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("latency PT0S: expected more than 0");
    }

    @ParameterizedTest
    @EnumSource
    void promtoolAcceptsTheRules(Age age) throws IOException {
        Path file = Files.writeString(folder.resolve("rules.yml"), everyKind().rules(0.99));

        Promtool.Result result = Promtool.run(age, "check", "rules", file.toString());

        assertThat(result.status()).as(result.output()).isZero();
        // Five rates, as jobs and jobs_total are one name there, three quantiles of four histograms, a mean; twice
        // seven ratios and two alerts; one alert.
        assertThat(result.output()).contains("SUCCESS: 37 rules found");
    }

    @ParameterizedTest
    @EnumSource
    void burnRateAlertsFireWhenRequestsFailOrAreSlow(Age age) throws IOException {
        everyKind();
        Histogram.builder("slow_request_seconds", "").buckets(0.5, 1, 5).register(registry);
        Histogram.builder("quick_request_seconds", "").buckets(0.5, 1, 5).register(registry);
        String rules = Catalogue.of(registry).rules(0.99, Duration.ofSeconds(1));
        Files.writeString(folder.resolve("rules.yml"), rules);
        Path test = Files.writeString(folder.resolve("test.yml"), """
                rule_files: [rules.yml]
                evaluation_interval: 1m
                tests:
                  - interval: 1m
                    input_series:
                      - {series: 'http_requests_total{job="shop", code="200", method="get"}', values: '0+80x120'}
                      - {series: 'http_requests_total{job="shop", code="503", method="get"}', values: '0+20x120'}
                      - {series: 'jobs_total{job="shop", outcome="ok"}', values: '0+100x120'}
                      - {series: 'slow_request_seconds_bucket{job="shop", le="1.0"}', values: '0+80x120'}
                      - {series: 'slow_request_seconds_count{job="shop"}', values: '0+100x120'}
                      - {series: 'quick_request_seconds_bucket{job="shop", le="1"}', values: '0+100x120'}
                      - {series: 'quick_request_seconds_count{job="shop"}', values: '0+100x120'}
                    promql_expr_test:
                      - expr: count by (alertname) (ALERTS{alertstate="firing"})
                        eval_time: 2h
                        exp_samples:
                          - {labels: '{alertname="HttpRequestsErrorsBurnFast"}', value: 1}
                          - {labels: '{alertname="HttpRequestsErrorsBurnSlowly"}', value: 1}
                          - {labels: '{alertname="SlowRequestSecondsSlowBurnFast"}', value: 1}
                          - {labels: '{alertname="SlowRequestSecondsSlowBurnSlowly"}', value: 1}
                """);

        Promtool.Result result = Promtool.run(age, "test", "rules", test.toString());

        assertThat(result.status()).as(result.output()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void prometheusRunsEveryQueryOfTheDashboard(Age age) {
        List<String> queries = queries(everyKind().dashboard("A \"title\""));
        assertThat(queries).hasSize(30);
        try (Prometheus prometheus = Prometheus.start(age, "scrape_configs: []\n", folder)) {
            for (String query : queries) {
                assertThat(prometheus.query(query.replace("$job", "shop")
                                .replace("$instance", ".+")
                                .replace("$__rate_interval", "1m")))
                        .as(query)
                        .isEmpty();
            }
        }
    }

    private static List<String> queries(String dashboard) {
        Map<String, Object> json = Json.object(Json.parse(dashboard));
        assertThat(json).containsEntry("title", "A \"title\"");
        List<String> queries = new ArrayList<>();
        for (Map<String, Object> panel : Json.objects(json.get("panels"))) {
            if (!panel.get("type").equals("row")) {
                Json.objects(panel.get("targets")).forEach(target -> queries.add((String) target.get("expr")));
            }
        }
        return queries;
    }

    /** What was thrown costs the buckets alone; the next scrape reports it. */
    @Test
    void metricThatThrowsAnErrorIsListedWithoutItsBuckets() {
        Desc desc = Desc.histogram("duration_seconds", "h");
        Metric broken = new CustomMetric(desc, Labels.EMPTY, out -> {
            throw new NoClassDefFoundError("a/Timer");
        });

        assertThat(Catalogue.of(List.of(new MetricFamily(desc, List.of(broken))))
                        .entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.name()).isEqualTo("duration_seconds"));
    }
}
