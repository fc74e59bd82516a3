package dev.fennel.exposition.scrape;

import dev.fennel.registry.GatherError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who failed in a scrape and how often, in a form that anybody may read: the sources of errors, never their messages,
 * since the text of an exception can contain a password. Bounded in the number of sources and in the length of each.
 */
final class FailedSources {
    static final int MAX_SOURCES = 20;
    static final int MAX_LENGTH = 200;

    private FailedSources() {}

    /**
     * Counts errors by their source, in the order in which the sources come first.
     *
     * @return the first sources; what the others have in common is not in here
     */
    static Map<String, Integer> count(List<GatherError> errors) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (GatherError error : errors) {
            String source = printable(error.source());
            if (counts.size() < MAX_SOURCES || counts.containsKey(source)) {
                counts.merge(source, 1, Integer::sum);
            }
        }
        return counts;
    }

    /** A line for each source, and one for all that there was no room for. */
    static String lines(List<GatherError> errors) {
        StringBuilder lines = new StringBuilder();
        int more = errors.size();
        for (Map.Entry<String, Integer> entry : count(errors).entrySet()) {
            lines.append(entry.getKey())
                    .append(": ")
                    .append(errors(entry.getValue()))
                    .append('\n');
            more -= entry.getValue();
        }
        if (more > 0) {
            lines.append("and ").append(errors(more)).append(" more, of others\n");
        }
        return lines.toString();
    }

    static String errors(long count) {
        return count == 1 ? "1 error" : count + " errors";
    }

    /** A source in one line, cut where it is too long. Names of collectors and labels are a user's text. */
    static String printable(String source) {
        StringBuilder text = new StringBuilder(Math.min(source.length(), MAX_LENGTH) + 3);
        for (int i = 0; i < source.length() && i < MAX_LENGTH; i++) {
            char c = source.charAt(i);
            text.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '?' : c);
        }
        return source.length() > MAX_LENGTH ? text.append("...").toString() : text.toString();
    }
}
