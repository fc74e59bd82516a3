package dev.fennel.pushgateway.internal;

import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.registry.GatherError;
import java.util.ArrayList;
import java.util.List;

/**
 * Encodes the metrics of one push in requests of bounded size, before the first is sent: all values are of one moment,
 * and of a push that cannot be encoded nothing is sent. Used by one thread.
 *
 * @param <R> an encoded request
 */
public abstract class RequestChunks<R> {
    /** How large a request may get before it is compressed: receivers limit requests to a few megabytes or more. */
    private static final int MOST_BYTES = 1 << 20;

    private final int mostPoints;
    private final List<R> requests = new ArrayList<>();
    private final List<GatherError> errors = new ArrayList<>();

    /**
     * Begins without requests.
     *
     * @param mostPoints a request ends with the metric that brings it to this number of points
     */
    protected RequestChunks(int mostPoints) {
        this.mostPoints = mostPoints;
    }

    /**
     * Writes a metric into the present request.
     *
     * @throws RuntimeException if its value cannot be read, or contradicts itself; then the push is over, and what was
     *     written of it may stay
     */
    protected abstract void write(Metric metric, Labels labels);

    /** The number of points of the present request. */
    protected abstract int points();

    /** How large the present request is. */
    protected abstract int size();

    /** Ends the present request, and begins another one. */
    protected abstract R endRequest();

    /** Encodes a family up to the first metric that fails; its siblings are much like it. */
    protected final void encode(MetricFamily family) {
        for (Metric metric : family.metrics()) {
            Labels labels = Labels.EMPTY;
            try {
                labels = metric.labels();
                write(metric, labels);
            } catch (Throwable e) { // a metric is foreign code
                report(GatherError.of(family.quoted() + " " + labels, e));
                return;
            }
            endIfLarge();
        }
    }

    /** Ends the present request if it is large enough. Called after each metric. */
    protected final void endIfLarge() {
        if (points() >= mostPoints || size() >= MOST_BYTES) {
            requests.add(endRequest());
        }
    }

    /** Notes what cannot be encoded. */
    protected final void report(GatherError error) {
        errors.add(error);
    }

    /** What could not be encoded; nothing is to be sent then. */
    public final List<GatherError> errors() {
        return errors;
    }

    /** Ends the last request, and returns all. */
    public final List<R> end() {
        if (points() > 0) {
            requests.add(endRequest());
        }
        return requests;
    }
}
