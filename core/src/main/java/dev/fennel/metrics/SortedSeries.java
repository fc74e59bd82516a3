package dev.fennel.metrics;

import dev.fennel.internal.Nullable;
import dev.fennel.internal.Unicode;
import dev.fennel.model.Desc;
import dev.fennel.model.MetricFamily;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The series of a {@link SeriesTable} in the order of their label values, kept for as long as they are the same.
 *
 * <p>The table counts births and deaths. What was sorted is kept with the count that it belongs to. What this relies
 * on:
 *
 * <ol>
 *   <li>The series to sort, and their count, are taken together under the table's lock. Sorting is done without it.
 *   <li>A kept family is replaced only by one with a higher count, by compare-and-set.
 * </ol>
 *
 * <p>What it guarantees:
 *
 * <ol>
 *   <li>A thread that asks after a birth or a death has ended gets a family with it: the count was higher by then.
 *   <li>All threads get the same object for as long as nothing is born or dies, even if several threads sort at once.
 *       What hangs on the object's identity, such as encoded labels, is then made once.
 *   <li>Nobody waits while another thread sorts. A thread that dies while it sorts leaves the last family in place.
 * </ol>
 */
final class SortedSeries {
    private final Desc desc;
    private final Comparator<Instrument> order;
    private final AtomicReference<AsOf> latest = new AtomicReference<>();

    /** The series after {@code changes} births and deaths. */
    private record AsOf(MetricFamily family, long changes) {}

    SortedSeries(Desc desc) {
        this.desc = desc;
        this.order = order(desc);
    }

    /** The family after {@code changes} births and deaths, or null if another one is kept. */
    @Nullable
    MetricFamily asOf(long changes) {
        AsOf known = latest.get();
        return known != null && known.changes == changes ? known.family : null;
    }

    /**
     * Sorts the series as they are after {@code changes} births and deaths. Returns another thread's family if that is
     * as new or newer.
     */
    MetricFamily sort(Instrument[] living, long changes) {
        Arrays.sort(living, order);
        AsOf mine = new AsOf(new MetricFamily(desc, Arrays.asList(living)), changes);
        return latest.accumulateAndGet(
                        mine, (known, given) -> known == null || known.changes < given.changes ? given : known)
                .family;
    }

    /** The order of series of one Desc: they differ in variable labels alone, which are compared by sorted names. */
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
