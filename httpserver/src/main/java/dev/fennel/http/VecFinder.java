package dev.fennel.http;

import dev.fennel.metrics.Instrument;
import dev.fennel.metrics.Vec;
import java.util.List;

/** Finds the series of a Vec by its free labels, in its own order, and with up to four of them without an array. */
final class VecFinder<R, M extends Instrument> implements SeriesFinder<R, M> {
    private final Vec<M, ?> vec;
    private final List<LabelValue<R>> values;

    VecFinder(Vec<M, ?> vec, List<LabelValue<R>> values) {
        this.vec = vec;
        this.values = values;
    }

    @Override
    public M find(MeasuredRequest<R> request) {
        return switch (values.size()) {
            case 1 -> vec.withLabelValues(value(0, request));
            case 2 -> vec.withLabelValues(value(0, request), value(1, request));
            case 3 -> vec.withLabelValues(value(0, request), value(1, request), value(2, request));
            case 4 -> vec.withLabelValues(value(0, request), value(1, request), value(2, request), value(3, request));
            default -> vec.withLabelValues(all(request));
        };
    }

    private String value(int position, MeasuredRequest<R> request) {
        return values.get(position).of(request);
    }

    private String[] all(MeasuredRequest<R> request) {
        String[] all = new String[values.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = value(i, request);
        }
        return all;
    }
}
