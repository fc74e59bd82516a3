package dev.fennel.exposition;

import dev.fennel.model.Metric;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** The states of a state set, as far as their lines were read; each is a metric of its own. */
final class StatesDraft extends PointDraft {
    private final String stateLabel;
    private final Map<String, ScalarDraft> states = new LinkedHashMap<>();

    StatesDraft(int line, SeriesKey key, String stateLabel) {
        super(line, key);
        this.stateLabel = stateLabel;
    }

    @Override
    void add(Part part, SampleLine sample, TextCursor in) {
        SeriesKey key = new SeriesKey(sample.labelsWithout(null), timestampMillis());
        ScalarDraft state = new ScalarDraft(in.line(), key);
        state.add(part, sample, in);
        if (states.putIfAbsent(sample.label(stateLabel).text(), state) != null) {
            throw duplicate(sample, in);
        }
    }

    @Override
    void build(FamilyDraft family, Consumer<? super Metric> out) {
        states.values().forEach(state -> state.build(family, out));
    }
}
