package dev.fennel.metrics;

import dev.fennel.internal.Unicode;
import dev.fennel.model.Desc;
import dev.fennel.model.MetricFamily;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** The series of a {@link SeriesTable} in order, kept for as long as they are the same. */
final class SortedSeries {
    private final Desc desc;
    private final Comparator<Instrument> order;
    private final AtomicReference<AsOf> latest = new AtomicReference<>();

    /** What was sorted when so many changes had been made. */
    private record AsOf(MetricFamily family, long changes) {}

    SortedSeries(Desc desc) {
        this.desc = desc;
        this.order = order(desc);
    }

    /** What was sorted after so many changes, or null. */
    MetricFamily asOf(long changes) {
        AsOf known = latest.get();
        return known != null && known.changes == changes ? known.family : null;
    }

    /** Sorts what lived after so many changes. If somebody else has sorted the same, or something newer, that it is. */
    MetricFamily sort(Instrument[] living, long changes) {
        Arrays.sort(living, order);
        AsOf mine = new AsOf(new MetricFamily(desc, Arrays.asList(living)), changes);
        return latest.accumulateAndGet(
                        mine, (known, given) -> known == null || known.changes < given.changes ? given : known)
                .family;
    }

    /** Series of one Desc differ in variable values alone, which are compared in the order of their sorted names. */
    private static Comparator<Instrument> order(Desc desc) {
        List<String> names = desc.variableLabels();
        List<String> sorted = new ArrayList<>(names);
        sorted.sort(Unicode::compare);
        int[] positions = new int[sorted.size()];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = names.indexOf(sorted.get(i));
        }
        return (x, y) -> {
            for (int position : positions) {
                int result = Unicode.compare(x.labelValues[position], y.labelValues[position]);
                if (result != 0) {
                    return result;
                }
            }
            return 0;
        };
    }
}
