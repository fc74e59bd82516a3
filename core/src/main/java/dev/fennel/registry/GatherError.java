package dev.fennel.registry;

import dev.fennel.internal.BrokenValueException;
import dev.fennel.internal.FatalErrors;
import dev.fennel.internal.Nullable;
import dev.fennel.model.MetricType;
import java.util.Arrays;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Something that went wrong while metrics were gathered or written, and cost no more than the metrics it names.
 *
 * @param source who failed, such as {@code collector com.example.Pool} or {@code gauge "queue_depth"}: safe to be shown
 *     to strangers, as it has neither the text of an exception nor label values
 * @param message what went wrong, for a person of the house: starts with who failed in which metric, and may have the
 *     text of an exception
 * @param cause the exception behind it, or null
 */
public record GatherError(
        String source, String message, @Nullable Throwable cause) {
    /** The source of an error whose message does not start with a known one. */
    private static final String UNKNOWN = "gatherer";

    /**
     * What a source looks like at the start of a message of this library. A class name and a metric name end where the
     * message goes on with something that they cannot contain, so that nothing else becomes a part of the source.
     */
    private static final Pattern SOURCE = Pattern.compile("(?:gatherer #\\d+(?:: |$))?(?:"
            + "(?:encoder|collector [\\p{javaJavaIdentifierPart}./]+)(?=:|$)|(?:"
            + Arrays.stream(MetricType.values()).map(MetricType::toString).collect(Collectors.joining("|"))
            + ") \"[^\"]*\"(?=:| ?\\{|$))?");

    /**
     * Checks that there are a source and a message.
     *
     * @param source who failed
     * @param message what went wrong
     * @param cause the exception behind it, or null
     */
    public GatherError {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(message, "message");
    }

    /**
     * An error whose source is what its message starts with: {@code collector} and the name of a class, the type and
     * quoted name of a metric, or {@code encoder}, up to a colon or the labels, and with {@code gatherer #} and a
     * number before it in merged gatherers. If the message starts with anything else, the source is {@code gatherer}.
     *
     * @param message what went wrong
     * @param cause the exception behind it, or null
     */
    public GatherError(String message, @Nullable Throwable cause) {
        this(sourceOf(message), message, cause);
    }

    /**
     * An error with no exception behind it, whose source is what its message starts with, as above.
     *
     * @param message what went wrong
     */
    public GatherError(String message) {
        this(message, null);
    }

    private static String sourceOf(String message) {
        Matcher matcher = SOURCE.matcher(Objects.requireNonNull(message, "message"));
        String found = matcher.lookingAt() ? matcher.group() : "";
        String source = found.endsWith(": ") ? found.substring(0, found.length() - 2) : found;
        return source.isEmpty() ? UNKNOWN : source;
    }

    /** This error as one of the results of several gatherers. */
    GatherError of(String gatherer) {
        return new GatherError(
                source.equals(UNKNOWN) ? gatherer : gatherer + ": " + source, gatherer + ": " + message, cause);
    }

    /**
     * The error that foreign code (a collector, a metric, a gatherer, a hook of a user's) leaves when it throws: the
     * one place that knows what such a failure costs and how it is reported.
     *
     * <p>Everything that was thrown is reported, linkage errors and stack overflows too, as one bad collector must not
     * lose the rest. Only what says that the virtual machine itself is in trouble, such as a lack of memory, is thrown
     * again.
     *
     * @param where what failed, such as {@code collector com.example.Pool}; the {@linkplain #GatherError(String,
     *     Throwable) start of it} is the source
     * @param thrown what it threw
     * @return the error, whose message says where and what, and whose cause is {@code thrown}
     * @throws VirtualMachineError if that is what was thrown, unless it is a {@link StackOverflowError}
     */
    public static GatherError of(String where, Throwable thrown) {
        FatalErrors.throwIfFatal(thrown);
        String source = sourceOf(where);
        return thrown instanceof MetricFault || thrown instanceof BrokenValueException
                ? new GatherError(source, where + ": " + thrown.getMessage(), null)
                : new GatherError(source, where + ": threw " + text(thrown), thrown);
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
