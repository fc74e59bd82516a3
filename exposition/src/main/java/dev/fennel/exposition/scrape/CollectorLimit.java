package dev.fennel.exposition.scrape;

import dev.fennel.exposition.internal.Nullable;
import java.time.Duration;
import java.util.Collection;

/**
 * How long the custom collectors of a scrape may take, so that the rest can still be served when one of them hangs.
 *
 * <p>Prometheus sends how long it will wait. What is left of that for collectors is the time less a margin for encoding
 * and sending. A header that is not a positive number is ignored. Values below half a second or above two minutes are
 * replaced by these bounds. Otherwise a stranger could make a scrape hold its place for hours, or leave collectors no
 * time.
 */
final class CollectorLimit {
    static final String HEADER = "X-Prometheus-Scrape-Timeout-Seconds";

    private static final Duration DEFAULT = Duration.ofSeconds(10);
    private static final long MAX_MARGIN_NANOS = 500_000_000;
    private static final double MIN_SECONDS = 0.5;
    private static final double MAX_SECONDS = 120;
    private static final int MAX_LENGTH = 32;

    /** Null if it was not set. */
    private final @Nullable Duration longest;
    /** After which a request gets 503; null for no limit. */
    private final @Nullable Duration scrapeTimeout;

    CollectorLimit(@Nullable Duration longest, @Nullable Duration scrapeTimeout) {
        this.longest = longest;
        this.scrapeTimeout = scrapeTimeout;
    }

    /**
     * The limit of one scrape.
     *
     * @param header the values of {@link #HEADER}, null or empty if there are none; the first counts
     */
    Duration of(@Nullable Collection<String> header) {
        double seconds = header == null || header.isEmpty()
                ? Double.NaN
                : seconds(header.iterator().next());
        Duration limit = longest == null ? DEFAULT : longest;
        if (seconds > 0) {
            double clamped = Math.max(MIN_SECONDS, Math.min(seconds, MAX_SECONDS));
            Duration asked = lessMargin((long) (clamped * 1e9));
            limit = longest == null ? asked : shorter(asked, longest);
        }
        return scrapeTimeout == null ? limit : shorter(limit, lessMargin(scrapeTimeout.toNanos()));
    }

    /** Not a number if the text is none. */
    private static double seconds(@Nullable String text) {
        if (text == null || text.length() > MAX_LENGTH) {
            return Double.NaN;
        }
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private static Duration lessMargin(long nanos) {
        return Duration.ofNanos(nanos - Math.min(nanos / 10, MAX_MARGIN_NANOS));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
