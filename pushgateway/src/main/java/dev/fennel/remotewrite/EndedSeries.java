package dev.fennel.remotewrite;

import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.pushgateway.internal.Nullable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds the metrics whose series were written by an earlier push, and not, or not all, by a later one.
 *
 * <p>A registry hands out the same family again as long as its series are the same, so nearly all families are compared
 * by a glance. Labels are looked up in a tree, because strangers may choose them, and so may choose equal hashes.
 *
 * <p>A metric with a timestamp never ends: a server that scrapes it does not mark its end either. Neither does one that
 * is another program's and cannot say its labels any more.
 */
final class EndedSeries {
    private EndedSeries() {}

    /** The metrics of the earlier push that have series which the later one seems not to have, in families. */
    static List<WrittenFamily> between(List<WrittenFamily> earlier, List<WrittenFamily> later) {
        Map<String, WrittenFamily> laterByName = new HashMap<>();
        for (WrittenFamily family : later) {
            laterByName.put(family.family.name(), family);
        }
        List<WrittenFamily> ended = new ArrayList<>();
        for (WrittenFamily family : earlier) {
            WrittenFamily next = laterByName.get(family.family.name());
            if (next == null || !next.isSame(family)) {
                WrittenFamily gone = gone(family, living(family, next));
                if (gone.size() > 0) {
                    ended.add(gone);
                }
            }
        }
        return ended;
    }

    /** What there is of a family now, if it is still of the same type. */
    private static Map<Labels, Shape> living(WrittenFamily family, @Nullable WrittenFamily next) {
        Map<Labels, Shape> living = new TreeMap<>();
        if (next != null && next.family.type() == family.family.type()) {
            for (int i = 0; i < next.size(); i++) {
                Labels labels = labels(next.metric(i));
                if (labels != null) {
                    living.put(labels, next.shape(i));
                }
            }
        }
        return living;
    }

    private static WrittenFamily gone(WrittenFamily family, Map<Labels, Shape> living) {
        List<Metric> metrics = new ArrayList<>();
        List<Shape> shapes = new ArrayList<>();
        for (int i = 0; i < family.size(); i++) {
            Labels labels = labelsIfItEnds(family.metric(i));
            Shape now = labels == null ? null : living.get(labels);
            if (labels != null && (now == null || !now.isSame(family.shape(i)))) {
                metrics.add(family.metric(i));
                shapes.add(family.shape(i));
            }
        }
        WrittenFamily gone = new WrittenFamily(family.family.withMetrics(metrics));
        shapes.forEach(gone::add);
        return gone;
    }

    private static @Nullable Labels labelsIfItEnds(Metric metric) {
        try {
            return metric.timestampMillis() == Metric.NO_TIMESTAMP ? metric.labels() : null;
        } catch (Throwable e) { // a metric is foreign code
            return null;
        }
    }

    /** The labels of a metric, or null if it does not give them. */
    static @Nullable Labels labels(Metric metric) {
        try {
            return metric.labels();
        } catch (Throwable e) { // a metric is foreign code
            return null;
        }
    }
}
