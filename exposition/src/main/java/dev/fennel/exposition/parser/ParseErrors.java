package dev.fennel.exposition.parser;

import dev.fennel.exposition.internal.Nullable;
import dev.fennel.registry.GatherError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What becomes of the errors in a text. The strict reading throws the first. The lenient one keeps them, each family's
 * first and no more than {@link #MAX_LISTED}, and goes on: whoever reports an error leaves the family out.
 */
final class ParseErrors {
    /** How many errors are kept. A page may have an error in each line, and nobody reads so many. */
    static final int MAX_LISTED = 100;

    /** The source of an error in a line whose metric is not known. */
    private static final String TEXT = "text";

    private final boolean lenient;
    private final List<TextParseException> listed = new ArrayList<>();
    private final Set<String> metrics = new HashSet<>();

    /** Stands for the errors that are not listed; null if there are none. */
    private @Nullable TextParseException more;

    private ParseErrors(boolean lenient) {
        this.lenient = lenient;
    }

    /** The strict reading of a text. */
    static ParseErrors thrown() {
        return new ParseErrors(false);
    }

    /** The lenient reading of a text. */
    static ParseErrors kept() {
        return new ParseErrors(true);
    }

    /** Whether the reading goes on behind an error, and accepts what the Prometheus server does. */
    boolean areKept() {
        return lenient;
    }

    /**
     * Reports an error.
     *
     * @param metric the family that it costs, or null if it is in a line without a name that could be read
     * @throws TextParseException the error, if the reading is strict
     */
    void add(TextParseException error, @Nullable String metric) {
        if (error.metric().isEmpty()) { // else it was reported at the end of its family, and is on its way to here
            error.setMetric(metric == null ? "" : metric);
        }
        if (!lenient) {
            throw error;
        }
        boolean isFirst = metric == null || metrics.add(metric);
        if (isFirst && listed.size() < MAX_LISTED) {
            listed.add(error);
        } else if (isFirst && more == null) {
            more = new TextParseException(
                    error.line(),
                    error.column(),
                    "expected at most " + MAX_LISTED + " errors, got more, which are not listed");
        }
    }

    /** Whether an error was reported that costs a family of this name. */
    boolean concern(String metric) {
        return metrics.contains(metric);
    }

    /** The errors in the order of their places, and then that there are more, if so. */
    List<GatherError> list() {
        List<TextParseException> sorted = new ArrayList<>(listed);
        sorted.sort(Comparator.comparingInt(TextParseException::line).thenComparingInt(TextParseException::column));
        if (more != null) {
            sorted.add(more);
        }
        return sorted.stream().map(ParseErrors::gatherError).toList();
    }

    private static GatherError gatherError(TextParseException error) {
        String source = error.metric().isEmpty() ? TEXT : "metric " + TextCursor.quoted(error.metric());
        return new GatherError(source, source + ": " + error.getMessage(), error);
    }
}
