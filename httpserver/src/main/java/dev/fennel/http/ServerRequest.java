package dev.fennel.http;

import dev.fennel.http.RequestMetrics.ServerMetrics;
import dev.fennel.httpserver.internal.Nullable;
import dev.fennel.model.Labels;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A request to any server, see {@link RequestMeasurement}; one to the JDK's server is an {@link ExchangeRequest}.
 *
 * <p>Assumption beyond those of {@link MeasuredRequest}: any thread may call any method at any time. Only what happened
 * before the end in the sense of the Java memory model must be recorded.
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>What was reported before the end is recorded. Most fields are plain: one write replaces another as a whole, and
 *       the thread that ends the request sees the writes that happened before.
 *   <li>All metrics of a request have the same values of these labels. The thread that ends it copies them before it
 *       records anything, and nobody else writes the copies. If it looked at the fields for each metric, a late report
 *       could have the request counted under one code and timed under another.
 *   <li>What is reported after the end has no effect: it is written to fields that nobody reads any more. The time to
 *       the headers, which is recorded at once, is marked in the same word as the end, so it is recorded at most once,
 *       and not if the request is over by then.
 *   <li>No byte is lost, whichever threads send the body: they are added by an atomic read-modify-write. The sizes are
 *       volatile also as a plain {@code long} may be read in halves.
 * </ol>
 */
class ServerRequest<R> extends MeasuredRequest<R> implements RequestMeasurement {
    private static final String NO_REASON = "none";
    private static final String INTERNAL_SERVER_ERROR = "500";

    private static final VarHandle SENT_BYTES;

    static {
        try {
            SENT_BYTES = MethodHandles.lookup().findVarHandle(ServerRequest.class, "sentBytes", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final ServerMetrics<R> metrics;

    // Plain: what was reported last.
    private String route = RequestLabels.UNKNOWN;
    private @Nullable String reason;
    private int code;
    private boolean knowsSentBytes;

    // Written by the thread that ends the request; null before.
    private @Nullable String lastRoute;
    private @Nullable String lastReason;
    private @Nullable String lastCode;

    /** Less than 0 if it is not known. */
    private volatile long requestSize = -1;

    private volatile long sentBytes;

    ServerRequest(R request, String method, ServerMetrics<R> metrics) {
        super(request, method, metrics.common());
        this.metrics = metrics;
    }

    @Override
    public final void route(@Nullable String newRoute) {
        if (newRoute != null) {
            route = newRoute;
        }
    }

    @Override
    public final void status(int newCode) {
        code = newCode;
    }

    @Override
    public final void requestSize(long bytes) {
        requestSize = bytes;
    }

    /** Whether it matters how large the request is. */
    final boolean measuresRequestSize() {
        return metrics.requestSize() != null;
    }

    @Override
    public final void sentHeaders() {
        if (metrics.timeToHeaders() != null && marksHeaders()) {
            observe(metrics.timeToHeaders(), seconds(), exemplar());
        }
    }

    @Override
    public final void sentBytes(long bytes) {
        if (bytes >= 0) {
            SENT_BYTES.getAndAdd(this, bytes);
            knowsSentBytes = true;
        }
    }

    /** How much of the body was sent by now. */
    final long sentBytes() {
        return sentBytes;
    }

    @Override
    public final void failed(@Nullable Throwable thrown) {
        if (thrown != null && reason == null) {
            failed(reasonOf(thrown));
        }
    }

    private String reasonOf(Throwable thrown) {
        try {
            return FailureReason.of(thrown);
        } catch (Throwable fault) { // an exception of the user's has methods of its own
            metrics.common().failure().report(fault);
            return FailureReason.OTHER;
        }
    }

    @Override
    public final void failed(@Nullable String newReason) {
        if (reason == null) {
            reason = newReason;
        }
    }

    @Override
    public final void end() {
        if (ends(OVER)) {
            record();
        }
    }

    /** Records a request that is over. The count comes last: whoever sees a request counted also sees the rest. */
    final void record() {
        lastRoute = route();
        lastCode = code();
        lastReason = reason();
        Labels exemplar = exemplar();
        observeDuration(exemplar);
        long size = requestSize;
        if (size >= 0) {
            observe(metrics.requestSize(), size, exemplar);
        }
        long sent = sentBytes;
        if (knowsSentBytes && sent >= 0) {
            observe(metrics.responseSize(), sent, exemplar);
        }
        leave();
        countRequest(exemplar);
    }

    @Override
    final String route() {
        String last = lastRoute;
        return last != null ? last : route;
    }

    @Override
    final String reason() {
        String last = lastReason;
        if (last != null) {
            return last;
        }
        String now = reason;
        return now != null ? now : NO_REASON;
    }

    @Override
    final String code() {
        String last = lastCode;
        if (last != null) {
            return last;
        }
        int sent = code;
        return sent <= 0 && reason != null ? INTERNAL_SERVER_ERROR : StatusCodes.labelValue(sent);
    }
}
