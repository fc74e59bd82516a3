package dev.fennel.examples;

import dev.fennel.metrics.CounterVec;
import dev.fennel.metrics.GaugeVec;
import dev.fennel.metrics.Histogram;
import dev.fennel.metrics.Summary;
import dev.fennel.model.Labels;
import dev.fennel.registry.Registry;
import java.util.Map;
import java.util.TreeMap;

/** The metrics that {@code twin.go} makes with client_golang, under names of metrics and labels that have dots. */
final class DottedMetrics {
    private DottedMetrics() {}

    static Registry registry() {
        Registry registry = Registry.pedantic();
        CounterVec.builder("http.requests_total", "Requests.", "http.method")
                .register(registry)
                .withLabelValues("GET")
                .addWithExemplar(12_345_678, Labels.of("trace.id", "a"));
        GaugeVec.builder("queue.depth", "Jobs waiting.", "größe")
                .register(registry)
                .withLabelValues("1.5 \"ü\"")
                .set(-2.5);
        Histogram latency =
                Histogram.builder("latency.seconds", "Latency.").buckets(0.5, 1).register(registry);
        Summary size =
                Summary.builder("size.bytes", "Sizes.").objective(0.5, 0.05).register(registry);
        Histogram natives = Histogram.builder("native.seconds", "Native.")
                .nativeBuckets(1.1)
                .register(registry);
        for (double value : new double[] {0.25, 0.75, 3}) {
            latency.observe(value);
            size.observe(value);
            natives.observeWithExemplar(value, Labels.of("span", "b"));
        }
        return registry;
    }

    /**
     * The series that a server stores, without those of the native histogram.
     *
     * @param dot how a dot of a name is written
     * @param size the name of the label {@code größe}
     * @param one how the bound 1 is written
     */
    static Map<String, Double> series(String dot, String size, String one) {
        Map<String, Double> series = new TreeMap<>();
        series.put("http.requests_total{http.method=GET}".replace(".", dot), 12_345_678.0);
        series.put("queue.depth{".replace(".", dot) + size + "=1.5 \"ü\"}", -2.5);
        series.put("latency.seconds_bucket{le=".replace(".", dot) + "0.5}", 1.0);
        series.put("latency.seconds_bucket{le=".replace(".", dot) + one + "}", 2.0);
        series.put("latency.seconds_bucket{le=+Inf}".replace(".", dot), 3.0);
        series.put("latency.seconds_sum{}".replace(".", dot), 4.0);
        series.put("latency.seconds_count{}".replace(".", dot), 3.0);
        series.put("size.bytes{quantile=".replace(".", dot) + "0.5}", 0.75);
        series.put("size.bytes_sum{}".replace(".", dot), 4.0);
        series.put("size.bytes_count{}".replace(".", dot), 3.0);
        return series;
    }

    /** The series of the native histogram, where its buckets are not stored. */
    static Map<String, Double> classicView(String dot) {
        return Map.of(
                "native.seconds_bucket{le=+Inf}".replace(".", dot), 3.0,
                "native.seconds_sum{}".replace(".", dot), 4.0,
                "native.seconds_count{}".replace(".", dot), 3.0);
    }
}
