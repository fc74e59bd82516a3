package dev.fennel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.exposition.catalogue.Catalogue;
import dev.fennel.httpserver.MetricsServer;
import dev.fennel.metrics.Counter;
import dev.fennel.metrics.CounterVec;
import dev.fennel.metrics.Gauge;
import dev.fennel.metrics.GaugeFunc;
import dev.fennel.metrics.Histogram;
import dev.fennel.metrics.Summary;
import dev.fennel.registry.Registry;
import dev.fennel.testsupport.Age;
import dev.fennel.testsupport.BothAges;
import dev.fennel.testsupport.Json;
import dev.fennel.testsupport.Prometheus;
import dev.fennel.testsupport.Prometheus.Sample;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each panel and each rule of a catalogue has data in a real Prometheus server that scrapes what is in it. */
@BothAges
class CatalogueInPrometheusTest {
    @Parameter
    Age age;

    @TempDir
    Path folder;

    private final Registry registry = Registry.create();

    /** Everything moves with each scrape: one request in two fails, and one in two takes 0.7 seconds. */
    private void measure() {
        CounterVec requests =
                CounterVec.builder("http_requests_total", "Requests.", "code").register(registry);
        Counter dotted = Counter.builder("jobs.done", "Jobs.").register(registry);
        Gauge.builder("queue.depth", "Jobs waiting.").register(registry).set(3);
        List<Histogram> histograms = List.of(
                Histogram.builder("classic_request_seconds", "Times.")
                        .buckets(0.5, 1)
                        .register(registry),
                Histogram.builder("both_request_seconds", "Times.")
                        .buckets(0.5, 1)
                        .nativeBuckets(1.1)
                        .register(registry),
                Histogram.builder("native_request_seconds", "Times.")
                        .nativeBuckets(1.1)
                        .register(registry));
        Summary summary =
                Summary.builder("rpc_seconds", "Times.").objective(0.5, 0.05).register(registry);
        GaugeFunc.builder("scrapes", "", () -> {
                    requests.withLabelValues("200").inc();
                    requests.withLabelValues("503").inc();
                    dotted.inc();
                    for (double seconds : new double[] {0.1, 0.7}) {
                        histograms.forEach(histogram -> histogram.observe(seconds));
                        summary.observe(seconds);
                    }
                    return 1;
                })
                .register(registry);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--enable-feature=native-histograms"})
    void everyPanelAndEveryRuleHasData(String flag) throws Exception {
        measure();
        Catalogue catalogue = Catalogue.of(registry);
        String rules = catalogue.rules(0.99, Duration.ofMillis(500));
        Files.writeString(folder.resolve("rules.yml"), rules);
        boolean natives = !flag.isEmpty();
        String[] flags = natives ? new String[] {flag} : new String[0];
        Predicate<String> stored = text -> natives || !text.contains("native_request_seconds");
        try (MetricsServer server = MetricsServer.builder().registry(registry).start();
                Prometheus prometheus = Prometheus.start(age, config(server), folder, flags)) {
            for (String query : queries(catalogue.dashboard("Shop"))) {
                if (stored.test(query)) {
                    prometheus.await(query, CatalogueInPrometheusTest::isData);
                }
            }
            Matcher recorded = Pattern.compile("record: (\\S+)").matcher(rules);
            while (recorded.find()) {
                if (stored.test(recorded.group(1))) {
                    prometheus.await(recorded.group(1), CatalogueInPrometheusTest::isData);
                }
            }
            for (String share :
                    List.of("http_requests_errors", "classic_request_seconds_slow", "both_request_seconds_slow")) {
                prometheus.await(
                        "job:" + share + ":ratio_rate5m",
                        found -> found.size() == 1 && Math.abs(found.get(0).value() - 0.5) < 0.01);
            }
            prometheus.await("ALERTS{alertname=\"BothRequestSecondsSlowBurnFast\"}", CatalogueInPrometheusTest::isData);
            assertThat(prometheus.query("both_request_seconds_bucket").isEmpty())
                    .isEqualTo(natives);
        }
    }

    private static boolean isData(List<Sample> samples) {
        return !samples.isEmpty() && samples.stream().noneMatch(sample -> Double.isNaN(sample.value()));
    }

    private String config(MetricsServer server) {
        return String.format(Locale.ROOT, """
                global: {scrape_interval: 2s, evaluation_interval: 1s}
                rule_files: ["%s"]
                scrape_configs:
                  - job_name: shop
                    static_configs:
                      - targets: ["127.0.0.1:%d"]
                """, folder.resolve("rules.yml"), server.port());
    }

    private static List<String> queries(String dashboard) {
        List<String> queries = new ArrayList<>();
        for (Map<String, Object> panel :
                Json.objects(Json.object(Json.parse(dashboard)).get("panels"))) {
            if (panel.containsKey("targets")) {
                for (Map<String, Object> target : Json.objects(panel.get("targets"))) {
                    queries.add(target.get("expr")
                            .toString()
                            .replace("$job", "shop")
                            .replace("$instance", ".+")
                            .replace("$__rate_interval", "1m"));
                }
            }
        }
        return queries;
    }
}
