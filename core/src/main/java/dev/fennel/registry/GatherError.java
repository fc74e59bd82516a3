package dev.fennel.registry;

import java.util.Objects;

/**
 * Something that went wrong while metrics were gathered or written, and cost no more than the metrics it names.
 *
 * @param message what went wrong, for a person
 * @param cause the exception behind it, or null
 */
public record GatherError(String message, Throwable cause) {
    /**
     * Checks that there is a message.
     *
     * @param message what went wrong, for a person
     * @param cause the exception behind it, or null
     */
    public GatherError {
        Objects.requireNonNull(message, "message");
    }

    /**
     * An error with no exception behind it.
     *
     * @param message what went wrong
     */
    public GatherError(String message) {
        this(message, null);
    }
}
