package dev.fennel.registry;

import dev.fennel.internal.BrokenValueException;
import dev.fennel.internal.Nullable;
import dev.fennel.model.MetricType;
import java.util.Objects;

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

    private static final char LINE_SEPARATOR = 0x2028;
    private static final char PARAGRAPH_SEPARATOR = 0x2029;

    /** Made beforehand, for when there is no memory to make one. */
    static final GatherError UNREPORTED =
            new GatherError(UNKNOWN, "gatherer: something failed, and left no memory to say what", null);

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

    /** What of a message is known to be a source. No regular expression: there may be no memory to make one. */
    private static String sourceOf(String message) {
        if (!message.startsWith("gatherer #")) {
            int end = endOfSource(message);
            return end == 0 ? UNKNOWN : message.substring(0, end);
        }
        int end = 10;
        while (end < message.length() && Character.isDigit(message.charAt(end))) {
            end++;
        }
        String gatherer = message.substring(0, end);
        String within = message.startsWith(": ", end) ? sourceOf(message.substring(end + 2)) : UNKNOWN;
        return within.equals(UNKNOWN) ? gatherer : gatherer + ": " + within;
    }

    /**
     * Where the source ends: with a class name or a quoted metric name, if the message goes on with something that they
     * cannot contain, so that nothing else becomes a part of it. Zero if the message does not start with a source.
     */
    private static int endOfSource(String message) {
        if (message.startsWith("encoder") && (message.length() == 7 || message.charAt(7) == ':')) {
            return 7;
        }
        if (message.startsWith("collector ")) {
            int end = 10;
            while (end < message.length() && isInClassName(message.charAt(end))) {
                end++;
            }
            return end == message.length() || message.charAt(end) == ':' ? end : 0;
        }
        for (MetricType type : MetricType.values()) {
            if (message.startsWith(type + " \"")) {
                int end = message.indexOf('"', type.toString().length() + 2) + 1;
                boolean ends = end == message.length() || message.startsWith(":", end) || message.startsWith("{", end);
                return ends || message.startsWith(" {", end) ? end : 0;
            }
        }
        return 0;
    }

    private static boolean isInClassName(char c) {
        return Character.isJavaIdentifierPart(c) || c == '.' || c == '/';
    }
    /** This error as one of the results of several gatherers. */
    GatherError of(String gatherer) {
        return new GatherError(
                source.equals(UNKNOWN) ? gatherer : gatherer + ": " + source, gatherer + ": " + message, cause);
    }

    /**
     * The error that foreign code (a collector, a metric, a gatherer, a function, a hook of a user's) leaves when it
     * throws: the one place that knows what such a failure costs and how it is reported.
     *
     * <p>Nothing is fatal: whatever was thrown, a lack of memory or a linkage error too, costs what the code was asked
     * for and nothing else, as one bad collector must not lose the rest. The text of an exception is foreign code as
     * well. If that throws, the class of the exception stands for it; if there is no memory for any report, the error
     * says no more than that. An {@link InterruptedException}, which foreign code can throw undeclared, sets the
     * interrupt flag of this thread again.
     *
     * @param where what failed, such as {@code collector com.example.Pool}; the {@linkplain #GatherError(String,
     *     Throwable) start of it} is the source
     * @param thrown what it threw
     * @return the error, whose message says where and what, and whose cause is {@code thrown}
     */
    public static GatherError of(String where, Throwable thrown) {
        if (thrown instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        try {
            String source = sourceOf(where);
            return thrown instanceof MetricFault || thrown instanceof BrokenValueException
                    ? new GatherError(source, where + ": " + thrown.getMessage(), null)
                    : new GatherError(source, where + ": threw " + text(thrown), thrown);
        } catch (Throwable e) {
            return UNREPORTED;
        }
    }

    /**
     * Logs the message and the exception behind it; the message alone, if the exception cannot be written, as its text
     * is foreign code. Control characters in the message are escaped: the value of a label, say, may be a stranger's,
     * who is not to add lines to the log. Throws nothing.
     *
     * @param logger the log
     * @param level how bad it is
     */
    public void log(System.Logger logger, System.Logger.Level level) {
        try {
            logger.log(level, onOneLine(message), cause);
        } catch (Throwable unwritable) {
            if (cause != null) {
                logWithoutCause(logger, level);
            }
        }
    }

    /**
     * Logs as above, to the logger of a name, which is looked up only now: that may start a whole logging system, and
     * fail with it. Throws nothing.
     *
     * @param loggerName the name of the log
     * @param level how bad it is
     */
    public void log(String loggerName, System.Logger.Level level) {
        try {
            log(System.getLogger(loggerName), level);
        } catch (Throwable e) {
            // There is no log at present.
        }
    }

    private void logWithoutCause(System.Logger logger, System.Logger.Level level) {
        try {
            logger.log(level, onOneLine(message));
        } catch (Throwable e) {
            // The log is of no use at present.
        }
    }

    private static String onOneLine(String message) {
        StringBuilder line = new StringBuilder(message.length());
        for (int i = 0; i < message.length(); i++) {
            char c = message.charAt(i);
            switch (c) {
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                case '\t' -> line.append("\\t");
                default -> {
                    if (Character.isISOControl(c) || c == LINE_SEPARATOR || c == PARAGRAPH_SEPARATOR) {
                        line.append("\\u").append(Integer.toHexString(0x10000 | c), 1, 5);
                    } else {
                        line.append(c);
                    }
                }
            }
        }
        return line.toString();
    }

    // Written out because the JDK keeps the class loader of a record whose derived methods were called.
    @Override
    public boolean equals(Object other) {
        return other instanceof GatherError that
                && source.equals(that.source)
                && message.equals(that.message)
                && Objects.equals(cause, that.cause);
    }

    @Override
    public int hashCode() {
        return Objects.hash(source, message, cause);
    }

    /**
     * The error for a person. It has nothing of the cause but what the message says, as the text of the cause is
     * foreign code.
     *
     * @return the message
     */
    @Override
    public String toString() {
        return "GatherError{" + message + "}";
    }

    /** What was thrown, for a person. */
    private static String text(Throwable thrown) {
        try {
            return thrown.toString();
        } catch (Throwable e) {
            return thrown.getClass().getName();
        }
    }
}
