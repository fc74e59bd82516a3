package dev.fennel.otlp;

import java.io.IOException;
import java.util.List;

/**
 * Thrown if not all of a push was accepted. The cause is the first failure: a
 * {@link dev.fennel.pushgateway.PushException} with the answer, if the receiver answered that it does not accept a
 * request; later ones are suppressed.
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
     * What was accepted in spite of the failure.
     *
     * @return the numbers
     */
    public OtlpResult result() {
        return result;
    }
}
