package dev.fennel.http;

import dev.fennel.httpserver.internal.Nullable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Why a request got no response, as a label value. There are only a few values, because each one is a series. */
final class FailureReason {
    static final String OTHER = "other";

    /** Beyond these, causes are taken for a circle, which two exceptions can make. */
    private static final int MAX_WRAPPERS = 20;

    private FailureReason() {}

    /** The reason for what was thrown; null means that the caller no longer waits for the response. */
    static String of(@Nullable Throwable thrown) {
        Throwable cause = thrown;
        int wrappers = 0;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null
                && wrappers++ < MAX_WRAPPERS) {
            cause = cause.getCause();
        }
        if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
            return "connect";
        } else if (cause instanceof HttpTimeoutException || cause instanceof TimeoutException) {
            return "timeout";
        } else if (cause == null || cause instanceof CancellationException || cause instanceof InterruptedException) {
            return "cancelled";
        } else if (cause instanceof SSLException) {
            return "tls";
        }
        return cause instanceof IOException ? "io" : OTHER;
    }
}
