package dev.fennel.http;

import dev.fennel.http.RequestLabels.SeriesFinder;
import dev.fennel.httpserver.internal.Nullable;
import dev.fennel.metrics.Counter;
import dev.fennel.metrics.Gauge;
import dev.fennel.metrics.Histogram;
import dev.fennel.metrics.Observer;
import dev.fennel.model.Labels;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A request while it is measured: from its start until it is recorded.
 *
 * <p>A request has two parts, kept as bits of {@code progress}, and is over when both have ended. Those of a request to
 * the JDK's server, {@link ExchangeRequest}, may end in two threads in any order; a request to another server,
 * {@link ServerRequest}, and one of a client, {@link ClientRequest}, end both at once, but perhaps more than once. The
 * thread that ends the last part records the request.
 *
 * <p>Assumptions:
 *
 * <ol>
 *   <li>Whoever passes a request to another thread does so safely, as through an executor or a future: most fields are
 *       plain. Of the two parts that may end apart, one thread at a time works on each.
 *   <li>A function or an instrument of the user's may throw anything.
 * </ol>
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>A request is recorded once. {@link #ends} sets bits by an atomic read-modify-write, and only the call that
 *       completes them returns true. If it read and then wrote, two threads that end the two parts at the same time
 *       might both record the request, or neither.
 *   <li>The thread that records sees what the other one wrote before it ended its part: the read-modify-write has the
 *       memory effects of a volatile write and a volatile read.
 *   <li>The gauge of requests in flight is lowered once if it was raised, and it is the same series, even if the
 *       function for a label would return another value by now.
 *   <li>Whatever a function or an instrument throws costs one value, is logged once, and does not reach the request.
 *   <li>The count comes last: whoever sees a request counted also sees its other measurements.
 * </ol>
 *
 * <p>What remains: if a thread ends without completing the answer or closing the exchange, the request stays in flight,
 * which is what its client sees as well. If the stack ends in this class itself while it records a request, what has
 * not been recorded by then is lost, and the gauge may stay raised.
 *
 * @param <R> what is known of a request
 */
abstract class MeasuredRequest<R> {
    /** The bits of both parts. */
    static final int OVER = 3;

    private static final int HEADERS = 4;

    private static final VarHandle PROGRESS;
    private static final double NANOS_PER_SECOND = 1e9;

    static {
        try {
            PROGRESS = MethodHandles.lookup().findVarHandle(MeasuredRequest.class, "progress", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final R request;

    /** The label value. */
    final String method;

    private final RequestMetrics<R> metrics;
    private final long startNanos;

    /** The series that was raised, to be lowered again; null if none was. */
    private final @Nullable Gauge inFlight;

    /** The parts that have ended, and whether the headers were sent, as bits that are only ever set. */
    @SuppressWarnings("UnusedVariable") // it is read through PROGRESS
    private volatile int progress;

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

    /** The label value: a status code or {@code unknown}. */
    abstract String code();

    /** The label value: why the request failed. */
    abstract String reason();

    /** The label value: the route by which the request is served. */
    String route() {
        return RequestLabels.UNKNOWN; // as for a client
    }

    /** The labels of what is recorded now, or null for no exemplar. */
    final @Nullable Labels exemplar() {
        return metrics.exemplars() == null ? null : metrics.exemplars().of(request);
    }

    /** Marks parts as ended. Returns true for the one call by which the whole request is over. */
    final boolean ends(int parts) {
        int before = (int) PROGRESS.getAndBitwiseOr(this, parts);
        return !isOver(before) && isOver(before | parts);
    }

    /** Marks that the headers were sent. Returns true for the first such call, unless the request is over. */
    final boolean marksHeaders() {
        int before = (int) PROGRESS.getAndBitwiseOr(this, HEADERS);
        return !isOver(before) && (before & HEADERS) == 0;
    }

    private static boolean isOver(int progress) {
        return (progress & OVER) == OVER;
    }

    final double seconds() {
        return (metrics.nanoTime().getAsLong() - startNanos) / NANOS_PER_SECOND;
    }

    final void observeDuration(@Nullable Labels exemplar) {
        observe(metrics.duration(), seconds(), exemplar);
    }

    final void observe(@Nullable SeriesFinder<R, ? extends Observer> finder, double value, @Nullable Labels exemplar) {
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
        } catch (Throwable thrown) { // by the user's own observer
            metrics.failure().report(thrown);
        }
    }

    /** Lowers the gauge that was raised at the start. */
    final void leave() {
        if (inFlight != null) {
            inFlight.dec();
        }
    }

    final void countRequest(@Nullable Labels exemplar) {
        count(metrics.requests(), exemplar);
    }

    final void count(@Nullable SeriesFinder<R, ? extends Counter> finder, @Nullable Labels exemplar) {
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

    /**
     * The series; null if this is not measured, or the series cannot be found, which must not make the request fail.
     */
    private <M> @Nullable M find(@Nullable SeriesFinder<R, ? extends M> finder) {
        if (finder == null) {
            return null;
        }
        try {
            return finder.find(this);
        } catch (Throwable thrown) {
            // Such as a label value that is not valid Unicode, or one that the Vec's constraint refuses.
            metrics.failure().report(thrown);
            return null;
        }
    }
}
