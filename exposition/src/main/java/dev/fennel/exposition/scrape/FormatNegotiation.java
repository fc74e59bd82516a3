package dev.fennel.exposition.scrape;

import dev.fennel.exposition.EscapingScheme;
import dev.fennel.exposition.Format;
import dev.fennel.exposition.internal.Nullable;
import dev.fennel.exposition.scrape.QualityValues.Clause;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * Chooses the format of an answer by the header {@code Accept}.
 *
 * <p>Of the clauses that name a format, the one with the highest quality value decides; of several that are equal, the
 * first. Only the parameter {@code escaping} of that clause says how names are written. (client_golang sorts by
 * specificity first, accepts {@code q=0}, and applies the parameter of a clause that it has rejected.) Wildcards are
 * skipped, because they ask for nothing in particular, and so are clauses that break the grammar, because the client
 * may still mean the others. The time taken grows linearly with the header, whatever it contains.
 */
public final class FormatNegotiation {
    private static final List<EscapingScheme> SCHEMES = List.of(EscapingScheme.values());

    private final boolean openMetrics;
    private Format best = Format.TEXT;
    private int bestQuality;

    private FormatNegotiation(boolean openMetrics) {
        this.openMetrics = openMetrics;
    }

    /**
     * The format that a client asks for. A {@link Scraper} calls this by itself; it is public for callers that encode
     * and send metrics without one.
     *
     * @param acceptHeaders the values of all {@code Accept} headers of the request, empty if it has none
     * @return a format; {@link Format#TEXT} if no other is asked for
     */
    public static Format negotiate(Collection<String> acceptHeaders) {
        return format(Objects.requireNonNull(acceptHeaders, "acceptHeaders"), true);
    }

    /**
     * The format to answer with.
     *
     * @param headers the values of all {@code Accept} headers; null if there is none
     * @param openMetrics whether OpenMetrics is on offer
     */
    static Format format(@Nullable Collection<String> headers, boolean openMetrics) {
        FormatNegotiation negotiation = new FormatNegotiation(openMetrics);
        if (headers != null) {
            QualityValues.forEachClause(headers, negotiation::consider);
        }
        return negotiation.best;
    }

    private void consider(Clause clause) {
        if (clause.quality() > bestQuality) {
            Format named = named(clause);
            if (named != null) {
                best = named;
                bestQuality = clause.quality();
            }
        }
    }

    /** The format that a clause names; null if it names none that is on offer. */
    private @Nullable Format named(Clause clause) {
        Format format =
                switch (clause.value()) {
                    case "text/plain" -> text(clause);
                    case "application/openmetrics-text" -> openMetrics ? openMetrics(clause) : null;
                    case "application/vnd.google.protobuf" -> protobuf(clause);
                    default -> null;
                };
        return format == null ? null : format.withEscaping(escaping(clause));
    }

    /**
     * Version 1.0.0 is what Prometheus 3 calls the text format if it may ask for an escaping scheme. As with
     * client_golang, the answer is announced as version 0.0.4, with the scheme.
     */
    private static @Nullable Format text(Clause clause) {
        String version = clause.parameter("version");
        return version == null || version.equals("0.0.4") || version.equals("1.0.0") ? Format.TEXT : null;
    }

    private static @Nullable Format openMetrics(Clause clause) {
        String version = clause.parameter("version");
        if (version == null) {
            return Format.OPENMETRICS_0_0_1; // as in client_golang: a client that understands 1.0.0 asks for it
        }
        return switch (version) {
            case "2.0.0" -> Format.OPENMETRICS_2_0;
            case "1.0.0" -> Format.OPENMETRICS;
            case "0.0.1" -> Format.OPENMETRICS_0_0_1;
            default -> null;
        };
    }

    /**
     * Only delimited messages: the encodings {@code text} and {@code compact-text}, made for people, are not on offer.
     */
    private static @Nullable Format protobuf(Clause clause) {
        boolean families = "io.prometheus.client.MetricFamily".equals(clause.parameter("proto"));
        return families && "delimited".equals(clause.parameter("encoding")) ? Format.PROTOBUF : null;
    }

    /** An unknown scheme counts as none. Every reader understands what is written then. */
    private static EscapingScheme escaping(Clause clause) {
        String name = clause.parameter("escaping");
        for (EscapingScheme scheme : SCHEMES) {
            if (scheme.toString().equals(name)) {
                return scheme;
            }
        }
        return EscapingScheme.UNDERSCORES;
    }
}
