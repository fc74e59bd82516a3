package dev.fennel.exposition;

import dev.fennel.exposition.internal.Nullable;
import dev.fennel.registry.GatherError;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Thrown instead of writing or sending metrics of which some could not be gathered or encoded, or would be refused by
 * their receiver, by what delivers all metrics or none, such as {@link Textfile}.
 */
public final class IncompleteMetricsException extends IOException {
    private static final long serialVersionUID = 1L;

    /** How many errors the message contains; a thousand series may all fail for one reason. */
    private static final int MAX_IN_MESSAGE = 10;

    /** Null in a deserialised exception. */
    private final transient @Nullable List<GatherError> errors;

    /**
     * Makes an exception whose message contains the first errors, and whose suppressed exceptions are their causes.
     *
     * @param outcome what did not happen, such as {@code metrics not pushed}; the message goes on with "because of"
     * @param errors what is wrong with the metrics, at least one error
     */
    public IncompleteMetricsException(String outcome, List<GatherError> errors) {
        super(message(outcome, errors));
        this.errors = List.copyOf(errors);
        for (GatherError error : errors) {
            if (error.cause() != null) {
                addSuppressed(error.cause());
            }
        }
    }

    private static String message(String outcome, List<GatherError> errors) {
        String first =
                errors.stream().limit(MAX_IN_MESSAGE).map(GatherError::message).collect(Collectors.joining("; "));
        int rest = errors.size() - MAX_IN_MESSAGE;
        return outcome + " because of " + first + (rest > 0 ? "; and " + rest + " more errors" : "");
    }

    /**
     * What is wrong with the metrics.
     *
     * @return at least one error; none in a deserialised exception, which has only their text in its message
     */
    public List<GatherError> errors() {
        return errors == null ? List.of() : errors;
    }
}
