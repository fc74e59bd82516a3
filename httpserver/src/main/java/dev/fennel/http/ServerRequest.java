package dev.fennel.http;

import com.sun.net.httpserver.HttpExchange;
import dev.fennel.http.RequestMetrics.ServerMetrics;

/**
 * A request to the server. It is over when its handler has returned and its answer is complete, whichever comes last:
 * so a handler may finish its exchange in another thread after it returned, and what it does after the answer still
 * counts as its time. If the handler throws, the JDK's server gives the exchange up, and the request is over at once.
 *
 * <p>An answer is complete when it has no body and its headers are out, when as much of the body is written as was
 * announced, or when the body or the exchange is closed. Of an exchange that is not its own, a request does not see all
 * of that, and is over when the handler has returned.
 */
final class ServerRequest extends MeasuredRequest<HttpExchange> {
    private static final int HANDLED = 1;
    private static final int ANSWERED = 2;

    private static final int FIRST_FINAL_CODE = 200;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;
    private static final int INTERNAL_SERVER_ERROR = 500;
    private static final long CHUNKED = 0;

    private final ServerMetrics metrics;

    /** Whether the handler has the server's own exchange, of which only the body is seen. */
    private final boolean fromOutside;

    private boolean headersSent;
    private long announced = CHUNKED;
    private long written;
    private boolean failed;

    ServerRequest(HttpExchange exchange, ServerMetrics metrics, boolean fromOutside) {
        super(exchange, exchange.getRequestMethod(), metrics.common());
        this.metrics = metrics;
        this.fromOutside = fromOutside;
    }

    /** The headers were sent. */
    void sentHeaders(int code, long length) {
        headersSent = true;
        announced = length;
        if (metrics.timeToHeaders() != null) {
            outcome(StatusCodes.labelValue(code));
            observe(metrics.timeToHeaders(), seconds());
        }
        if (length < 0 || hasNoBody(code)) {
            answered();
        }
    }

    /** These end the exchange, whatever length they are sent with. */
    private boolean hasNoBody(int code) {
        return code < FIRST_FINAL_CODE
                || code == NO_CONTENT
                || code == NOT_MODIFIED
                || request.getRequestMethod().equals("HEAD");
    }

    /** Some of the body was written. */
    void wrote(int bytes) {
        noticeHeaders();
        written += bytes;
        if (announced != CHUNKED && written >= announced) {
            answered();
        }
    }

    /** Makes up for headers that were sent unseen, which is as long ago as they could be noticed. */
    private void noticeHeaders() {
        if (!headersSent && request.getResponseCode() >= 0) {
            sentHeaders(request.getResponseCode(), CHUNKED);
        }
    }

    /** Nothing more will be sent. */
    void answered() {
        endsPart(ANSWERED);
    }

    /** The handler has returned. */
    void handled() {
        if (fromOutside) {
            noticeHeaders();
            endsPart(OVER);
        } else {
            endsPart(HANDLED);
        }
    }

    /** The handler has thrown something. */
    void failed() {
        failed = true;
        noticeHeaders();
        endsPart(OVER);
    }

    private void endsPart(int part) {
        if (ends(part)) {
            record();
        }
    }

    /** The count comes last: who sees a request counted sees all that was measured of it. */
    private void record() {
        outcome(StatusCodes.labelValue(code()));
        observeDuration();
        if (metrics.requestSize() != null) {
            observe(metrics.requestSize(), RequestSize.approximate(request));
        }
        observe(metrics.responseSize(), written);
        leave();
        countRequest();
    }

    /** What was sent, if anything. The JDK's server sends nothing by itself, whatever the handler does. */
    private int code() {
        int sent = request.getResponseCode();
        return sent < 0 && failed ? INTERNAL_SERVER_ERROR : sent;
    }
}
