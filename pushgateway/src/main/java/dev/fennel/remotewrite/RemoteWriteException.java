package dev.fennel.remotewrite;

import java.io.IOException;
import java.util.List;

/**
 * Thrown if not all of a push was written. It is an {@link IOException} whatever went wrong, also if the receiver was
 * out of reach: a push can take several requests, so there is always something to say of the others.
 *
 * <p>The cause is the first failure: a {@link dev.fennel.pushgateway.PushException} with the answer, if there was one;
 * a {@link java.net.http.HttpTimeoutException}, if there was none in time; a {@link java.io.InterruptedIOException}, if
 * the thread was interrupted; else another {@code IOException}, as if there was no connection. Later failures are
 * suppressed, and so are those of version 2.0, if the push was sent again in 1.0.
 */
public final class RemoteWriteException extends IOException {
    private static final long serialVersionUID = 1L;

    /** What was written. */
    private final RemoteWriteResult result;

    RemoteWriteException(RemoteWriteResult result, List<IOException> failures) {
        super("wrote " + result + ": " + failures.get(0).getMessage(), failures.get(0));
        failures.subList(1, failures.size()).forEach(this::addSuppressed);
        this.result = result;
    }

    /**
     * What was written in spite of the failure. Where the receiver refused single samples of a request, it may have
     * written the others; what was not sent any more is not written.
     *
     * @return the numbers
     */
    public RemoteWriteResult result() {
        return result;
    }
}
