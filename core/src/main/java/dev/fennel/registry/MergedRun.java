package dev.fennel.registry;

import dev.fennel.internal.NumberRun;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.NumberBatch;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;

/**
 * The metrics of several families, merged into one order. Their numbers are read from those families, in stretches: as
 * many metrics in a row as come from one of them. Immutable.
 *
 * <p>Stretches are long where the families differ in a const label whose name comes before those of the variable
 * labels. A scrape of such a family took 54 ns for each metric when it was visited, and 22 ns read like this.
 */
final class MergedRun extends AbstractList<Metric> implements RandomAccess, NumberRun<NumberBatch> {
    /** In shorter stretches, it is as fast to visit each metric. */
    private static final int LEAST_STRETCH = 8;

    private final List<Metric> metrics;

    /** For each stretch, the family that it is from. */
    private final MetricFamily[] from;

    /** For each stretch, the index there of its first metric. */
    private final int[] offsets;

    /** For each stretch, the index here of its first metric. At the end, the number of metrics. */
    private final int[] starts;

    private MergedRun(List<Metric> metrics, int stretches) {
        this.metrics = metrics;
        this.from = new MetricFamily[stretches];
        this.offsets = new int[stretches];
        this.starts = new int[stretches + 1];
        this.starts[stretches] = metrics.size();
    }

    /**
     * A family whose numbers are read from those that it was merged from.
     *
     * @param merged has all metrics of the parts, each of which keeps its order
     * @param parts at least two, without a metric in common
     * @return the family as it is if stretches are short, or it is one of the parts
     */
    static MetricFamily of(MetricFamily merged, List<MetricFamily> parts) {
        if (parts.contains(merged)) {
            return merged;
        }
        List<Metric> metrics = merged.metrics();
        MergedRun run = new MergedRun(metrics, metrics.size() / LEAST_STRETCH);
        int[] taken = new int[parts.size()];
        int stretches = 0;
        int part = -1;
        for (int i = 0; i < metrics.size(); i++) {
            if (part < 0 || !isNext(metrics.get(i), parts.get(part), taken[part])) {
                part = find(metrics.get(i), parts, taken);
                if (part < 0 || stretches == run.from.length) {
                    return merged;
                }
                run.from[stretches] = parts.get(part);
                run.offsets[stretches] = taken[part];
                run.starts[stretches] = i;
                stretches++;
            }
            taken[part]++;
        }
        Arrays.fill(run.starts, stretches, run.starts.length, metrics.size());
        return new MetricFamily(merged.type(), merged.name(), merged.help(), merged.unit(), run);
    }

    private static int find(Metric metric, List<MetricFamily> parts, int[] taken) {
        int part = parts.size() - 1;
        while (part >= 0 && !isNext(metric, parts.get(part), taken[part])) {
            part--;
        }
        return part;
    }

    private static boolean isNext(Metric metric, MetricFamily part, int index) {
        return index < part.metrics().size() && part.metrics().get(index) == metric;
    }

    @Override
    public Metric get(int index) {
        return metrics.get(index);
    }

    @Override
    public int size() {
        return metrics.size();
    }

    @Override
    public void read(int first, NumberBatch into) {
        int found = Arrays.binarySearch(starts, first);
        int stretch = found >= 0 ? found : -found - 2;
        from[stretch].readNumbers(offsets[stretch] + first - starts[stretch], into);
        into.end(Math.min(into.size(), starts[stretch + 1] - first));
    }
}
