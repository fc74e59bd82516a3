package dev.fennel.exposition.scrape;

import dev.fennel.exposition.internal.Nullable;
import java.util.Collection;

/**
 * What a client says in {@code Accept-Encoding} about the two encodings on offer, gzip and identity (RFC 9110, section
 * 12.5.3). {@link QualityValues} reads the clauses.
 */
final class AcceptEncoding {
    private static final int NOT_NAMED = -1;

    private int gzip = NOT_NAMED;
    private int identity = NOT_NAMED;
    private int others = NOT_NAMED;

    private AcceptEncoding() {}

    /**
     * Whether to compress: the client accepts gzip, and does not prefer identity.
     *
     * @param headers the values of all {@code Accept-Encoding} headers; null if there is none
     * @return true for gzip, false for identity
     */
    static boolean prefersGzip(@Nullable Collection<String> headers) {
        if (headers == null) {
            return false;
        }
        AcceptEncoding accepted = new AcceptEncoding();
        QualityValues.forEachClause(headers, accepted::add);
        int gzip = accepted.orOthers(accepted.gzip);
        return gzip > 0 && gzip >= accepted.orOthers(accepted.identity);
    }

    private int orOthers(int quality) {
        return quality == NOT_NAMED ? others : quality;
    }

    /** Keeps the highest quality of an encoding that is named more than once. */
    private void add(QualityValues.Clause clause) {
        if (!clause.bare()) {
            return; // an encoding has no parameters, so this breaks the grammar
        }
        int quality = clause.quality();
        switch (clause.value()) {
            case "gzip", "x-gzip" -> gzip = Math.max(gzip, quality);
            case "identity" -> identity = Math.max(identity, quality);
            case "*" -> others = Math.max(others, quality);
            default -> {} // an encoding that is not on offer
        }
    }
}
