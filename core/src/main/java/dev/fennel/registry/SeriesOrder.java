package dev.fennel.registry;

import dev.fennel.internal.Nullable;
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
 * <p>For OpenMetrics the states of a state set are one metric, whose samples stay together too, so there is
 * {@linkplain OfStates another order} for them.
 */
final class SeriesOrder implements Comparator<Series> {
    static final SeriesOrder INSTANCE = new SeriesOrder();

    private SeriesOrder() {}

    /** The order in families of a type. */
    static Comparator<Series> of(MetricType type) {
        return type == MetricType.STATE_SET ? OfStates.INSTANCE : INSTANCE;
    }

    @Override
    public int compare(Series a, Series b) {
        int order = compare(a.labels(), b.labels());
        return order != 0 ? order : compareTimes(a, b);
    }

    /** Compares timestamps, of which none is the last. */
    private static int compareTimes(Series a, Series b) {
        return Long.compareUnsigned(rank(a.timestampMillis()), rank(b.timestampMillis()));
    }

    /** Compares labels as those of two series are. */
    static int compare(Labels a, Labels b) {
        int order = compareValues(a, b);
        for (int i = 0; order == 0 && i < a.size(); i++) {
            order = Unicode.compare(a.name(i), b.name(i));
        }
        return order;
    }

    /** Compares the number of labels and their values. */
    static int compareValues(Labels a, Labels b) {
        int order = Integer.compare(a.size(), b.size());
        for (int i = 0; order == 0 && i < a.size(); i++) {
            order = Unicode.compare(a.value(i), b.value(i));
        }
        return order;
    }

    /** Maps timestamps to unsigned numbers in the same order, and none, which is the least number, to the greatest. */
    private static long rank(long timestampMillis) {
        return timestampMillis - (Metric.NO_TIMESTAMP + 1);
    }

    /**
     * The order of the series in a family of state sets: by everything but the state, as any series are ordered, and
     * then by state. A series of a user's own that has no state comes before those that have one.
     */
    private static final class OfStates implements Comparator<Series> {
        static final OfStates INSTANCE = new OfStates();

        private static final Comparator<String> NONE_FIRST = Comparator.nullsFirst(Unicode.ORDER);

        private OfStates() {}

        @Override
        public int compare(Series a, Series b) {
            int order = compare(a.labels(), stateIndex(a), b.labels(), stateIndex(b));
            if (order == 0) {
                order = compareTimes(a, b);
            }
            return order != 0 ? order : NONE_FIRST.compare(state(a), state(b));
        }

        private static @Nullable String state(Series series) {
            return series.labels().get(series.desc().name());
        }

        /** The index of the label that has the state; the number of labels if there is none. */
        private static int stateIndex(Series series) {
            int index = 0;
            while (index < series.labels().size()
                    && !series.labels().name(index).equals(series.desc().name())) {
                index++;
            }
            return index;
        }

        private static int compare(Labels a, int stateOfA, Labels b, int stateOfB) {
            int others = others(a, stateOfA);
            int order = Integer.compare(others, others(b, stateOfB));
            for (int i = 0; order == 0 && i < others; i++) {
                order = Unicode.compare(a.value(index(i, stateOfA)), b.value(index(i, stateOfB)));
            }
            for (int i = 0; order == 0 && i < others; i++) {
                order = Unicode.compare(a.name(index(i, stateOfA)), b.name(index(i, stateOfB)));
            }
            return order;
        }

        /** The number of labels, the state not included. */
        private static int others(Labels labels, int state) {
            return state == labels.size() ? state : labels.size() - 1;
        }

        /** The index, among all labels, of one of the others. */
        private static int index(int other, int state) {
            return other < state ? other : other + 1;
        }
    }
}
