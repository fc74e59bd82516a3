package dev.fennel.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fennel.exposition.Format;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Locale;

/**
 * Fetches a page of metrics, as the Prometheus server does. Any status but 200, and any format but the requested one,
 * is an {@link AssertionError}.
 */
final class PageFetcher {
    private static final int TIMEOUT_MILLIS = 10_000;
    private static final int MAX_EXCERPT = 500;

    private PageFetcher() {}

    /** Returns the body of the page, which has the media type of the format. */
    static byte[] fetch(URI uri, Format format) {
        try {
            HttpURLConnection connection = connect(uri, format);
            try {
                return read(uri, format, connection);
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            throw new AssertionError("GET " + uri + ": " + e, e);
        }
    }

    private static HttpURLConnection connect(URI uri, Format format) throws IOException {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if ((!scheme.equals("http") && !scheme.equals("https")) || uri.getHost() == null) {
            throw new IllegalArgumentException("expected an http or https URL with a host, got \"" + uri + "\"");
        }
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        connection.setUseCaches(false);
        connection.setRequestProperty("Accept", format.contentType());
        return connection;
    }

    private static byte[] read(URI uri, Format format, HttpURLConnection connection) throws IOException {
        int status = connection.getResponseCode();
        if (status != HttpURLConnection.HTTP_OK) {
            throw new AssertionError("GET " + uri + ": expected status 200, got " + status + excerpt(connection));
        }
        String type = String.valueOf(connection.getContentType());
        if (!mediaType(type).equals(mediaType(format.contentType()))) {
            throw new AssertionError(
                    "GET " + uri + ": expected the content type " + mediaType(format.contentType()) + ", got " + type);
        }
        try (InputStream body = connection.getInputStream()) {
            return body.readAllBytes();
        }
    }

    /** The media type without its parameters, except that OpenMetrics 2.0 is another type than 1.0. */
    private static String mediaType(String contentType) {
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return contentType.contains("version=2.0.0") ? type + "; version=2.0.0" : type;
    }

    /** The start of the body of an error, behind a colon; empty if there is no body. */
    private static String excerpt(HttpURLConnection connection) throws IOException {
        try (InputStream body = connection.getErrorStream()) {
            String text = body == null ? "" : new String(body.readNBytes(MAX_EXCERPT), UTF_8).strip();
            return text.isEmpty() ? "" : ":\n" + text;
        }
    }
}
