package dev.fennel.exposition.scrape;

import java.util.Collection;
import java.util.Locale;

/**
 * What a client says in {@code Accept-Encoding} about the two encodings on offer, gzip and identity (RFC 9110, section
 * 12.5.3).
 *
 * <p>A clause that breaks the grammar is passed over, as the client may still mean the others. The time taken grows
 * linearly with the header, however it is made.
 */
final class AcceptEncoding {
    private static final int UNSAID = -1;

    private int gzip = UNSAID;
    private int identity = UNSAID;
    private int others = UNSAID;

    private AcceptEncoding() {}

    /**
     * Whether to compress: the client accepts gzip, and does not like identity better.
     *
     * @param headers the values of all {@code Accept-Encoding} headers, or null if there is none
     * @return true for gzip, false for identity
     */
    static boolean prefersGzip(Collection<String> headers) {
        if (headers == null) {
            return false;
        }
        AcceptEncoding accepted = new AcceptEncoding();
        headers.forEach(accepted::addHeader);
        int gzip = accepted.orOthers(accepted.gzip);
        return gzip > 0 && gzip >= accepted.orOthers(accepted.identity);
    }

    private int orOthers(int weight) {
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
        int weight = semicolon < 0
                ? QualityValue.DEFAULT
                : weight(clause.substring(semicolon + 1).strip());
        if (weight == QualityValue.INVALID) {
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

    private static int weight(String parameter) {
        boolean named = parameter.startsWith("q=") || parameter.startsWith("Q=");
        return named ? QualityValue.parse(parameter.substring(2)) : QualityValue.INVALID;
    }
}
