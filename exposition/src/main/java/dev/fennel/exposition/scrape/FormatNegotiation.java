package dev.fennel.exposition.scrape;

import dev.fennel.exposition.EscapingScheme;
import dev.fennel.exposition.Format;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * Finds the format that a client wants, from what it says in {@code Accept}.
 *
 * <p>The clause with the highest quality value that names a format decides, the first of several that are equal; its
 * own parameter {@code escaping} alone says how names are written. (client_golang sorts by specificity first, accepts
 * {@code q=0}, and applies the parameter of a clause that it passed over.) A clause that breaks the grammar is passed
 * over, as the client may still mean the others; and so is a wildcard, which asks for nothing in particular. The time
 * taken grows linearly with the header, however it is made.
 */
public final class FormatNegotiation {
    private static final List<EscapingScheme> SCHEMES = List.of(EscapingScheme.values());

    private FormatNegotiation() {}

    /**
     * The format that a client asks for. A {@link Scraper} finds it by itself; this is for those who encode and send
     * themselves.
     *
     * @param acceptHeaders the values of all {@code Accept} headers of the request, empty if it has none
     * @return a format, {@link Format#TEXT} if no other is asked for
     */
    public static Format negotiate(Collection<String> acceptHeaders) {
        return format(Objects.requireNonNull(acceptHeaders, "acceptHeaders"), true);
    }

    /**
     * The format to answer with.
     *
     * @param headers the values of all {@code Accept} headers, or null if there is none
     * @param openMetrics whether OpenMetrics is on offer
     */
    static Format format(Collection<String> headers, boolean openMetrics) {
        if (headers == null) {
            return Format.TEXT;
        }
        Format best = Format.TEXT;
        int bestWeight = 0;
        for (String header : headers) {
            for (int start = 0, end; start < header.length(); start = end + 1) {
                end = MediaRange.end(header, start, ',');
                MediaRange range = MediaRange.parse(header.substring(start, end));
                if (range != null && range.weight() > bestWeight) {
                    Format named = named(range, openMetrics);
                    best = named == null ? best : named;
                    bestWeight = named == null ? bestWeight : range.weight();
                }
            }
        }
        return best;
    }

    private static Format named(MediaRange range, boolean openMetrics) {
        Format format =
                switch (range.type()) {
                    case "text/plain" -> text(range);
                    case "application/openmetrics-text" -> openMetrics ? openMetrics(range) : null;
                    case "application/vnd.google.protobuf" -> protobuf(range);
                    default -> null;
                };
        return format == null ? null : format.withEscaping(escaping(range));
    }

    /** Not version 1.0.0, which Prometheus 3 asks for but which no released client library writes. */
    private static Format text(MediaRange range) {
        return range.version() == null || range.version().equals("0.0.4") ? Format.TEXT : null;
    }

    private static Format openMetrics(MediaRange range) {
        if (range.version() == null) {
            return Format.OPENMETRICS_0_0_1; // as client_golang has it: who knows of 1.0.0 asks for it
        }
        return switch (range.version()) {
            case "1.0.0" -> Format.OPENMETRICS;
            case "0.0.1" -> Format.OPENMETRICS_0_0_1;
            default -> null;
        };
    }

    /** Protobuf in one of its encodings for people ({@code text}, {@code compact-text}) is not on offer. */
    private static Format protobuf(MediaRange range) {
        boolean families = "io.prometheus.client.MetricFamily".equals(range.proto());
        return families && "delimited".equals(range.encoding()) ? Format.PROTOBUF : null;
    }

    /** A scheme that is not known is as if none was asked for, which every reader understands. */
    private static EscapingScheme escaping(MediaRange range) {
        for (EscapingScheme scheme : SCHEMES) {
            if (scheme.toString().equals(range.escaping())) {
                return scheme;
            }
        }
        return EscapingScheme.UNDERSCORES;
    }
}
