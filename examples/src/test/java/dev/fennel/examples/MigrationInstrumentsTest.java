package dev.fennel.examples;

import static dev.fennel.testing.MetricAssertions.assertThatMetrics;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.metrics.Buckets;
import dev.fennel.metrics.Counter;
import dev.fennel.metrics.CounterFunc;
import dev.fennel.metrics.CounterVec;
import dev.fennel.metrics.Gauge;
import dev.fennel.metrics.GaugeFunc;
import dev.fennel.metrics.Histogram;
import dev.fennel.metrics.HistogramVec;
import dev.fennel.metrics.Info;
import dev.fennel.metrics.StateSet;
import dev.fennel.metrics.Summary;
import dev.fennel.metrics.Timer;
import dev.fennel.model.Labels;
import dev.fennel.registry.Registry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The rows of the migration guide about instruments. {@link SnippetsTest} checks that they are the same. */
class MigrationInstrumentsTest {
    private final Registry registry = Registry.create();
    private final CounterVec requests = CounterVec.builder("requests_total", "Requests served.", "code", "method")
            .register(registry);
    private final Histogram latency =
            Histogram.builder("latency_seconds", "Latency.").register(registry);
    private final Queue<String> queue = new ArrayDeque<>(List.of("a", "b"));
    private final AtomicLong hits = new AtomicLong(7);
    private final String id = "4bf92f35";

    @Test
    void counters() {
        Counter orders = Counter.builder("orders_total", "Orders taken.").register();
        Counter jobs = Counter.builder("jobs_total", "Jobs done.").build();
        jobs.inc();
        jobs.add(2);

        assertThat(orders.value()).isZero();
        assertThat(jobs.value()).isEqualTo(3);
    }

    @Test
    void gauges() {
        Gauge depth = Gauge.builder("queue_depth", "Jobs waiting.").register(registry);
        depth.set(21.5);
        depth.inc();
        depth.dec();
        depth.add(-1);
        assertThat(depth.value()).isEqualTo(20.5);

        depth.setToCurrentTime();
        assertThat(depth.value()).isGreaterThan(1e9);
    }

    @Test
    void namesAndLabelsOfAll() {
        Counter.builder("items_total", "Items.")
                .namespace("shop")
                .subsystem("cart")
                .constLabels(Labels.of("zone", "eu"))
                .register(registry);

        assertThatMetrics(registry).contains("shop_cart_items_total{zone=\"eu\"} 0");
    }

    @Test
    void functions() {
        GaugeFunc.builder("jobs_waiting", "Jobs waiting.", queue::size).register(registry);
        CounterFunc.builder("cache_hits_total", "Hits.", hits::get).register(registry);

        assertThatMetrics(registry).contains("""
                jobs_waiting 2
                cache_hits_total 7
                """);
    }

    @Test
    void series() {
        CounterVec methods = CounterVec.builder("methods_total", "Requests, by method.", "method")
                .constrain("method", method -> method.toLowerCase(Locale.ROOT))
                .maxSeries(100)
                .build();
        methods.withLabelValues("GET").inc();
        requests.withLabelValues("200", "get");
        requests.withLabelValues("200", "get").inc();
        requests.with(Labels.of("code", "200", "method", "get")).inc();
        CounterVec succeeded = requests.curryWith(Labels.of("code", "200"));
        Optional<Counter> found = requests.find("200", "get");

        assertThat(methods.withLabelValues("get").value()).isEqualTo(1);
        assertThat(succeeded.withLabelValues("get").value()).isEqualTo(2);
        assertThat(found.orElseThrow().value()).isEqualTo(2);

        assertThat(requests.deleteLabelValues("200", "get")).isTrue();
        requests.withLabelValues("200", "put");
        assertThat(requests.deletePartialMatch(Labels.of("code", "200"))).isEqualTo(1);
        requests.reset();
        assertThat(requests.series()).isEmpty();
    }

    @Test
    void histograms() {
        HistogramVec byCode = HistogramVec.builder("request_duration_seconds", "Time to serve a request.", "code")
                .unit("seconds")
                .buckets(.01, .1, 1)
                .register(registry);
        byCode.withLabelValues("200").observe(0.2);
        Histogram sizes = Histogram.builder("sizes_bytes", "Sizes.")
                .unit("bytes")
                .buckets(Buckets.exponential(256, 4, 8))
                .build();
        Histogram linear = Histogram.builder("linear", "Linear.")
                .buckets(Buckets.linear(1, 2, 5))
                .build();

        assertThat(byCode.withLabelValues("200").snapshot().bucketCount()).isEqualTo(4);
        assertThat(sizes.snapshot().upperBound(7)).isEqualTo(256 * Math.pow(4, 7));
        assertThat(linear.snapshot().upperBound(4)).isEqualTo(9);
    }

    @Test
    void nativeHistograms() {
        Histogram only = Histogram.builder("only", "Native buckets only.")
                .nativeBuckets(1.1)
                .maxBuckets(160)
                .build();
        Histogram both = Histogram.builder("both", "Classic and native buckets.")
                .buckets(Buckets.DEFAULT)
                .nativeBuckets(1.0219)
                .build();

        assertThat(only.snapshot().isNativeOnly()).isTrue();
        assertThat(only.snapshot().nativeBuckets().schema()).isEqualTo(3);
        assertThat(both.snapshot().bucketCount()).isEqualTo(12);
        assertThat(both.snapshot().nativeBuckets().schema()).isEqualTo(5);
    }

    @Test
    void summaries() {
        Summary summary = Summary.builder("rpc_seconds", "Latency.")
                .objective(0.5, 0.05)
                .objective(0.99, 0.001)
                .maxAge(Duration.ofMinutes(5))
                .ageBuckets(5)
                .build();
        summary.observe(0.2);

        assertThat(summary.snapshot().quantileValue(1)).isEqualTo(0.2);
    }

    private static String work() {
        return "200";
    }

    private static String call() throws Exception {
        return "200";
    }

    @Test
    @SuppressWarnings("try") // the timer is there to be closed
    void times() throws Exception {
        HistogramVec latencies = HistogramVec.builder("latencies_seconds", "Latency, by code.", "code")
                .build();
        latency.time(() -> work());
        latency.timeChecked(() -> call());
        try (Timer timer = latency.startTimer()) {
            work();
        }
        Timer timer = Timer.start();
        String code = work();
        timer.observe(latencies.withLabelValues(code));
        latency.observe(0.2);
        latency.observe(Duration.ofMillis(200));
        long start = System.nanoTime();
        latency.observe(Duration.ofNanos(System.nanoTime() - start));
        latency.observeWithExemplar(0.2, Labels.of("trace_id", id));

        assertThat(latency.snapshot().count()).isEqualTo(7);
        assertThat(latencies.withLabelValues("200").snapshot().count()).isEqualTo(1);
    }

    @Test
    void infosAndStates() {
        Info build = Info.builder("shop_build_info", "What runs.", "version").register(registry);
        build.setLabelValues("1.2");
        StateSet<String> phase =
                StateSet.builder("job_phase", "Phase.", "starting", "running").register(registry);
        phase.setTrue("running");

        assertThatMetrics(registry).contains("""
                shop_build_info{version="1.2"} 1
                job_phase{job_phase="running"} 1
                """);
    }
}
