package dev.fennel.exposition.scrape;

import dev.fennel.testing.GatheredMetrics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The answer to a request: a copy, as the answer itself is closed.
 *
 * @param bytes the body
 */
public record Scraped(int status, Map<String, String> headers, int contentLength, byte[] bytes) {
    /** Gets the metrics, with request headers as alternating names and values. */
    public static Scraped get(Scraper scraper, String... headers) {
        return request(scraper, "GET", null, headers);
    }

    public static Scraped query(Scraper scraper, String query, String... headers) {
        return request(scraper, "GET", query, headers);
    }

    static Scraped request(Scraper scraper, String method, String query, String... headers) {
        Map<String, List<String>> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 0; i < headers.length; i += 2) {
            byName.put(headers[i], List.of(headers[i + 1]));
        }
        try (ScrapeAnswer answer = scraper.scrape(method, byName::get, query)) {
            return new Scraped(
                    answer.status(), Map.copyOf(answer.headers()), answer.contentLength(), answer.toByteArray());
        }
    }

    public String body() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The body as text; it must not be compressed. */
    GatheredMetrics metrics() {
        return GatheredMetrics.parse(body());
    }

    String contentType() {
        return headers.get("Content-Type");
    }
}
