package dev.fennel.exposition;

import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Exemplar;
import dev.fennel.model.Labels;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricType;
import dev.fennel.model.NativeBuckets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Random families of every type with all that OpenMetrics 2.0 can have: names of any kind, with a unit or a suffix or
 * without, native buckets, alone and beside classic ones, several exemplars, timestamps and starts. All of it is valid,
 * and is what a reader makes of it: the exemplars of a histogram are in different buckets, and in the order of their
 * values.
 */
public final class OpenMetrics2Bodies {
    private static final long MOST_MILLIS = 9_200_000_000_000_000_000L;

    private final SplittableRandom random;
    private final RandomText text;

    /**
     * A generator.
     *
     * @param random where everything comes from
     */
    public OpenMetrics2Bodies(SplittableRandom random) {
        this.random = random;
        this.text = new RandomText(random);
    }

    /** Families with different names. */
    public List<MetricFamily> next(int count) {
        List<MetricFamily> families = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            MetricType type = MetricType.values()[random.nextInt(MetricType.values().length)];
            families.add(family(type, text.name(random.nextInt(4) > 0) + "_" + i + suffix(type)));
        }
        return families;
    }

    private String suffix(MetricType type) {
        return type == MetricType.INFO
                ? "_info"
                : List.of("", "", "_seconds", "_total", "_x").get(random.nextInt(5));
    }

    private MetricFamily family(MetricType type, String name) {
        List<String> labels = labelNames(type == MetricType.STATE_SET ? name : "id");
        Desc desc = Desc.of(type, name, text.text(8), labels.toArray(String[]::new));
        List<ConstMetric> metrics = new ArrayList<>();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            addSeries(desc, i, metrics);
        }
        boolean hasUnit = type.valueType() == type && random.nextInt(3) == 0;
        return new MetricFamily(type, name, desc.help(), hasUnit ? "seconds" : "", metrics);
    }

    /** Some label names; the value of the last one distinguishes the series. */
    private List<String> labelNames(String last) {
        Set<String> names = new HashSet<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            names.add("x" + text.name(random.nextInt(4) > 0));
        }
        names.remove(last);
        List<String> labels = new ArrayList<>(names);
        labels.add(last);
        return labels;
    }

    private void addSeries(Desc desc, int id, List<ConstMetric> metrics) {
        String[] labelValues = new String[desc.variableLabels().size()];
        for (int i = 0; i < labelValues.length - 1; i++) {
            labelValues[i] = text.text(4);
        }
        labelValues[labelValues.length - 1] = id + text.text(2);
        if (random.nextInt(4) > 0) {
            metrics.add(metric(desc, labelValues));
            return;
        }
        long time = millis() / 2;
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            time += random.nextInt(1, 1_000_000);
            metrics.add(metric(desc, labelValues).withTimestamp(Instant.ofEpochMilli(time)));
        }
    }

    private ConstMetric metric(Desc desc, String... labelValues) {
        return switch (desc.type()) {
            case COUNTER -> withExemplars(created(ConstMetric.of(desc, positive(), labelValues)), List.of(number()));
            case HISTOGRAM -> histogram(desc, labelValues);
            case SUMMARY -> created(ConstMetric.summary(desc, text.count(), positive(), quantiles(), labelValues));
            case INFO -> ConstMetric.of(desc, 1, labelValues);
            case STATE_SET -> ConstMetric.of(desc, random.nextInt(2), labelValues);
            default -> ConstMetric.of(desc, number(), labelValues);
        };
    }

    private ConstMetric histogram(Desc desc, String... labelValues) {
        int kind = random.nextInt(3);
        int schema = random.nextInt(NativeBuckets.MIN_SCHEMA, NativeBuckets.MAX_SCHEMA + 1);
        Map<Integer, Long> positive = kind == 0 ? Map.of() : nativeBuckets();
        Map<Integer, Long> negative = kind == 0 ? Map.of() : nativeBuckets();
        long zeroCount = text.count() >>> 8;
        long count = zeroCount;
        for (long population : positive.values()) {
            count += population;
        }
        for (long population : negative.values()) {
            count += population;
        }
        double sum = number();
        count += Double.isNaN(sum) ? random.nextInt(3) : 0;
        double zeroThreshold = Math.min(positive(), Double.MAX_VALUE);
        if (kind == 1) {
            ConstMetric alone = ConstMetric.nativeHistogram(
                    desc, count, sum, schema, zeroThreshold, zeroCount, positive, negative, labelValues);
            return withExemplars(
                    created(alone),
                    Stream.generate(this::number).limit(3).sorted().toList());
        }
        TreeMap<Double, Long> buckets = classicBuckets(count);
        ConstMetric histogram = created(ConstMetric.histogram(desc, count, sum, buckets, labelValues));
        if (kind == 2 && buckets.size() > 1) { // with +Inf alone, it would be read as one of native buckets
            histogram = histogram.withNativeBuckets(schema, zeroThreshold, zeroCount, positive, negative);
        }
        List<Double> some = new ArrayList<>(buckets.keySet());
        some.removeIf(bound -> random.nextInt(3) > 0);
        return withExemplars(histogram, some);
    }

    private TreeMap<Double, Long> classicBuckets(long count) {
        TreeMap<Double, Long> buckets = new TreeMap<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            buckets.put(0.0 + text.number(), 0L);
        }
        buckets.put(Double.POSITIVE_INFINITY, count);
        long below = 0;
        for (Map.Entry<Double, Long> bucket :
                buckets.headMap(Double.POSITIVE_INFINITY).entrySet()) {
            below += (count - below) >>> random.nextInt(1, 5);
            bucket.setValue(below);
        }
        return buckets;
    }

    private Map<Integer, Long> nativeBuckets() {
        Map<Integer, Long> counts = new TreeMap<>();
        int key = random.nextInt(-1000, 1000);
        for (int i = random.nextInt(12); i > 0; i--) {
            counts.put(key, 1 + (text.count() >>> 8));
            key += 1 + (random.nextInt(8) == 0 ? random.nextInt(1_000_000) : random.nextInt(5));
        }
        return counts;
    }

    private Map<Double, Double> quantiles() {
        Map<Double, Double> quantiles = new TreeMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            quantiles.put(random.nextInt(1001) / 1000.0, random.nextInt(8) == 0 ? Double.NaN : positive());
        }
        return quantiles;
    }

    private double positive() {
        return Math.abs(text.number());
    }

    private double number() {
        return random.nextInt(8) == 0 ? Double.NaN : 0.0 + text.number(); // -0 is written as 0
    }

    private long millis() {
        return random.nextLong(-MOST_MILLIS, MOST_MILLIS) >> random.nextInt(60);
    }

    private ConstMetric created(ConstMetric metric) {
        return random.nextBoolean() ? metric.withCreated(Instant.ofEpochMilli(millis())) : metric;
    }

    private ConstMetric withExemplars(ConstMetric metric, List<Double> values) {
        Exemplar[] exemplars = values.stream().map(this::exemplar).toArray(Exemplar[]::new);
        return exemplars.length == 0 || random.nextBoolean() ? metric : metric.withExemplars(exemplars);
    }

    private Exemplar exemplar(double value) {
        Labels labels = random.nextInt(4) == 0
                ? Labels.EMPTY
                : Labels.of("trace_id", text.text(20), text.name(random.nextBoolean()) + "_x", text.text(5));
        Instant time = Instant.ofEpochMilli(millis()).plusNanos(random.nextInt(1_000_000));
        return new Exemplar(labels, value, time);
    }
}
