package dev.fennel.exposition;

import dev.fennel.registry.GatherError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Says that metrics were not written to a file because some could not be gathered or encoded, and why. */
public final class TextfileException extends IOException {
    private static final long serialVersionUID = 1L;

    /** How many errors the message tells; a thousand series may all fail for one reason. */
    private static final int TOLD = 10;

    private final transient List<GatherError> errors;

    TextfileException(Path file, List<GatherError> errors) {
        super(message(file, errors));
        this.errors = List.copyOf(errors);
        for (GatherError error : errors) {
            if (error.cause() != null) {
                addSuppressed(error.cause());
            }
        }
    }

    private static String message(Path file, List<GatherError> errors) {
        String told = errors.stream().limit(TOLD).map(GatherError::message).collect(Collectors.joining("; "));
        int rest = errors.size() - TOLD;
        return "nothing written to \"" + file + "\" because of " + told
                + (rest > 0 ? "; and " + rest + " more errors" : "");
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
