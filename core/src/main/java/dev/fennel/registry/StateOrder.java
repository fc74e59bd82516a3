package dev.fennel.registry;

import dev.fennel.internal.Unicode;
import dev.fennel.model.Labels;
import java.util.Comparator;

/**
 * The order of the series in a family of state sets: by everything but the state, as any series are ordered, and then
 * by state. A series of a user's own that has no state comes before those that have one.
 */
final class StateOrder implements Comparator<Series> {
    static final StateOrder INSTANCE = new StateOrder();

    private static final Comparator<String> NONE_FIRST = Comparator.nullsFirst(Unicode::compare);

    private StateOrder() {}

    @Override
    public int compare(Series a, Series b) {
        int order = compare(a.labels(), placeOfState(a), b.labels(), placeOfState(b));
        if (order == 0) {
            order = SeriesOrder.compareTimes(a, b);
        }
        return order != 0 ? order : NONE_FIRST.compare(state(a), state(b));
    }

    private static String state(Series series) {
        return series.labels().get(series.desc().name());
    }

    /** The index of the label that has the state; the number of labels if there is none. */
    private static int placeOfState(Series series) {
        int place = 0;
        while (place < series.labels().size()
                && !series.labels().name(place).equals(series.desc().name())) {
            place++;
        }
        return place;
    }

    private static int compare(Labels a, int stateOfA, Labels b, int stateOfB) {
        int others = others(a, stateOfA);
        int order = Integer.compare(others, others(b, stateOfB));
        for (int i = 0; order == 0 && i < others; i++) {
            order = Unicode.compare(a.value(place(i, stateOfA)), b.value(place(i, stateOfB)));
        }
        for (int i = 0; order == 0 && i < others; i++) {
            order = Unicode.compare(a.name(place(i, stateOfA)), b.name(place(i, stateOfB)));
        }
        return order;
    }

    private static int others(Labels labels, int state) {
        return state == labels.size() ? state : labels.size() - 1;
    }

    /** The index among all labels of one of the others. */
    private static int place(int other, int state) {
        return other < state ? other : other + 1;
    }
}
