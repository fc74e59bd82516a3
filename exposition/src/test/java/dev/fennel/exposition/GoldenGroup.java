package dev.fennel.exposition;

import dev.fennel.metrics.Histogram;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Exemplar;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The metrics of {@code src/test/go/golden.go}, whose groups have the same names, and what client_golang writes for
 * them.
 *
 * <p>No group shows a deliberate difference from client_golang. There are some, but only in features that no group has:
 * see {@link OpenMetricsEncoderTest}.
 */
enum GoldenGroup {
    COUNTERS(counters()),
    GAUGES(gauges()),
    UNTYPED(untyped()),
    HISTOGRAMS(histograms()),
    SUMMARIES(summaries()),
    EXEMPLARS(exemplars()),
    NATIVE(nativeHistograms()),
    SPARSE(GoldenSparse.metrics());

    private static final double INFINITY = Double.POSITIVE_INFINITY;

    private final Metric[] metrics;

    GoldenGroup(Metric[] metrics) {
        this.metrics = metrics;
    }

    List<MetricFamily> families() {
        return Families.of(metrics);
    }

    /** The path of the file with what client_golang writes in a format. */
    String resource(String extension) {
        return "/golden/" + name().toLowerCase(Locale.ROOT) + "." + extension;
    }

    private static Instant time() {
        return Instant.ofEpochMilli(1_700_000_000_123L);
    }

    private static Metric[] counters() {
        Desc requests = Desc.counter("requests_total", "Requests.", "method", "code");
        Desc europe = requests.withConstLabels(Labels.of("zone", "eu"));
        Desc america = requests.withConstLabels(Labels.of("zone", "us"));
        Desc values = Desc.counter("values_total", "Label values.", "value");
        Desc large = Desc.counter("large_total", "Large values.", "n");
        Desc ordered = Desc.counter("ordered_total", "Label order.", "zz", "aa");
        return new Metric[] {
            ConstMetric.of(europe, 1, "GET", "200"),
            ConstMetric.of(europe, 1234567, "GET", "500"),
            ConstMetric.of(europe, 0.5, "POST", "200"),
            ConstMetric.of(america, 999999, "GET", "200"),
            ConstMetric.of(values, 1, ""),
            ConstMetric.of(values, 2, "back\\slash"),
            ConstMetric.of(values, 3, "\"quoted\""),
            ConstMetric.of(values, 4, "two\nlines"),
            ConstMetric.of(values, 5, "tab\tand\rreturn"),
            ConstMetric.of(values, 6, "日本語 ünïcödé"),
            ConstMetric.of(values, 7, "\uD83D\uDD25"),
            ConstMetric.of(values, 8, "\uFFFD"),
            ConstMetric.of(values, 9, "{a=\"b\",} 1"),
            ConstMetric.of(large, 999999, "1"),
            ConstMetric.of(large, 1000000, "2"),
            ConstMetric.of(large, 9007199254740991.0, "3"),
            ConstMetric.of(large, 9007199254740994.0, "4"),
            ConstMetric.of(large, 1e21, "5"),
            ConstMetric.of(large, 1e23, "6"),
            ConstMetric.of(large, Double.MAX_VALUE, "7"),
            ConstMetric.of(Desc.counter("plain_total", ""), 42),
            ConstMetric.of(Desc.counter("escaped_total", "Back\\slash, \"quotes\",\nand ünïcödé \uD83D\uDD25."), 1),
            ConstMetric.of(ordered.withConstLabels(Labels.of("mm", "2")), 1, "3", "1"),
            ConstMetric.of(Desc.counter("a:rule:total", "Colons."), 1)
        };
    }

    private static Metric[] gauges() {
        Desc values = Desc.gauge("values", "Values.", "n");
        Desc times = Desc.gauge("times", "Timestamps.", "n");
        return new Metric[] {
            ConstMetric.of(values, 0, "01"),
            ConstMetric.of(values, -0.0, "02"),
            ConstMetric.of(values, 1, "03"),
            ConstMetric.of(values, -1, "04"),
            ConstMetric.of(values, Double.NaN, "05"),
            ConstMetric.of(values, INFINITY, "06"),
            ConstMetric.of(values, -INFINITY, "07"),
            ConstMetric.of(values, 0.1, "08"),
            ConstMetric.of(values, -0.0001, "09"),
            ConstMetric.of(values, 0.00001, "10"),
            ConstMetric.of(values, 123456.7, "11"),
            ConstMetric.of(values, -1234567.8, "12"),
            ConstMetric.of(values, Double.MIN_VALUE, "13"),
            ConstMetric.of(values, 1.0 / 3, "14"),
            ConstMetric.of(values, -1e100, "15"),
            ConstMetric.of(values, 20, "16"),
            ConstMetric.of(times, 1, "1").withTimestamp(time()),
            ConstMetric.of(times, 2, "2").withTimestamp(Instant.EPOCH),
            ConstMetric.of(times, 3, "3").withTimestamp(Instant.ofEpochMilli(-1)),
            ConstMetric.of(times, 4, "none")
        };
    }

    private static Metric[] untyped() {
        return new Metric[] {
            ConstMetric.of(Desc.untyped("mirrored", "Mirrored.", "host"), 7.25, "a"),
            ConstMetric.of(Desc.untyped("function", "A function."), -3)
        };
    }

