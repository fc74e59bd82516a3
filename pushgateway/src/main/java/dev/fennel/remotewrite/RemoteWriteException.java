package dev.fennel.remotewrite;

import java.io.IOException;
import java.util.List;

/**
 * Thrown if not all of a push was written. The cause is the first failure: a
 * {@link dev.fennel.pushgateway.PushException} with the answer, if there was one; later ones are suppressed.
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
