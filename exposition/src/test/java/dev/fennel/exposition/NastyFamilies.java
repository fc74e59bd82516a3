package dev.fennel.exposition;

import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Exemplar;
import dev.fennel.model.HistogramValue;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricType;
import dev.fennel.model.MetricVisitor;
import dev.fennel.model.SummaryValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Makes families as a careless gatherer may hand them out: of names that take each other's samples, with series that
 * come twice, apart or back in time, with values and times at the ends of their ranges, with metrics of a user's own
 * whose values break all promises, or that write none.
 */
final class NastyFamilies {
    private static final List<String> NAMES = List.of(
            "x",
            "x_total",
            "x_created",
            "x_sum",
            "x_count",
            "x_bucket",
            "x_info",
            "x.y",
            "x_y",
            "x.y_total",
            "x_total_total",
            "x_created_total",
            "x_seconds",
            "x_seconds_total",
            "lat",
            "lat_created",
            "lat.created",
            "1.5",
            "日本",
            "_",
            "__",
            "a:b",
            "_total",
            "_info",
            "say \"\\\n",
            "\ud83d\udd25_info");
    private static final List<String> LABELS = List.of(
            "a", "b", "1.5", "日本", "x", "x.y", "x_y", "--name--", "le", "quantile", "a:b", "\ud83d\udd25", "\n");
    private static final List<String> VALUES =
            List.of("", "1", "2", "a\"b", "\\", "\n", "日", "\ud83d\udd25", "\uffff", " ");
    private static final double[] NUMBERS = {
        0, -0.0, 1, -1, 0.1, Double.NaN, 1 / 0.0, -1 / 0.0, Double.MIN_VALUE, -Double.MAX_VALUE, 1e6, 0x1p53, 12345678.9
    };
    private static final long[] COUNTS = {0, 1, 2, 3, 1000, 1L << 53, (1L << 53) + 1, Long.MAX_VALUE};
    private static final long[] TIMES = {
        0,
        1,
        2,
        -1,
        1_700_000_000_123L,
        1L << 52,
        (1L << 52) + 1,
        9_200_000_000_000_000_000L,
        Long.MAX_VALUE,
        Long.MIN_VALUE + 1
    };

    private final SplittableRandom random;
    /** Whether all metrics are what a registry lets pass. */
    private final boolean sane;

    private int parts;

    NastyFamilies(SplittableRandom random, boolean sane) {
        this.random = random;
        this.sane = sane;
    }

    /** Some families. Where all are sane, no metric has the name of another type's. */
    List<MetricFamily> next() {
        List<MetricFamily> families = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        for (int i = random.nextInt(1, 6); i > 0; i--) {
            String name = pick(NAMES);
            if (names.add(name) || !sane) {
                families.add(family(name));
            }
        }
        return families;
    }

