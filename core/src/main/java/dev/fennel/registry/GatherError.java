package dev.fennel.registry;

import dev.fennel.internal.BrokenValueException;
import dev.fennel.internal.FatalErrors;
import dev.fennel.internal.Nullable;
import java.util.Objects;

/**
 * Something that went wrong while metrics were gathered or written, and cost no more than the metrics it names.
 *
 * @param message what went wrong, for a person
 * @param cause the exception behind it, or null
 */
public record GatherError(String message, @Nullable Throwable cause) {
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

    /**
     * The error that foreign code (a collector, a metric, a gatherer, a hook of a user's) leaves when it throws: the
     * one place that knows what such a failure costs and how it is reported.
     *
     * <p>Everything that was thrown is reported, linkage errors and stack overflows too, as one bad collector must not
     * lose the rest. Only what says that the virtual machine itself is in trouble, such as a lack of memory, is thrown
     * again.
     *
     * @param where what failed, such as {@code collector com.example.Pool}
     * @param thrown what it threw
     * @return the error, whose message says where and what, and whose cause is {@code thrown}
     * @throws VirtualMachineError if that is what was thrown, unless it is a {@link StackOverflowError}
     */
    public static GatherError of(String where, Throwable thrown) {
        FatalErrors.throwIfFatal(thrown);
        return thrown instanceof MetricFault || thrown instanceof BrokenValueException
                ? new GatherError(where + ": " + thrown.getMessage())
                : new GatherError(where + ": threw " + text(thrown), thrown);
    }

    /** What was thrown, for a person; its own text is foreign code, which may throw as well. */
    private static String text(Throwable thrown) {
        try {
            return thrown.toString();
        } catch (Throwable e) {
            FatalErrors.throwIfFatal(e);
            return thrown.getClass().getName();
        }
    }
}
