package dev.fennel.metrics;

import dev.fennel.internal.Unicode;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Exposes which of a set of states are on: the phase of a job, the features that are switched on.
 *
 * <pre>{@code
 * enum Phase { STARTING, RUNNING, STOPPING }
 *
 * StateSet<Phase> phase = StateSet.builder("job_phase", "What the job does.", Phase.class).register();
 * phase.setOnly(Phase.RUNNING);
 * }</pre>
 *
 * <p>Each state is a series, whose value is 1 or 0, with the state in the label that has the metric's name. All are off
 * at the start. In the text format they are gauges; OpenMetrics has a type for them. For state sets that differ in
 * other labels, build several with other {@linkplain MetricBuilder#constLabels const labels}.
 *
 * @param <S> the type of the states: an enum, or String
 */
public final class StateSet<S> extends SeriesSet {
    /** The states in the order of the series. */
    private final List<S> states;

    private final Map<S, Integer> places = new HashMap<>();
    private final List<Metric> on;
    private final List<Metric> off;

    StateSet(Desc desc, List<S> states) {
        this(desc, states, all(desc, states, 0));
    }

    private StateSet(Desc desc, List<S> states, List<Metric> off) {
        super(desc, off);
        this.states = states;
        this.on = all(desc, states, 1);
        this.off = off;
        for (int i = 0; i < states.size(); i++) {
            places.put(states.get(i), i);
        }
        if (places.isEmpty()) {
            throw new IllegalArgumentException(this + ": expected at least one state, got none");
        }
    }

    private static List<Metric> all(Desc desc, List<?> states, double value) {
        List<Metric> series = new ArrayList<>();
        states.forEach(state -> series.add(ConstMetric.of(desc, value, state.toString())));
        return series;
    }

    /**
     * Starts to build a state set of named states.
     *
     * @param name the name
     * @param help what the states are of
     * @param states the states, at least one, all different
     * @return a builder
     */
    public static MetricBuilder.Plain<StateSet<String>> builder(String name, String help, String... states) {
        return builder(name, help, List.of(states));
    }

    /**
     * Starts to build a state set of the constants of an enum. Each is named as its {@code toString} says.
     *
     * @param name the name
     * @param help what the states are of
     * @param states the enum, which has at least one constant
     * @param <E> the enum
     * @return a builder
     */
    public static <E extends Enum<E>> MetricBuilder.Plain<StateSet<E>> builder(
            String name, String help, Class<E> states) {
        return builder(name, help, List.of(states.getEnumConstants()));
    }

    private static <S> MetricBuilder.Plain<StateSet<S>> builder(String name, String help, List<S> states) {
        return new MetricBuilder.Plain<>(
                desc -> new StateSet<>(desc, sorted(desc, states)), MetricType.STATE_SET, name, help);
    }

    private static <S> List<S> sorted(Desc desc, List<S> states) {
        List<S> sorted = new ArrayList<>(states);
        sorted.sort((a, b) -> Unicode.compare(a.toString(), b.toString()));
        for (int i = 1; i < sorted.size(); i++) {
            if (sorted.get(i).toString().equals(sorted.get(i - 1).toString())) {
                throw new IllegalArgumentException(desc.quoted() + ": duplicate state \"" + sorted.get(i) + "\"");
            }
        }
        return sorted;
    }

    /**
     * Switches a state on.
     *
     * @param state one of the states
     * @throws IllegalArgumentException if there is no such state
     */
    public void setTrue(S state) {
        set(state, true);
    }

    /**
     * Switches a state off.
     *
     * @param state one of the states
     * @throws IllegalArgumentException if there is no such state
     */
    public void setFalse(S state) {
        set(state, false);
    }

    /**
     * Switches a state on or off.
     *
     * @param state one of the states
     * @param value whether it is on
     * @throws IllegalArgumentException if there is no such state
     */
    public void set(S state, boolean value) {
        int place = placeOf(state);
        update(now -> with(now, place, value));
    }

    /**
     * Switches a state on and all others off, at once: no scrape sees the old and the new one on, or neither.
     *
     * @param state one of the states
     * @throws IllegalArgumentException if there is no such state
     */
    public void setOnly(S state) {
        int place = placeOf(state);
        update(now -> with(off, place, true));
    }

    /**
     * Whether a state is on.
     *
     * @param state one of the states
     * @return true if it is on
     * @throws IllegalArgumentException if there is no such state
     */
    public boolean isTrue(S state) {
        int place = placeOf(state);
        return family().metrics().get(place) == on.get(place);
    }

    @Override
    String layout() {
        return "the states " + states;
    }

    private List<Metric> with(List<Metric> series, int place, boolean value) {
        List<Metric> changed = new ArrayList<>(series);
        changed.set(place, (value ? on : off).get(place));
        return changed;
    }

    private int placeOf(S state) {
        Integer place = places.get(state);
        if (place == null) {
            throw new IllegalArgumentException(
                    this + ": expected one of the states " + states + ", got \"" + state + "\"");
        }
        return place;
    }
}