    private MetricFamily family(String name) {
        MetricType type = MetricType.values()[random.nextInt(MetricType.values().length)];
        if (sane && type == MetricType.INFO && (!name.endsWith("_info") || name.equals("_info"))) {
            type = MetricType.GAUGE;
        }
        String unit = random.nextBoolean() && type.valueType() == type && name.contains("_seconds") ? "seconds" : "";
        if (type != MetricType.COUNTER && name.endsWith("_total")) {
            unit = "";
        }
        List<Metric> metrics = new ArrayList<>();
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            metrics.add(metric(type, name, unit));
        }
        return new MetricFamily(type, name, "Help" + pick(VALUES), unit, metrics);
    }

    private Metric metric(MetricType type, String name, String unit) {
        Set<String> names = new LinkedHashSet<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            names.add(pick(LABELS));
        }
        names.remove(type == MetricType.HISTOGRAM ? "le" : type == MetricType.SUMMARY ? "quantile" : "");
        if (type == MetricType.STATE_SET) {
            names.add(name);
        }
        // A reader takes what has no sample in common for parts of one metric, so these have labels of their own.
        boolean isPart = random.nextInt(3) == 0 && (type == MetricType.HISTOGRAM || type == MetricType.SUMMARY);
        if (isPart) {
            names.add("part " + ++parts);
        }
        if (!sane && random.nextInt(3) == 0) {
            return new Foreign(type, name);
        }
        boolean noDesc = type == MetricType.INFO && !(name.endsWith("_info") && !name.equals("_info"));
        Desc desc = noDesc
                ? Desc.mirrored(MetricType.GAUGE, name, "", names.toArray(String[]::new))
                : Desc.mirrored(type, name, "", names.toArray(String[]::new)).withUnit(unit);
        ConstMetric metric =
                valued(desc, isPart, names.stream().map(label -> pick(VALUES)).toArray(String[]::new));
        if (type == MetricType.COUNTER || type == MetricType.HISTOGRAM || type == MetricType.SUMMARY) {
            metric = random.nextInt(4) == 0 ? metric.withCreated(Instant.ofEpochMilli(time())) : metric;
        }
        if (type == MetricType.COUNTER || type == MetricType.HISTOGRAM) {
            metric = random.nextInt(4) == 0 ? metric.withExemplars(exemplar()) : metric;
        }
        return random.nextInt(3) == 0 ? metric.withTimestamp(Instant.ofEpochMilli(time())) : metric;
    }

    private ConstMetric valued(Desc desc, boolean isPart, String... labels) {
        return switch (desc.type()) {
            case HISTOGRAM -> random.nextInt(4) == 0 ? nativeHistogram(desc, labels) : histogram(desc, isPart, labels);
            case SUMMARY -> {
                Map<Double, Double> quantiles = new TreeMap<>();
                for (int i = random.nextInt(3); i > 0; i--) {
                    quantiles.put(random.nextInt(5) / 4.0, number());
                }
                // A summary of nothing has no line in the text formats.
                OptionalLong count = quantiles.isEmpty() || !isPart ? OptionalLong.of(count()) : OptionalLong.empty();
                yield ConstMetric.summary(desc, count, sum(), quantiles, labels);
            }
            case INFO -> ConstMetric.of(desc, 1, labels);
            case STATE_SET -> ConstMetric.of(desc, random.nextInt(2), labels);
            default -> ConstMetric.of(desc, number(), labels);
        };
    }

    private ConstMetric histogram(Desc desc, boolean isPart, String... labels) {
        Map<Double, Long> buckets = new TreeMap<>();
        long below = 0;
        for (double bound : new double[] {-1 / 0.0, -1, 0, 0.1, 1e6, 1 / 0.0}) {
            if (random.nextBoolean()) {
                below = Math.max(below, count());
                buckets.put(bound, below);
            }
        }
        if (buckets.isEmpty() || !isPart) {
            long count = buckets.containsKey(1 / 0.0) ? below : Math.max(below, count());
            return ConstMetric.histogram(desc, OptionalLong.of(count), sum(), buckets, labels);
        }
        return ConstMetric.histogram(desc, OptionalLong.empty(), sum(), buckets, labels);
    }

    private ConstMetric nativeHistogram(Desc desc, String... labels) {
        return ConstMetric.nativeHistogram(
                desc, 6, number(), random.nextInt(-4, 9), 0, 1, Map.of(-1, 2L, 5, 1L), Map.of(0, 2L), labels);
    }

    private Exemplar exemplar() {
        Labels labels = random.nextInt(4) == 0 ? Labels.EMPTY : Labels.of(pick(LABELS), pick(VALUES), "id", "7");
        Instant time =
                random.nextInt(3) == 0 ? null : random.nextInt(8) == 0 ? Instant.MAX : Instant.ofEpochMilli(time());
        return new Exemplar(labels, number(), time);
    }

    private OptionalDouble sum() {
        return random.nextInt(3) == 0 ? OptionalDouble.empty() : OptionalDouble.of(number());
    }

    private double number() {
        return NUMBERS[random.nextInt(NUMBERS.length)];
    }

    private long count() {
        return COUNTS[random.nextInt(COUNTS.length)];
    }

    private long time() {
        return TIMES[random.nextInt(TIMES.length)];
    }

    private <T> T pick(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    /** A metric that may have any labels, and writes any value of its type, one of another type, or none. */
    private final class Foreign implements Metric {
        private final Desc desc;
        private final Labels labels;
        private final long time = random.nextInt(3) == 0 ? time() : NO_TIMESTAMP;
        private final int kind = random.nextInt(12);
        private final double number = number();
        private final double[] bounds = {number(), number(), random.nextBoolean() ? 1 / 0.0 : number()};
        private final long[] counts = {count() - 1, count(), count()};
        private final Exemplar exemplar = random.nextBoolean() ? exemplar() : null;

        Foreign(MetricType type, String name) {
            desc = Desc.untyped(name, "");
            labels = type == MetricType.STATE_SET && random.nextInt(4) > 0
                    ? Labels.mirrored(name, pick(VALUES))
                    : random.nextBoolean() ? Labels.EMPTY : Labels.of(pick(LABELS), pick(VALUES));
            this.type = type.valueType();
        }

        private final MetricType type;

        @Override
        public Desc desc() {
            return desc;
        }

        @Override
        public Labels labels() {
            return labels;
        }

        @Override
        public long timestampMillis() {
            return time;
        }

        @Override
        public void write(MetricVisitor visitor) {
            switch (kind == 0 ? MetricType.UNTYPED : type) {
                case COUNTER -> visitor.counter(number, NO_TIMESTAMP, exemplar);
                case HISTOGRAM -> visitor.histogram(new Buckets());
                case SUMMARY -> visitor.summary(new Quantiles());
                case UNTYPED -> visitor.untyped(number);
                default -> visitor.gauge(number);
            }
            if (kind == 1) {
                throw new IllegalStateException("half-way");
            }
        }

        /** Buckets in any order, the last of which may be anything. */
        private final class Buckets implements HistogramValue {
            @Override
            public long count() {
                return kind % 2 == 0 ? counts[2] : counts[0];
            }

            @Override
            public boolean hasCount() {
                return kind % 3 > 0;
            }

            @Override
            public double sum() {
                return number;
            }

            @Override
            public int bucketCount() {
                return 3;
            }

            @Override
            public double upperBound(int index) {
                return bounds[index];
            }

            @Override
            public long cumulativeCount(int index) {
                return counts[index];
            }

            @Override
            public Exemplar exemplar(int index) {
                return index == 2 ? exemplar : null;
            }
        }

        /** Quantiles of any rank in any order. */
        private final class Quantiles implements SummaryValue {
            @Override
            public long count() {
                return counts[0];
            }

            @Override
            public double sum() {
                return number;
            }

            @Override
            public int quantileCount() {
                return 2;
            }

            @Override
            public double quantile(int index) {
                return bounds[index];
            }

            @Override
            public double quantileValue(int index) {
                return number;
            }
        }
    }
}
