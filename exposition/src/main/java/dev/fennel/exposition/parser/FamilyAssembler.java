package dev.fennel.exposition.parser;

import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Assembles a family from its name, type, help text and unit, and from the points that are its metrics. */
final class FamilyAssembler {
    private static final Comparator<List<String>> BY_NAMES = FamilyAssembler::compare;

    private final MetricType type;
    private final String name;
    private final String help;
    private final String unit;

    /** One Desc for each set of label names. The metrics of most families all have the same label names. */
    private final Map<List<String>, Desc> descs = new TreeMap<>(BY_NAMES);

    FamilyAssembler(MetricType type, String name, String help, String unit) {
        this.type = type;
        this.name = name;
        this.help = help;
        this.unit = unit;
    }

    /** The Desc of a metric with these labels. */
    Desc desc(Labels labels) {
        Desc desc = descs.get(labels.names());
        if (desc == null) {
            desc = Desc.mirrored(type, name, help, labels.names().toArray(String[]::new))
                    .withUnit(unit);
            descs.put(labels.names(), desc);
        }
        return desc;
    }

    /**
     * Makes the family.
     *
     * @throws TextParseException if the model refuses one of its metrics
     */
    MetricFamily build(List<? extends PointAssembler> points) {
        List<Metric> metrics = new ArrayList<>(points.size());
        for (PointAssembler point : points) {
            try {
                metrics.add(point.build(this));
            } catch (IllegalArgumentException e) {
                throw point.error(String.valueOf(e.getMessage()));
            }
        }
        return new MetricFamily(type, name, help, unit, metrics);
    }

    private static int compare(List<String> a, List<String> b) {
        int order = Integer.compare(a.size(), b.size());
        for (int i = 0; order == 0 && i < a.size(); i++) {
            order = a.get(i).compareTo(b.get(i));
        }
        return order;
    }
}
