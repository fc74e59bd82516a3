package dev.fennel.exposition.scrape;

import dev.fennel.exposition.internal.Nullable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Reads headers in which a client says what it accepts and how much it prefers it: {@code Accept} and
 * {@code Accept-Encoding}, which share their grammar of clauses and quality values (RFC 9110, sections 12.4.2, 12.5.1
 * and 12.5.3).
 *
 * <p>A clause that breaks the grammar is skipped, because the client may still mean the others. The time taken grows
 * linearly with the header, whatever it contains.
 */
final class QualityValues {
    /** The quality value of a clause that has none. */
    static final int DEFAULT = 1000;

    /** Stands for text that is not a quality value. */
    static final int INVALID = -1;

    private QualityValues() {}

    /**
     * One clause, such as {@code text/plain;version=0.0.4;q=0.5}.
     *
     * @param value what stands before the first semicolon, in lower case
     * @param parameters the parameters other than {@code q}: names in lower case, each followed by its value without
     *     quotes
     * @param quality the quality value, in thousandths
     * @param bare whether nothing but at most one quality value follows the value: neither another parameter nor a
     *     superfluous semicolon
     */
    record Clause(String value, List<String> parameters, int quality, boolean bare) {
        /** The value of a parameter, the last one if it is there more than once; null if it is not there. */
        @Nullable
        String parameter(String name) {
            for (int i = parameters.size() - 2; i >= 0; i -= 2) {
                if (parameters.get(i).equals(name)) {
                    return parameters.get(i + 1);
                }
            }
            return null;
        }
    }

    /**
     * Reads the clauses of a header, in their order.
     *
     * @param headers the values of all headers of the name
     * @param clauses receives each clause that does not break the grammar
     */
    static void forEachClause(Collection<String> headers, Consumer<? super Clause> clauses) {
        for (String header : headers) {
            for (int start = 0, end; start < header.length(); start = end + 1) {
                end = end(header, start, header.length(), ',');
                Clause clause = clause(header, start, end);
                if (clause != null) {
                    clauses.accept(clause);
                }
            }
        }
    }

    /** Reads a clause, where it stands in a header; null if it breaks the grammar. */
    private static @Nullable Clause clause(String text, int from, int to) {
        int valueEnd = end(text, from, to, ';');
        List<String> parameters = List.of();
        int quality = DEFAULT;
        int qualities = 0;
        int parts = 0;
        for (int start = valueEnd + 1, end; start <= to; start = end + 1) {
            end = end(text, start, to, ';');
            parts++;
            int equals = start;
            while (equals < end && text.charAt(equals) != '=') {
                equals++;
            }
            if (equals == end) {
                if (text.substring(start, end).isBlank()) {
                    continue; // RFC 9110, section 5.6.6, allows superfluous semicolons
                }
                return null;
            }
            String name = text.substring(start, equals).strip().toLowerCase(Locale.ROOT);
            String value = unquoted(text.substring(equals + 1, end).strip());
            if (name.equals("q")) {
                quality = parse(value);
                qualities++;
            } else {
                parameters = parameters.isEmpty() ? new ArrayList<>(8) : parameters;
                parameters.add(name);
                parameters.add(value);
            }
        }
        if (quality == INVALID) {
            return null;
        }
        String value = text.substring(from, valueEnd).strip().toLowerCase(Locale.ROOT);
        return new Clause(value, parameters, quality, parts == 0 || (parts == 1 && qualities == 1));
    }

    /** The index of the first separator that is not inside a quoted string, or the end of the range. */
    private static int end(String text, int from, int to, char separator) {
        boolean quoted = false;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (quoted && c == '\\') {
                i++;
            } else if (!quoted && c == separator) {
                return i;
            }
        }
        return to;
    }

    /** Removes the quotes. Backslashes stay: no value that matters here contains a character that needs one. */
    private static String unquoted(String value) {
        int last = value.length() - 1;
        return last > 0 && value.charAt(0) == '"' && value.charAt(last) == '"' ? value.substring(1, last) : value;
    }

    /**
     * Reads a quality value, such as {@code 0.75}. The grammar has three decimals at most and nothing above 1, but
     * clients send what they have computed: further decimals are left out, and what is above 1 counts as 1. What is
     * above 0 is never rounded to 0, which would mean that the client does not want it.
     *
     * @return thousandths from 0 to 1000, or {@link #INVALID}
     */
    static int parse(String text) {
        boolean hasDigits = false;
        boolean behindPoint = false;
        int thousandths = 0;
        int weight = DEFAULT; // of the digit before
        int rest = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.' && !behindPoint) {
                behindPoint = true;
            } else if (c < '0' || c > '9') {
                return INVALID;
            } else {
                int digit = c - '0';
                hasDigits = true;
                weight = behindPoint ? weight / 10 : weight;
                thousandths = Math.min(DEFAULT, thousandths + weight * digit);
                rest |= digit;
            }
        }
        return !hasDigits ? INVALID : thousandths == 0 && rest != 0 ? 1 : thousandths;
    }
}
