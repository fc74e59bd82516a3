package dev.fennel.exposition;

import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Exemplar;
import dev.fennel.model.Labels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Random values for metrics of every type. */
final class RandomValues {
    private final SplittableRandom random;
    private final RandomText text;
    private final boolean openMetrics;

    RandomValues(SplittableRandom random, boolean openMetrics) {
        this.random = random;
        this.text = new RandomText(random);
        this.openMetrics = openMetrics;
    }

    ConstMetric metric(Desc desc, String... labelValues) {
        return switch (desc.type()) {
            case COUNTER -> counter(desc, labelValues);
            case HISTOGRAM -> histogram(desc, labelValues);
            case SUMMARY -> created(ConstMetric.summary(desc, text.count(), number(), quantiles(), labelValues));
            case INFO -> ConstMetric.of(desc, 1, labelValues);
            case STATE_SET -> ConstMetric.of(desc, random.nextInt(2), labelValues);
            default -> ConstMetric.of(desc, number(), labelValues);
        };
    }

    private ConstMetric counter(Desc desc, String... labelValues) {
        ConstMetric counter = created(ConstMetric.of(desc, cumulative(), labelValues));
        return random.nextBoolean() ? counter.withExemplars(exemplar(text.number())) : counter;
    }

    private ConstMetric histogram(Desc desc, String... labelValues) {
        TreeMap<Double, Long> buckets = new TreeMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            buckets.put(0.0 + text.number(), 0L);
        }
        long count = text.count();
        buckets.put(Double.POSITIVE_INFINITY, count);
        long step = count / buckets.size();
        long below = 0;
        List<Exemplar> exemplars = new ArrayList<>();
        for (double bound : buckets.headMap(Double.POSITIVE_INFINITY).keySet()) {
            below += step;
            buckets.put(bound, below);
            if (random.nextInt(3) == 0) {
                exemplars.add(exemplar(bound));
            }
        }
        ConstMetric histogram = created(ConstMetric.histogram(desc, count, number(), buckets, labelValues));
        return exemplars.isEmpty() ? histogram : histogram.withExemplars(exemplars.toArray(Exemplar[]::new));
    }

    private TreeMap<Double, Double> quantiles() {
        TreeMap<Double, Double> quantiles = new TreeMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            quantiles.put(random.nextInt(1001) / 1000.0, number());
        }
        return quantiles;
    }

    /** The value of a counter; never negative if it has to be valid in OpenMetrics. */
    private double cumulative() {
        return openMetrics ? Math.abs(text.number()) : number();
    }

    private double number() {
        return random.nextInt(8) == 0 ? Double.NaN : text.number();
    }

    private ConstMetric created(ConstMetric metric) {
        Instant time = Instant.ofEpochMilli(random.nextLong(-10_000_000_000_000L, 10_000_000_000_000L));
        return random.nextBoolean() ? metric.withCreated(time) : metric;
    }

    /** An exemplar with a time or without one. */
    private Exemplar exemplar(double value) {
        Labels labels = Labels.of("trace_id", text.text(20), text.name(random.nextBoolean()) + "_x", text.text(5));
        Instant time =
                switch (random.nextInt(3)) {
                    case 0 -> null;
                    case 1 -> Instant.ofEpochMilli(500L * random.nextLong(4_000_000_000L));
                    default ->
                        Instant.ofEpochSecond(
                                random.nextLong(-9_000_000_000L, 9_000_000_000L), random.nextInt(1_000_000_000));
                };
        return new Exemplar(labels, value, time);
    }
}
