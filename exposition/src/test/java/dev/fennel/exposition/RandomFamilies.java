package dev.fennel.exposition;

import dev.fennel.metrics.Histogram;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Exemplar;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricType;
import dev.fennel.model.NativeBuckets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;

/** Makes families of every type, the same for the same seed: odd texts, odd numbers, and every option on or off. */
final class RandomFamilies {
    private static final double[] ODD_VALUES = {
        0, -0.0, 1, -1, Double.NaN, Double.MIN_VALUE, Double.MAX_VALUE, 1 / 0.0, -1 / 0.0
    };
    private static final int[] CODE_POINTS = {
        'a', 'Z', '"', '\\', '\n', ' ', 0, 0x7F, 0x80, 0x7FF, 0x800, 0xFFFF, 0x10FFFF
    };

    private final Random random;

    RandomFamilies(long seed) {
        random = new Random(seed);
    }

    /** A family of each type, and of native histograms. */
    List<MetricFamily> next() {
        List<MetricFamily> families = new ArrayList<>();
        for (MetricType type : MetricType.values()) {
            families.add(family(type, type.toString(), false));
        }
        families.add(family(MetricType.HISTOGRAM, "native", true));
        return families;
    }

    private MetricFamily family(MetricType type, String name, boolean isNative) {
        Desc desc = type == MetricType.STATE_SET ? Desc.of(type, name, text(), name) : desc(type, name);
        List<Metric> metrics = new ArrayList<>();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            metrics.add(isNative && random.nextBoolean() ? observed(i) : metric(i, desc, isNative));
        }
        return new MetricFamily(desc, metrics);
    }

    private Desc desc(MetricType type, String name) {
        if (type == MetricType.INFO) {
            return Desc.of(type, name + "_info", text(), "version", "zone");
        }
        Desc desc = Desc.of(type, name + (type == MetricType.COUNTER ? "_bytes_total" : "_bytes"), text(), "a", "b");
        return random.nextBoolean() ? desc.withUnit("bytes") : desc;
    }

    /** The index makes the labels different from those of the others. */
    private Metric metric(int index, Desc desc, boolean isNative) {
        String first = index + text();
        String[] labels = desc.type() == MetricType.STATE_SET ? new String[] {first} : new String[] {first, text()};
        ConstMetric metric =
                switch (desc.type()) {
                    case COUNTER, GAUGE, UNTYPED -> ConstMetric.of(desc, value(), labels);
                    case INFO -> ConstMetric.of(desc, 1, labels);
                    case STATE_SET -> ConstMetric.of(desc, random.nextInt(2), labels);
                    case SUMMARY -> ConstMetric.summary(desc, maybeCount(), maybeSum(), quantiles(), labels);
                    case HISTOGRAM -> isNative ? nativeHistogram(desc, labels) : classicHistogram(desc, labels);
                };
        if (desc.type() == MetricType.COUNTER || desc.type() == MetricType.HISTOGRAM) {
            metric = random.nextBoolean() ? metric.withExemplars(exemplar(), exemplar()) : metric;
        }
        if (desc.type() != MetricType.UNTYPED && desc.type().valueType() != MetricType.GAUGE) {
            metric = random.nextBoolean() ? metric.withCreated(time()) : metric;
        }
        return random.nextInt(3) == 0 ? metric.withTimestamp(time()) : metric;
    }

    private ConstMetric classicHistogram(Desc desc, String[] labels) {
        Map<Double, Long> buckets = new TreeMap<>();
        long count = 0;
        double bound = -10;
        for (int i = random.nextInt(20); i > 0; i--) {
            bound += random.nextDouble();
            count += count() >> 8;
            buckets.put(bound, count);
        }
        if (random.nextBoolean()) {
            return ConstMetric.histogram(desc, OptionalLong.empty(), maybeSum(), buckets, labels);
        }
        return ConstMetric.histogram(desc, OptionalLong.of(count + random.nextInt(2)), maybeSum(), buckets, labels);
    }

    private OptionalLong maybeCount() {
        return random.nextInt(4) == 0 ? OptionalLong.empty() : OptionalLong.of(count());
    }

    private OptionalDouble maybeSum() {
        return random.nextInt(4) == 0 ? OptionalDouble.empty() : OptionalDouble.of(value());
    }

    private ConstMetric nativeHistogram(Desc desc, String[] labels) {
        Map<Integer, Long> positive = nativeBuckets();
        Map<Integer, Long> negative = nativeBuckets();
        long zeroCount = random.nextBoolean() ? 0 : count() >> 8;
        long count = zeroCount;
        for (long population : positive.values()) {
            count += population;
        }
        for (long population : negative.values()) {
            count += population;
        }
        int schema = random.nextInt(NativeBuckets.MIN_SCHEMA, NativeBuckets.MAX_SCHEMA + 1);
        double zeroThreshold = random.nextBoolean() ? 0 : random.nextDouble();
        return ConstMetric.nativeHistogram(
                desc, count, value(), schema, zeroThreshold, zeroCount, positive, negative, labels);
    }

    private Map<Integer, Long> nativeBuckets() {
        Map<Integer, Long> counts = new TreeMap<>();
        int key = random.nextInt(-1000, 1000);
        for (int i = random.nextInt(12); i > 0; i--) {
            counts.put(key, 1 + (count() >> 8));
            key += 1 + (random.nextInt(8) == 0 ? random.nextInt(1_000_000) : random.nextInt(5));
        }
        return counts;
    }

    /** What an instrument has after observations of very different sizes and signs. */
    private Metric observed(int index) {
        Histogram histogram = Histogram.builder("native_bytes", "Observed.")
                .nativeBuckets(1 + random.nextDouble())
                .maxBuckets(random.nextInt(5, 40))
                .constLabels(Labels.of("a", "observed " + index, "b", ""))
                .build();
        for (int i = random.nextInt(300); i > 0; i--) {
            double observed = Math.scalb(random.nextGaussian(), random.nextInt(-9, 10));
            histogram.observeWithExemplar(observed, Labels.of("i", text()));
        }
        return histogram;
    }

    private Map<Double, Double> quantiles() {
        Map<Double, Double> quantiles = new TreeMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            quantiles.put(random.nextDouble(), value());
        }
        return quantiles;
    }

    private Exemplar exemplar() {
        Labels labels = random.nextInt(4) == 0 ? Labels.EMPTY : Labels.of("trace_id", text(), "span\u00fc", text());
        return new Exemplar(labels, value(), time().plusNanos(random.nextInt(1_000_000_000)));
    }

    /** With whole milliseconds, before and after the epoch, and the epoch itself. */
    private Instant time() {
        return Instant.ofEpochMilli(random.nextInt(4) * (random.nextInt() * 1000L + random.nextInt(1000)));
    }

    private double value() {
        int kind = random.nextInt(20);
        return kind < ODD_VALUES.length ? ODD_VALUES[kind] : Double.longBitsToDouble(random.nextLong());
    }

    /** Up to 2^50, as often small as large. */
    private long count() {
        return random.nextLong(1L << random.nextInt(51));
    }

    private String text() {
        return random.ints(random.nextInt(random.nextInt(8) == 0 ? 50 : 6), 0, CODE_POINTS.length)
                .map(i -> CODE_POINTS[i])
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