    private static Metric[] histograms() {
        Desc labelled = Desc.histogram("labelled", "Labels before and after le.", "a", "zone");
        Desc times = Desc.histogram("times", "Timestamps.");
        Map<Double, Long> observed = defaultBuckets(3, 3, 3, 3, 3, 3, 4, 4, 4, 4, 4);
        Map<Double, Long> odd = Map.of(-1.5, 0L, 0.0, 0L, 1e-7, 0L, 1e6, 1L, 123456789.0, 1L, INFINITY, 2L);
        return new Metric[] {
            ConstMetric.histogram(Desc.histogram("observed", "Default buckets."), 5, 11.308, observed),
            ConstMetric.histogram(Desc.histogram("odd_buckets", "Other buckets."), 2, Double.NaN, odd),
            ConstMetric.histogram(
                    Desc.histogram("empty", "No observations."), 0, 0, defaultBuckets(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)),
            ConstMetric.histogram(labelled, 1234567, 1e9, Map.of(0.5, 3L, 1.0, 1234567L), "x", "eu"),
            ConstMetric.histogram(labelled, (1L << 53) + 1, -0.25, Map.of(2.5, 0L), "x", "us"),
            ConstMetric.histogram(Desc.histogram("no_buckets", "Only +Inf."), 3, 4.5, Map.of()),
            ConstMetric.histogram(times, 1, 2, Map.of(1.0, 0L)).withTimestamp(time())
        };
    }

    private static Map<Double, Long> defaultBuckets(long... counts) {
        double[] bounds = {.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10};
        Map<Double, Long> buckets = new TreeMap<>();
        for (int i = 0; i < bounds.length; i++) {
            buckets.put(bounds[i], counts[i]);
        }
        return buckets;
    }

    private static Metric[] summaries() {
        Desc labelled = Desc.summary("labelled", "Labels before and after quantile.", "a", "zone");
        Desc times = Desc.summary("times", "Timestamps.");
        Map<Double, Double> empty = Map.of(0.5, Double.NaN, 0.9, Double.NaN, 0.99, Double.NaN);
        Map<Double, Double> several = Map.of(0.0, -1.0, 0.5, 0.25, 0.999, 12.0, 1.0, 1e6);
        return new Metric[] {
            ConstMetric.summary(Desc.summary("counted", "No objectives."), 2, 3.5, Map.of()),
            ConstMetric.summary(Desc.summary("empty", "No observations."), 0, 0, empty),
            ConstMetric.summary(labelled, 1234567, 1e9, several, "x", "eu"),
            ConstMetric.summary(labelled, 0, 0, Map.of(0.5, Double.NaN), "x", "us"),
            ConstMetric.summary(times, 1, 2, Map.of(0.5, 2.0)).withTimestamp(time())
        };
    }

    private static Exemplar exemplar(String label, String labelValue, double value, long nanos) {
        return new Exemplar(Labels.of(label, labelValue), value, Instant.ofEpochSecond(1_700_000_000, nanos));
    }

    private static Metric[] exemplars() {
        Map<Double, Long> buckets = Map.of(-1.0, 1L, 0.5, 2L, 1.0, 4L, 1e6, 4L);
        return new Metric[] {
            ConstMetric.of(Desc.counter("jobs_total", "Jobs.", "kind"), 3, "a")
                    .withExemplars(exemplar("trace_id", "first", 1, 0), exemplar("trace_id", "last", 0.1, 123456789)),
            ConstMetric.of(Desc.counter("quoted_total", "Characters to escape."), 3)
                    .withExemplars(exemplar("trace_id", "\"quoted\\\n\"", 2, 999999999)),
            ConstMetric.of(Desc.counter("timed_total", "Timestamp and exemplar."), 1e6)
                    .withExemplars(exemplar("trace_id", "ü", 1e6, 1000))
                    .withTimestamp(time()),
            ConstMetric.histogram(Desc.histogram("latency_seconds", "Latency.", "path"), 5, 7.5, buckets, "/")
                    .withExemplars(
                            exemplar("span", "negative", -2, 0),
                            exemplar("span", "on a bound", 0.5, 0),
                            exemplar("span", "replaced", 0.75, 0),
                            exemplar("span", "in a bucket", 0.75, 500000000),
                            exemplar("span", "beyond", 1e7, 1))
        };
    }

    private static Metric[] nativeHistograms() {
        Histogram only = Histogram.builder("native_only", "Classic view.")
                .nativeBuckets(1.1)
                .build();
        Histogram both = Histogram.builder("both", "Both kinds of buckets.")
                .nativeBuckets(1.1)
                .buckets(1, 2)
                .build();
        for (double value : new double[] {0, 1.5, -3, 1e6, 1e-9}) {
            only.observe(value);
            both.observe(value);
        }
        Desc marked = Desc.histogram("marked", "With an exemplar.");
        return new Metric[] {
            only,
            both,
            ConstMetric.nativeHistogram(marked, 1, 2, 0, 0x1p-128, 0, Map.of(1, 1L), Map.of())
                    .withExemplars(exemplar("trace_id", "a", 2, 0)),
            Histogram.builder("empty", "No observations.").nativeBuckets(1.1).build()
        };
    }
}
