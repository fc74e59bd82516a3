package dev.fennel.registry;

import dev.fennel.internal.Unicode;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricType;
import java.util.Comparator;

/**
 * The order of the series in a family: fewer labels first, then by label values in the order of the label names, then
 * by timestamp, with none last. Label names come before timestamps where families have different ones, so that two
 * series are equal in this order only if one is a duplicate of the other, and the samples of one series stay together.
 *
 * <p>For OpenMetrics the states of a state set are one metric, whose samples stay together too. So
 * {@linkplain StateOrder theirs} is another order.
 */
final class SeriesOrder implements Comparator<Series> {
    static final SeriesOrder INSTANCE = new SeriesOrder();

    private SeriesOrder() {}

    /** The order in families of a type. */
    static Comparator<Series> of(MetricType type) {
        return type == MetricType.STATE_SET ? StateOrder.INSTANCE : INSTANCE;
    }

    @Override
    public int compare(Series a, Series b) {
        int order = compare(a.labels(), b.labels());
        return order != 0 ? order : compareTimes(a, b);
    }

    /** Compares timestamps, of which none is the last. */
    static int compareTimes(Series a, Series b) {
        return Long.compareUnsigned(rank(a.timestampMillis()), rank(b.timestampMillis()));
    }

    private static int compare(Labels a, Labels b) {
        int order = Integer.compare(a.size(), b.size());
        for (int i = 0; order == 0 && i < a.size(); i++) {
            order = Unicode.compare(a.value(i), b.value(i));
        }
        for (int i = 0; order == 0 && i < a.size(); i++) {
            order = Unicode.compare(a.name(i), b.name(i));
        }
        return order;
    }

    /** Maps timestamps to unsigned numbers in the same order, and none, which is the least number, to the greatest. */
    private static long rank(long timestampMillis) {
        return timestampMillis - (Metric.NO_TIMESTAMP + 1);
    }
}
