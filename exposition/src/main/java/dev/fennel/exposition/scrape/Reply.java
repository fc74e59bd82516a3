package dev.fennel.exposition.scrape;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a {@link Scraper} replies to a request, before it is known how it is sent.
 *
 * @param status the HTTP status
 * @param headers what the headers say, but for the length; may be added to
 * @param bytes begin with the body
 * @param length the length of the body
 * @param release gives back what the reply holds; to be run once, when the body is not needed any more
 */
record Reply(int status, Map<String, String> headers, byte[] bytes, int length, Runnable release) {
    private static final Runnable NOTHING = () -> {};

    static Reply notAllowed() {
        Reply reply = text(405, "metrics are read with GET or HEAD\n", NOTHING);
        reply.headers.put("Allow", "GET, HEAD");
        return reply;
    }

    static Reply unavailable(String text) {
        return text(503, text, NOTHING);
    }

    static Reply failed(String errors, Runnable release) {
        return text(500, "An error has occurred while serving metrics:\n\n" + errors + "\n", release);
    }

    /** A short text, never to be taken for something else by a browser. */
    private static Reply text(int status, String text, Runnable release) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "text/plain; charset=utf-8");
        headers.put("X-Content-Type-Options", "nosniff");
        return new Reply(status, headers, body, body.length, release);
    }
}
