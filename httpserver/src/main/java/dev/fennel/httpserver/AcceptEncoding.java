package dev.fennel.httpserver;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a client says in {@code Accept-Encoding} about the two encodings on offer, gzip and identity (RFC 9110, section
 * 12.5.3).
 *
 * <p>A clause that breaks the grammar is passed over, as the client may still mean the others. The time taken grows
 * linearly with the header, however it is made.
 */
final class AcceptEncoding {
    private static final Pattern WEIGHT = Pattern.compile("[qQ]=(0(?:\\.[0-9]{0,3})?|1(?:\\.0{0,3})?)");
    private static final double UNSAID = -1;

    private double gzip = UNSAID;
    private double identity = UNSAID;
    private double others = UNSAID;

    private AcceptEncoding() {}

    /**
     * Whether to compress: the client accepts gzip, and does not like identity better.
     *
     * @param headers the values of all {@code Accept-Encoding} headers, or null if there is none
     * @return true for gzip, false for identity
     */
    static boolean prefersGzip(List<String> headers) {
        if (headers == null) {
            return false;
        }
        AcceptEncoding accepted = new AcceptEncoding();
        headers.forEach(accepted::addHeader);
        double gzip = accepted.orOthers(accepted.gzip);
        return gzip > 0 && gzip >= accepted.orOthers(accepted.identity);
    }

    private double orOthers(double weight) {
        return weight == UNSAID ? others : weight;
    }

    private void addHeader(String header) {
        int start = 0;
        while (start < header.length()) {
            int comma = header.indexOf(',', start);
            int end = comma < 0 ? header.length() : comma;
            addClause(header.substring(start, end));
            start = end + 1;
        }
    }

    /** Keeps the highest weight of an encoding that is named more than once. */
    private void addClause(String clause) {
        int semicolon = clause.indexOf(';');
        double weight = semicolon < 0 ? 1 : weight(clause.substring(semicolon + 1).strip());
        if (weight < 0) {
            return;
        }
        String coding = semicolon < 0 ? clause : clause.substring(0, semicolon);
        switch (coding.strip().toLowerCase(Locale.ROOT)) {
            case "gzip", "x-gzip" -> gzip = Math.max(gzip, weight);
            case "identity" -> identity = Math.max(identity, weight);
            case "*" -> others = Math.max(others, weight);
            default -> {} // an encoding that is not on offer
        }
    }

    /** The weight from 0 to 1, or {@link #UNSAID} if it is not one. */
    private static double weight(String parameter) {
        Matcher matcher = WEIGHT.matcher(parameter);
        return matcher.matches() ? Double.parseDouble(matcher.group(1)) : UNSAID;
    }
}
