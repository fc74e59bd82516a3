package dev.fennel.http;

import dev.fennel.http.RequestLabels.SeriesFinder;
import dev.fennel.metrics.Counter;
import dev.fennel.metrics.Gauge;
import dev.fennel.metrics.Histogram;
import dev.fennel.metrics.Observer;
import dev.fennel.model.Labels;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A request while it is measured: from when it began, until it is recorded.
 *
 * <p>It may pass from thread to thread. Whoever passes it on orders the plain fields; where two threads come to its end
 * independently, {@link #ends} decides which of them records it, and shows that one what the other wrote.
 *
 * @param <R> what is known of a request: an {@code HttpExchange} or an {@code HttpRequest}
 */
abstract class MeasuredRequest<R> {
    /** Both parts of a request, after which it is over. */
    static final int OVER = 3;

    private static final VarHandle ENDED;
    private static final double NANOS_PER_SECOND = 1e9;

    static {
        try {
            ENDED = MethodHandles.lookup().findVarHandle(MeasuredRequest.class, "ended", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final R request;

    /** The label value. */
    final String method;

    private final RequestMetrics<R> metrics;
    private final long startNanos;

    /** The series that was raised, to be lowered again; null if there is none. */
    private final Gauge inFlight;

    /** The parts that are over, as bits. */
    private volatile int ended;

    private String outcome;
    private Labels exemplar;

    MeasuredRequest(R request, String method, RequestMetrics<R> metrics) {
        this.request = request;
        this.method = metrics.methods().labelValue(method);
        this.metrics = metrics;
        this.startNanos = metrics.nanoTime().getAsLong();
        this.inFlight = find(metrics.inFlight());
        if (inFlight != null) {
            inFlight.inc();
        }
    }

    /** How the request ended, for the label: a status code or the reason of a failure. */
    final String outcome() {
        return outcome;
    }

    /** Says what all that is recorded from now on is labelled with. */
    final void outcome(String newOutcome) {
        outcome = newOutcome;
        exemplar = metrics.exemplars() == null ? null : metrics.exemplars().of(request);
    }

    /** Notes that parts are over; true for the one call that makes the request be over. */
    final boolean ends(int parts) {
        int before = (int) ENDED.getAndBitwiseOr(this, parts);
        return before != OVER && (before | parts) == OVER;
    }

    final double seconds() {
        return (metrics.nanoTime().getAsLong() - startNanos) / NANOS_PER_SECOND;
    }

    final void observeDuration() {
        observe(metrics.duration(), seconds());
    }

    final void observe(SeriesFinder<R, ? extends Observer> finder, double value) {
        Observer observer = find(finder);
        if (observer == null) {
            return;
        }
        try {
            if (exemplar != null && observer instanceof Histogram histogram) {
                histogram.observeWithExemplar(value, exemplar);
            } else {
                observer.observe(value);
            }
        } catch (Throwable thrown) { // the user's own observer
            metrics.failure().report(thrown);
        }
    }

    /** Lowers what was raised at the start. */
    final void leave() {
        if (inFlight != null) {
            inFlight.dec();
        }
    }

    final void countRequest() {
        count(metrics.requests());
    }

    final void count(SeriesFinder<R, ? extends Counter> finder) {
        Counter counter = find(finder);
        if (counter == null) {
            return;
        }
        if (exemplar != null) {
            counter.addWithExemplar(1, exemplar);
        } else {
            counter.inc();
        }
    }

    /** Null for what is not measured, and for a series that cannot be found, which must not hurt the request. */
    private <M> M find(SeriesFinder<R, ? extends M> finder) {
        if (finder == null) {
            return null;
        }
        try {
            return finder.find(this);
        } catch (Throwable thrown) { // a label value that is not Unicode, or the Vec's constraint
            metrics.failure().report(thrown);
            return null;
        }
    }
}
