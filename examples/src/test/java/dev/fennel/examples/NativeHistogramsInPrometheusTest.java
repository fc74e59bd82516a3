package dev.fennel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.exposition.Format;
import dev.fennel.metrics.HistogramVec;
import dev.fennel.model.HistogramValue;
import dev.fennel.model.NativeBuckets;
import dev.fennel.registry.Registry;
import dev.fennel.testsupport.Age;
import dev.fennel.testsupport.BothAges;
import dev.fennel.testsupport.Json;
import dev.fennel.testsupport.Prometheus;
import dev.fennel.testsupport.Prometheus.Sample;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

/** A real Prometheus server stores native histograms unchanged. It accepts them only in the protobuf format. */
@BothAges
class NativeHistogramsInPrometheusTest {
    private static final long SEED = 1;
    private static final int OBSERVATIONS = 1000;
    /** The bounds are computed by another formula here than in the server. */
    private static final Percentage ROUNDING = Percentage.withPercentage(1e-9);

    @Parameter
    Age age;

    @TempDir
    Path folder;

    private final Registry registry = Registry.create();
    private final HistogramVec histograms = HistogramVec.builder("observed", "Observed.", "shape")
            .nativeBuckets(1.1)
            .zeroThreshold(0x1p-10) // a bound of every schema: the server cuts a bucket that the threshold is in
            .maxBuckets(160)
            .register(registry);

    @Test
    void theServerHasCountSumAndBuckets() throws Exception {
        observe();
        try (FormatEndpoint endpoint = FormatEndpoint.of(registry, Format.PROTOBUF);
                Prometheus prometheus =
                        Prometheus.start(age, config(endpoint), folder, "--enable-feature=native-histograms")) {
            prometheus.await(
                    "sum(histogram_count(observed))",
                    sum -> sum.size() == 1 && sum.get(0).value() == 4.0 * OBSERVATIONS);

            assertThat(endpoint.accepted())
                    .allMatch(
                            accept -> accept.startsWith(
                                    "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited"));
            for (String shape : List.of("positive", "negative", "both", "far")) {
                assertStored(prometheus, shape);
            }
            assertThat(value(prometheus, "histogram_count(observed{shape=\"none\"})"))
                    .isZero();
            assertThat(prometheus.query("observed_bucket")).isEmpty();
        }
    }

    private void observe() {
        Random random = new Random(SEED);
        for (int i = 0; i < OBSERVATIONS; i++) {
            double value = random.nextDouble();
            histograms.withLabelValues("positive").observe(value);
            histograms.withLabelValues("negative").observe(-value);
            histograms.withLabelValues("both").observe(i % 10 == 0 ? 0 : random.nextGaussian());
            histograms.withLabelValues("far").observe(Math.scalb(value, i % 2 == 0 ? -9 : 200));
        }
        histograms.withLabelValues("none");
    }

    private void assertStored(Prometheus prometheus, String shape) {
        String series = "observed{shape=\"" + shape + "\"}";
        HistogramValue expected = histograms.withLabelValues(shape).snapshot();
        List<Bucket> buckets = buckets(expected.nativeBuckets());

        assertThat(value(prometheus, "histogram_count(" + series + ")"))
                .as(series)
                .isEqualTo(expected.count());
        assertThat(value(prometheus, "histogram_sum(" + series + ")"))
                .as(series)
                .isEqualTo(expected.sum());
        List<Bucket> stored = stored(prometheus, series);
        assertThat(stored).as(series).hasSameSizeAs(buckets);
        for (int i = 0; i < stored.size(); i++) {
            Bucket bucket = buckets.get(i);
            assertThat(stored.get(i).lower()).as(series).isCloseTo(bucket.lower(), ROUNDING);
            assertThat(stored.get(i).upper()).as(series).isCloseTo(bucket.upper(), ROUNDING);
            assertThat(stored.get(i).count()).as(series).isEqualTo(bucket.count());
        }
        for (double rank : new double[] {0.0999, 0.4999, 0.9899}) {
            Bucket bucket = bucketOf(rank * expected.count(), buckets);
            assertThat(value(prometheus, "histogram_quantile(" + rank + ", " + series + ")"))
                    .as("%s at %s", series, rank)
                    .isBetween(bucket.lower(), bucket.upper());
        }
    }

    private record Bucket(double lower, double upper, double count) {}

    /** The populated buckets, from the smallest to the largest bounds. */
    private static List<Bucket> buckets(NativeBuckets natives) {
        int schema = natives.schema();
        List<Bucket> buckets = new ArrayList<>();
        NativeBuckets.Populated negative = natives.negative();
        for (int i = 0; i < negative.size(); i++) {
            int key = negative.key(i);
            buckets.add(new Bucket(-bound(schema, key), -bound(schema, key - 1), negative.count(i)));
        }
        NativeBuckets.Populated positive = natives.positive();
        for (int i = 0; i < positive.size(); i++) {
            int key = positive.key(i);
            buckets.add(new Bucket(bound(schema, key - 1), bound(schema, key), positive.count(i)));
        }
        if (natives.zeroCount() > 0) {
            buckets.add(new Bucket(-natives.zeroThreshold(), natives.zeroThreshold(), natives.zeroCount()));
        }
        buckets.sort(Comparator.comparingDouble(Bucket::upper));
        return buckets;
    }

    private static double bound(int schema, int key) {
        return Math.pow(2, key * Math.pow(2, -schema));
    }

    private static Bucket bucketOf(double rank, List<Bucket> buckets) {
        double below = 0;
        for (Bucket bucket : buckets) {
            below += bucket.count();
            if (below >= rank) {
                return bucket;
            }
        }
        throw new AssertionError("no bucket for " + rank + " in " + buckets);
    }

    /** The buckets as the server's API shows them: a rule for the bounds, the bounds, the count. */
    private static List<Bucket> stored(Prometheus prometheus, String series) {
        String query = URLEncoder.encode(series, StandardCharsets.UTF_8);
        Map<String, Object> data =
                Json.object(prometheus.api("/api/v1/query?query=" + query).get("data"));
        List<?> timeAndValue = (List<?>) Json.objects(data.get("result")).get(0).get("histogram");
        return ((List<?>) Json.object(timeAndValue.get(1)).get("buckets"))
                .stream()
                        .map(List.class::cast)
                        .map(b -> new Bucket(number(b.get(1)), number(b.get(2)), number(b.get(3))))
                        .toList();
    }

    private static double number(Object text) {
        return Double.parseDouble((String) text);
    }

    private static double value(Prometheus prometheus, String promql) {
        List<Sample> samples = prometheus.query(promql);
        assertThat(samples).as(promql).hasSize(1);
        return samples.get(0).value();
    }

    private static String config(FormatEndpoint endpoint) {
        return String.format(Locale.ROOT, """
                scrape_configs:
                  - job_name: native
                    scrape_interval: 3s
                    static_configs:
                      - targets: ["%s"]
                """, endpoint.target());
    }
}
