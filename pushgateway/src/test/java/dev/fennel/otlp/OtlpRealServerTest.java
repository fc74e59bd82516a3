package dev.fennel.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.fennel.exposition.Encoder;
import dev.fennel.exposition.Format;
import dev.fennel.metrics.Counter;
import dev.fennel.metrics.CounterVec;
import dev.fennel.metrics.Gauge;
import dev.fennel.metrics.GaugeVec;
import dev.fennel.metrics.Histogram;
import dev.fennel.metrics.Info;
import dev.fennel.metrics.Summary;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.MetricFamily;
import dev.fennel.pushgateway.BatchJob;
import dev.fennel.registry.GatherResult;
import dev.fennel.registry.Registry;
import dev.fennel.testsupport.Prometheus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What real servers return of what was pushed is what {@code /metrics} shows. */
@ParameterizedClass(name = "{0}")
@EnumSource(OtlpReceiver.class)
class OtlpRealServerTest {
    private static final Pattern LINE = Pattern.compile("([^{ ]+)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("([^=,]+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    @Parameter
    OtlpReceiver receiver;

    @TempDir
    Path folder;

    private final Registry registry = Registry.create();
    private Prometheus server;

    @BeforeEach
    void startServer() {
        server = receiver.start(folder);
    }

    @AfterEach
    void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    private OtlpPush push() {
        return OtlpPush.to(server.uri() + receiver.path, "shop")
                .resourceAttribute("service.instance.id", "shop-1")
                .gatherer(registry);
    }

    /** The series that are stored, as name and labels without those of the resource; waits for so many. */
    private Map<String, Double> stored(int series) {
        List<Prometheus.Sample> samples = server.await("{__name__!=\"\"}", found -> {
            receiver.flush(server);
            return found.stream().filter(OtlpRealServerTest::isPushed).count() >= series;
        });
        Map<String, Double> stored = new TreeMap<>();
        samples.stream().filter(OtlpRealServerTest::isPushed).forEach(sample -> {
            Map<String, String> labels = new TreeMap<>(sample.labels());
            assertThat(labels.keySet()).containsAll(receiver.resourceLabels);
            labels.keySet().removeAll(receiver.resourceLabels);
            stored.put(labels.remove("__name__") + labels, sample.value());
        });
        return stored;
    }

    private static boolean isPushed(Prometheus.Sample sample) {
        return sample.labels().containsValue("shop-1")
                && !sample.labels().get("__name__").equals("target_info");
    }

    /** The series that the text format shows. */
    private Map<String, Double> shown() {
        Encoder encoder = Format.TEXT.newEncoder();
        encoder.encodeAll(registry.gather().families());
        encoder.finish();
        Map<String, Double> shown = new TreeMap<>();
        new String(encoder.toByteArray(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .forEach(line -> {
                    Matcher parts = LINE.matcher(line);
                    assertThat(parts.matches()).as(line).isTrue();
                    Map<String, String> labels = new TreeMap<>();
                    Matcher label = LABEL.matcher(parts.group(2) == null ? "" : parts.group(2));
                    while (label.find()) {
                        labels.put(label.group(1), label.group(2).translateEscapes());
                    }
                    shown.put(parts.group(1) + labels, Double.valueOf(parts.group(3)));
                });
        return shown;
    }

    private void measureAllTypes() {
        CounterVec requests =
                CounterVec.builder("requests_total", "Requests.", "path").register(registry);
        requests.withLabelValues("/größe/\uD83D\uDE00").add(12_345_678);
        requests.withLabelValues("a \"b\" \\ \n c").add(0.1);
        Counter.builder("work_seconds_total", "} \"x\": \\ \u0007 \uD83D\uDE00 # HELP\n a")
                .unit("seconds")
                .register(registry)
                .add(1.5);
        GaugeVec depth = GaugeVec.builder("depth", "", "of", "other").register(registry);
        depth.withLabelValues("a", "").set(-2.5);
        depth.withLabelValues("b", "x").set(1e300);
        Gauge.builder("hit_ratio", "").unit("ratio").register(registry).set(0.25);
        Gauge.builder("heap_bytes", "").unit("bytes").register(registry).set(1e9);
        Gauge.builder("speed_meters_per_second", "")
                .unit("meters_per_second")
                .register(registry)
                .set(3);
        Info.builder("build_info", "", "version").register(registry).setLabelValues("1.0");
        Histogram latency = Histogram.builder("latency_seconds", "Latency.")
                .unit("seconds")
                .buckets(0.005, 1, 2.5)
                .register(registry);
        Summary size = Summary.builder("size_bytes", "Sizes.")
                .unit("bytes")
                .objective(0.5, 0.05)
                .objective(0.99, 0.001)
                .register(registry);
        for (double value : new double[] {0.25, 0.75, 3}) {
            latency.observe(value);
            size.observe(value);
        }
    }

    @Test
    void whatIsStoredIsWhatMetricsShow() throws IOException {
        measureAllTypes();
        Map<String, Double> shown = withoutEmptyLabels(shown());
        assertThat(push().push().acceptedPoints()).isEqualTo(11);
        assertThat(stored(shown.size())).isEqualTo(shown);
    }

    @Test
    void whatIsStoredOfCompressedRequestsIsTheSame() throws IOException {
        measureAllTypes();
        Map<String, Double> shown = withoutEmptyLabels(shown());
        push().gzip().pointsPerRequest(3).push();
        assertThat(stored(shown.size())).isEqualTo(shown);
    }

    @Test
    void whatIsStoredOfJsonIsTheSameWhereItIsTaken() throws IOException {
        measureAllTypes();
        if (!receiver.takesJson) {
            assertThatExceptionOfType(OtlpException.class)
                    .isThrownBy(() -> push().json().push())
                    .withMessageContaining("json");
            return;
        }
        Map<String, Double> shown = withoutEmptyLabels(shown());
        push().json().push();
        assertThat(stored(shown.size())).isEqualTo(shown);
    }

    /** A label without a value is the same as none for every server. */
    private static Map<String, Double> withoutEmptyLabels(Map<String, Double> series) {
        Map<String, Double> result = new TreeMap<>();
        series.forEach((name, value) -> result.put(name.replaceAll(", other=(?=})", ""), value));
        return result;
    }

    @Test
    void statesAndUntypedValuesAreStored() throws IOException {
        Desc states = Desc.stateSet("mode", "", "mode");
        Desc untyped = Desc.untyped("mirrored", "");
        List<MetricFamily> families = List.of(
                new MetricFamily(untyped, List.of(ConstMetric.of(untyped, 7))),
                new MetricFamily(states, List.of(ConstMetric.of(states, 0, "off"), ConstMetric.of(states, 1, "on"))));
        push().gatherer(() -> new GatherResult(families, List.of())).push();
        assertThat(stored(3)).isEqualTo(Map.of("mirrored{}", 7.0, "mode{mode=off}", 0.0, "mode{mode=on}", 1.0));
    }

    @Test
    void namesWithDotsAreStoredAsTheServerWritesThem() throws IOException {
        GaugeVec.builder("queue.depth", "", "queue.name")
                .register(registry)
                .withLabelValues("a.b")
                .set(7);
        push().push();
        boolean dots = !receiver.translatesNames;
        assertThat(stored(1))
                .isEqualTo(Map.of(dots ? "queue.depth{queue.name=a.b}" : "queue_depth{queue_name=a.b}", 7.0));
    }

    /** What the rules of translation change: this is why names should end as Prometheus' conventions have it. */
    @Test
    void namesThatBreakTheConventionsAreStoredAsTheServerTranslatesThem() throws IOException {
        Counter.builder("jobs", "").register(registry).add(1);
        Gauge.builder("a__b_", "").register(registry).set(2);
        push().push();
        boolean same = !receiver.translatesNames;
        assertThat(stored(2)).isEqualTo(Map.of(same ? "jobs{}" : "jobs_total{}", 1.0, same ? "a__b_{}" : "a_b{}", 2.0));
    }

    @Test
    void nativeHistogramsAreStoredAsTheServerHasThem() throws IOException {
        Histogram latency = Histogram.builder("latency_seconds", "")
                .unit("seconds")
                .nativeBuckets(1.1)
                .register(registry);
        for (double value : new double[] {0.25, 0.75, 3}) {
            latency.observeWithExemplar(value, Labels.of("trace_id", "0af7651916cd43dd8448eb211c80319c"));
        }
        push().push();
        String count = receiver == OtlpReceiver.VICTORIA_METRICS
                ? "sum(latency_seconds_bucket{vmrange!=\"\"})"
                : "histogram_count(latency_seconds)";
        assertThat(server.await(count, found -> {
                    receiver.flush(server);
                    return !found.isEmpty();
                }))
                .extracting(Prometheus.Sample::value)
                .containsExactly(3.0);
    }

    @Test
    void aHundredThousandSeriesArrive() throws IOException {
        CounterVec requests = CounterVec.builder("requests_total", "Requests.", "path", "code")
                .register(registry);
        for (int i = 0; i < 100_000; i++) {
            requests.withLabelValues("/item/" + i, "200").add(i);
        }
        OtlpResult result = push().gzip().timeout(Duration.ofMinutes(1)).push();
        assertThat(result.acceptedPoints()).isEqualTo(100_000);
        assertThat(server.await("sum(requests_total)", found -> {
                    receiver.flush(server);
                    return !found.isEmpty() && found.get(0).value() == 99_999 * 50_000.0;
                }))
                .hasSize(1);
    }

    @Test
    void jobIsReported() throws IOException {
        try (BatchJob job = push().startJob("backup")) {
            job.succeed();
        }
        assertThat(stored(4)).containsEntry("backup_success{}", 1.0);
    }

    @Test
    void requestThatIsNoneIsRefusedWithAReason() {
        Assumptions.assumeTrue(receiver == OtlpReceiver.VICTORIA_METRICS, "others answer in their own words");
        Gauge.builder("a", "").register(registry).set(1);
        assertThatExceptionOfType(OtlpException.class)
                .isThrownBy(() -> OtlpPush.to(server.uri() + "/nowhere", "shop")
                        .gatherer(registry)
                        .push())
                .withMessageContaining("got 400: ");
    }
}
