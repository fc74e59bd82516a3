package dev.fennel.http;

import com.sun.net.httpserver.HttpExchange;
import dev.fennel.http.RequestMetrics.ServerMetrics;

/**
 * A request to the JDK's server. It is over when its handler has returned and its answer is complete, whichever comes
 * last. So a handler may finish its exchange in another thread after it has returned, and what it does after the answer
 * still counts as its time. If the handler throws, the JDK's server gives up the exchange, and the request is over at
 * once.
 *
 * <p>An answer is complete when its headers are sent and it has no body, when as much of the body has been written as
 * was announced, or when the body or the exchange is closed. Measured from outside, with the server's own exchange, a
 * request does not see all of that, and is over when the handler has returned.
 *
 * <p>The plain fields belong to the thread that sends the answer, until it ends that part of the request. One case is
 * left: for a handler that throws while another thread still sends its answer, too few bytes may be recorded.
 */
final class ExchangeRequest extends ServerRequest<HttpExchange> {
    private static final int HANDLED = 1;
    private static final int ANSWERED = 2;

    private static final int FIRST_FINAL_CODE = 200;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;
    private static final long CHUNKED = 0;

    /** Whether the handler uses the server's own exchange, of which only the body is measured. */
    private final boolean fromOutside;

    private boolean headersSent;
    private long announced = CHUNKED;

    ExchangeRequest(HttpExchange exchange, ServerMetrics<HttpExchange> metrics, boolean fromOutside) {
        super(exchange, exchange.getRequestMethod(), metrics);
        this.fromOutside = fromOutside;
    }

    /** The headers were sent. */
    void sentHeaders(int code, long length) {
        headersSent = true;
        announced = length;
        status(code);
        sentHeaders();
        if (length < 0 || hasNoBody(code)) {
            answered();
        }
    }

    /** Whether an answer with this code has no body, whatever length it is sent with. */
    private boolean hasNoBody(int code) {
        return code < FIRST_FINAL_CODE
                || code == NO_CONTENT
                || code == NOT_MODIFIED
                || request.getRequestMethod().equals("HEAD");
    }

    /** Some of the body was written. */
    void wrote(int bytes) {
        noticeHeaders();
        sentBytes(bytes);
        if (announced != CHUNKED && sentBytes() >= announced) {
            answered();
        }
    }

    /** Records headers that were sent through the server's own exchange, at the first chance to notice them. */
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
        failed(FailureReason.OTHER);
        noticeHeaders();
        endsPart(OVER);
    }

    private void endsPart(int part) {
        if (ends(part)) {
            status(request.getResponseCode());
            sentBytes(0); // if no body was written, its size is known, too
            if (measuresRequestSize()) {
                requestSize(RequestSize.approximate(request));
            }
            record();
        }
    }
}
