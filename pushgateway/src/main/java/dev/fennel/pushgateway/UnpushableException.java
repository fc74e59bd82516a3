package dev.fennel.pushgateway;

import dev.fennel.registry.GatherError;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Thrown if the metrics cannot be pushed: some could not be gathered or encoded, or have labels that the push sets.
 * None of them was sent.
 */
public final class UnpushableException extends IOException {
    private static final long serialVersionUID = 1L;

    /** How many errors the message quotes; a thousand series may all fail for one reason. */
    private static final int QUOTED = 10;

    private final transient List<GatherError> errors;

    UnpushableException(List<GatherError> errors) {
        super(message(errors));
        this.errors = List.copyOf(errors);
        for (GatherError error : errors) {
            if (error.cause() != null) {
                addSuppressed(error.cause());
            }
        }
    }

    private static String message(List<GatherError> errors) {
        String quoted = errors.stream().limit(QUOTED).map(GatherError::message).collect(Collectors.joining("; "));
        int rest = errors.size() - QUOTED;
        return "metrics not pushed because of " + quoted + (rest > 0 ? "; and " + rest + " more errors" : "");
    }

    /**
     * What is wrong with the metrics.
     *
     * @return at least one error; null only in a deserialised exception
     */
    public List<GatherError> errors() {
        return errors;
    }
}
