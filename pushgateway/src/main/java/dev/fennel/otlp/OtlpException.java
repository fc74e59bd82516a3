package dev.fennel.otlp;

import java.io.IOException;
import java.util.List;

/**
 * Thrown if not all of a push was accepted. It is an {@link IOException} whatever went wrong, also if the receiver was
 * out of reach: a push can take several requests, so there is always something to say of the others.
 *
 * <p>The cause is the first failure: a {@link dev.fennel.pushgateway.PushException} with the answer, if the receiver
 * answered that it does not accept a request; a {@link java.net.http.HttpTimeoutException}, if it did not answer in
 * time; a {@link java.io.InterruptedIOException}, if the thread was interrupted; else another {@code IOException}, as
 * if there was no connection, or if the receiver rejected data points of a request that it accepted. Later failures are
 * suppressed.
 */
public final class OtlpException extends IOException {
    private static final long serialVersionUID = 1L;

    /** What was accepted. */
    private final OtlpResult result;

    OtlpException(OtlpResult result, List<IOException> failures) {
        super("sent " + result + ": " + failures.get(0).getMessage(), failures.get(0));
        failures.subList(1, failures.size()).forEach(this::addSuppressed);
        this.result = result;
    }

    /**
     * What was accepted in spite of the failure. What was not sent any more is neither accepted nor rejected.
     *
     * @return the numbers
     */
    public OtlpResult result() {
        return result;
    }
}
