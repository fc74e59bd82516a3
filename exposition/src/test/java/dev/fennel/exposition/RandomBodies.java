package dev.fennel.exposition;

import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * Random families of every type, with all that metrics can have: odd names and label values, timestamps, created
 * timestamps, exemplars, units. A family's metrics are all different and those of one series stand together.
 */
public final class RandomBodies {
    private final SplittableRandom random;
    private final RandomText text;
    private final RandomValues values;

    /**
     * A generator.
     *
     * @param random where everything comes from
     * @param openMetrics whether only values are made that OpenMetrics allows: no counter is below zero, for example
     */
    public RandomBodies(SplittableRandom random, boolean openMetrics) {
        this.random = random;
        this.text = new RandomText(random);
        this.values = new RandomValues(random, openMetrics);
    }

    /** Families with different names; no name is that of another family's sample. */
    public List<MetricFamily> next(int count) {
        List<MetricFamily> families = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            MetricType type = MetricType.values()[random.nextInt(MetricType.values().length)];
            families.add(family(type, text.name(random.nextInt(4) > 0) + "_" + i));
        }
        return families;
    }

    private MetricFamily family(MetricType type, String base) {
        boolean hasUnit = type.valueType() == type && random.nextInt(3) == 0;
        String stem = hasUnit ? base + "_seconds" : base;
        String name =
                switch (type) {
                    case COUNTER -> stem + "_total";
                    case INFO -> stem + "_info";
                    default -> stem;
                };
        List<String> labels = labelNames(type == MetricType.STATE_SET ? name : "id");
        String help = text.text(8).stripLeading(); // the text format does not keep blanks there
        Desc desc = Desc.of(type, name, help, labels.toArray(String[]::new));
        desc = hasUnit ? desc.withUnit("seconds") : desc;
        List<ConstMetric> metrics = new ArrayList<>();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            addSeries(desc, i, metrics);
        }
        return new MetricFamily(desc, metrics);
    }

    /** Some label names; the value of the last one distinguishes the series. */
    private List<String> labelNames(String last) {
        TreeSet<String> names = new TreeSet<>();
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
            metrics.add(values.metric(desc, labelValues));
            return;
        }
        long time = random.nextLong(-10_000_000_000_000L, 10_000_000_000_000L);
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            time += random.nextInt(1, 1_000_000);
            metrics.add(values.metric(desc, labelValues).withTimestamp(Instant.ofEpochMilli(time)));
        }
    }
}
