package dev.fennel.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.fennel.metrics.Counter;
import dev.fennel.metrics.Gauge;
import dev.fennel.metrics.GaugeVec;
import dev.fennel.metrics.Histogram;
import dev.fennel.model.Labels;
import dev.fennel.pushgateway.PushException;
import dev.fennel.registry.Registry;
import dev.fennel.testsupport.Json;
import dev.fennel.testsupport.Prometheus;
import dev.fennel.testsupport.SettableClock;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What Prometheus keeps of a push and other servers do not: exemplars, native buckets, the resource, any value. */
@ParameterizedClass(name = "{0}")
@EnumSource(
        value = OtlpReceiver.class,
        names = {"PROMETHEUS", "PROMETHEUS_WITHOUT_TRANSLATION"})
class OtlpInPrometheusTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SPAN = "b7ad6b7169203331";

    @Parameter
    OtlpReceiver receiver;

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock(Instant.now());
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
        return new OtlpPush(server.uri() + receiver.path, "shop", clock).gatherer(registry);
    }

    private List<Double> values(String promql) {
        return server.query(promql).stream().map(Prometheus.Sample::value).toList();
    }

    private static String encoded(String promql) {
        return URLEncoder.encode(promql, StandardCharsets.UTF_8);
    }

    @Test
    void exemplarsOfCountersAndOfBothKindsOfHistogramsAreStored() throws IOException {
        Counter done = Counter.builder("done_total", "").register(registry);
        Histogram classic = Histogram.builder("classic", "").buckets(1, 2).register(registry);
        Histogram exponential =
                Histogram.builder("exponential", "").nativeBuckets(1.1).register(registry);
        Labels exemplar = Labels.of("trace_id", TRACE, "span_id", SPAN, "user", "größe");
        done.addWithExemplar(1, exemplar);
        for (double value : new double[] {0.5, 1.5, 9}) {
            classic.observeWithExemplar(value, exemplar);
            exponential.observeWithExemplar(value, exemplar);
        }
        push().push();
        assertThat(exemplars("done_total")).containsExactly(1.0);
        assertThat(exemplars("classic_bucket")).containsExactlyInAnyOrder(0.5, 1.5, 9.0);

        // The server adds exemplars before buckets, so those in the first push of a native histogram have no series
        // yet.
        clock.advanceMillis(1000);
        push().push();
        assertThat(exemplars("exponential")).containsExactlyInAnyOrder(0.5, 1.5, 9.0);
    }

    /** The values of the exemplars of a metric, all of which have the same labels. */
    private List<Double> exemplars(String name) {
        List<Double> values = new ArrayList<>();
        long now = clock.millis() / 1000;
        String path = "/api/v1/query_exemplars?query=" + name + "&start=" + (now - 60) + "&end=" + (now + 60);
        for (Map<String, Object> series : Json.objects(server.api(path).get("data"))) {
            for (Map<String, Object> exemplar : Json.objects(series.get("exemplars"))) {
                assertThat(Json.strings(exemplar.get("labels")))
                        .isEqualTo(Map.of("trace_id", TRACE, "span_id", SPAN, "user", "größe"));
                values.add(Double.valueOf((String) exemplar.get("value")));
            }
        }
        return values;
    }

    @Test
    void nativeBucketsHoldTheirValues() throws IOException {
        double[] values = {-1000, -1, -0.3, 0, 1e-9, 0.125, 0.3, 1, 1.0000001, 7, 4096, 1e9};
        Histogram amount = Histogram.builder("amount", "")
                .nativeBuckets(1.1)
                .zeroThreshold(1e-6)
                .register(registry);
        for (double value : values) {
            amount.observe(value);
        }
        push().push();
        List<?> buckets = (List<?>) histogram("amount").get("buckets");
        int zeros = 0;
        for (Object bucket : buckets) {
            List<?> parts = (List<?>) bucket;
            double low = Double.parseDouble((String) parts.get(1));
            double high = Double.parseDouble((String) parts.get(2));
            double count = Double.parseDouble((String) parts.get(3));
            if (low < 0 && high > 0) {
                assertThat(count).isEqualTo(2); // the server writes 1e-128 whatever the threshold is
                zeros++;
                continue;
            }
            assertThat(high / low).isBetween(high < 0 ? 0.9 : 1.0, high < 0 ? 1.0 : 1.1);
            assertThat(Arrays.stream(values)
                            .filter(value -> value > 0 ? low < value && value <= high : low <= value && value < high))
                    .hasSize(1); // a bucket includes the limit that is farther from zero
            assertThat(count).isEqualTo(1);
        }
        assertThat(zeros).isEqualTo(1);
        assertThat(buckets).hasSize(values.length - 1);
        assertThat(values("histogram_count(amount)")).containsExactly(12.0);
        assertThat(values("histogram_sum(amount)").get(0))
                .isCloseTo(Arrays.stream(values).sum(), within(0.01));
    }

    private Map<String, Object> histogram(String name) {
        Map<String, Object> data =
                Json.object(server.api("/api/v1/query?query=" + encoded(name)).get("data"));
        List<?> timeAndHistogram =
                (List<?>) Json.objects(data.get("result")).get(0).get("histogram");
        return Json.object(timeAndHistogram.get(1));
    }

    @Test
    void histogramIsStoredWithItsClassicBucketsIfAskedTo() throws IOException {
        Histogram amount =
                Histogram.builder("amount", "").buckets(1, 2).nativeBuckets(1.1).register(registry);
        amount.observe(1.5);
        push().nativeHistograms(false).push();
        assertThat(values("sort(amount_bucket)")).containsExactly(0.0, 1.0, 1.0);
        assertThat(values("amount_count")).containsExactly(1.0);
    }

    @Test
    void resourceBecomesJobAndInstanceAndTheOthersTargetInfo() throws IOException {
        Gauge.builder("a", "").register(registry).set(1);
        push().resourceAttribute("service.namespace", "ns")
                .resourceAttribute("service.instance.id", "i1")
                .resourceAttribute("host.name", "h")
                .push();
        assertThat(server.query("a"))
                .extracting(Prometheus.Sample::labels)
                .containsExactly(Map.of("__name__", "a", "job", "ns/shop", "instance", "i1"));
        String host = receiver.translatesNames ? "host_name" : "host.name";
        assertThat(server.query("target_info"))
                .extracting(Prometheus.Sample::labels)
                .containsExactly(Map.of("__name__", "target_info", "job", "ns/shop", "instance", "i1", host, "h"));
    }

    @Test
    void valuesThatAreNoNumbersArrive() throws IOException {
        GaugeVec odd = GaugeVec.builder("odd", "", "n").register(registry);
        double[] values = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, Double.MIN_VALUE};
        for (int i = 0; i < values.length; i++) {
            odd.withLabelValues(Integer.toString(i)).set(values[i]);
        }
        push().json().push();
        for (int i = 0; i < values.length; i++) {
            assertThat(values("odd{n=\"" + i + "\"}")).containsExactly(values[i]);
        }
        clock.advanceMillis(1000);
        push().push();
        for (int i = 0; i < values.length; i++) {
            assertThat(values("odd{n=\"" + i + "\"}")).containsExactly(values[i]);
        }
    }

    @Test
    void samplesThatAreOutOfOrderOrTooOldAreRefusedAndSaidToBe() throws IOException {
        Gauge.builder("depth", "").register(registry).set(1);
        push().push();
        clock.advanceMillis(-60_000);
        refused("out of order");
        clock.advanceMillis(-10 * 3_600_000);
        refused("out of bounds");
        assertThat(values("depth")).containsExactly(1.0);
    }

    private void refused(String why) {
        assertThatExceptionOfType(OtlpException.class)
                .isThrownBy(() -> push().push())
                .withMessageContaining(why)
                .satisfies(e -> assertThat(e.result().acceptedPoints()).isZero())
                .havingCause()
                .isInstanceOfSatisfying(PushException.class, cause -> assertThat(cause.statusCode())
                        .isEqualTo(400));
    }

    /** No unit in a name is doubled, moved or dropped by the server, be it one that is abbreviated or not. */
    @Test
    void namesThatEndInTheirUnitStayTheSame() throws IOException {
        List<String> units = new ArrayList<>(UcumUnits.words());
        units.addAll(List.of("requests", "meters_per_second", "bytes_per_second", "kelvins", "weeks", "s", "bits"));
        List<String> names = new ArrayList<>();
        for (String unit : units) {
            names.add("used_" + unit);
            names.add("spent_" + unit + "_total");
            Gauge.builder("used_" + unit, "").unit(unit).register(registry).set(1);
            Counter.builder("spent_" + unit + "_total", "")
                    .unit(unit)
                    .register(registry)
                    .add(1);
        }
        push().push();
        assertThat(server.query("{job=\"shop\"}"))
                .extracting(sample -> sample.labels().get("__name__"))
                .contains(names.toArray(String[]::new))
                .hasSize(names.size());
    }
}
