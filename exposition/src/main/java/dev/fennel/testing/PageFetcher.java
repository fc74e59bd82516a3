package dev.fennel.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.stream.Collectors.joining;

import dev.fennel.exposition.Format;
import dev.fennel.exposition.internal.Nullable;
import dev.fennel.exposition.internal.Visible;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;

/**
 * Fetches a page of metrics, as the Prometheus server does. Any status but 200, any format but the requested one, a
 * body that is compressed although that was not requested, and one that is too long or comes too slowly is an
 * {@link AssertionError}. A user and a password in the URL are sent by basic authentication, and never shown.
 *
 * <p>A timeout of a connection is one of each read, and a server can make a header of any number of reads. So a thread
 * of its own fetches the page, and the caller waits for it no longer than the limit. Then the connection is closed,
 * which ends that thread: at once while it reads the head of the answer, after the present step while it reads the
 * body.
 */
final class PageFetcher {
    /** The limit of each step: the connection, and each part of the answer. */
    private static final int STEP_MILLIS = 10_000;

    private static final int MAX_MILLIS = 30_000;
    private static final int MAX_BYTES = 64 << 20;
    private static final int MAX_EXCERPT = 500;

    private final URI uri;
    private final Format format;
    private final int maxMillis;
    private final int maxBytes;

    PageFetcher(URI uri, Format format, int maxMillis, int maxBytes) {
        this.uri = uri;
        this.format = format;
        this.maxMillis = maxMillis;
        this.maxBytes = maxBytes;
    }

    /** Returns the body of the page, which has the media type of the format. */
    static byte[] fetch(URI uri, Format format) {
        return new PageFetcher(uri, format, MAX_MILLIS, MAX_BYTES).fetch();
    }

    byte[] fetch() {
        HttpURLConnection connection;
        try {
            connection = connect();
        } catch (IOException e) {
            throw failure(e.toString(), e);
        }
        FutureTask<byte[]> body = new FutureTask<>(() -> read(connection));
        Thread thread = new Thread(body, "fennel-page-fetcher");
        thread.setDaemon(true);
        thread.start();
        try {
            return body.get(maxMillis, MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            // A new error, so that its stack leads to the test.
            throw cause instanceof AssertionError
                    ? new AssertionError(cause.getMessage(), cause)
                    : failure(String.valueOf(cause), cause);
        } catch (TimeoutException e) {
            throw failure("expected the whole answer within " + maxMillis + " ms, got only a part of it", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("interrupted", e);
        } finally {
            if (!body.cancel(true)) {
                connection.disconnect();
            } else {
                // Closing may wait for the step that the other thread is in.
                Thread closing = new Thread(connection::disconnect, "fennel-page-closer");
                closing.setDaemon(true);
                closing.start();
            }
        }
    }

    private HttpURLConnection connect() throws IOException {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if ((!scheme.equals("http") && !scheme.equals("https")) || uri.getHost() == null) {
            throw new IllegalArgumentException("expected an http or https URL with a host, got \"" + shown(uri) + "\"");
        }
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        if (uri.getUserInfo() != null) {
            String credentials =
                    Base64.getEncoder().encodeToString(uri.getUserInfo().getBytes(UTF_8));
            connection.setRequestProperty("Authorization", "Basic " + credentials);
            connection.setInstanceFollowRedirects(false); // or the password would go there too
        }
        connection.setConnectTimeout(STEP_MILLIS);
        connection.setReadTimeout(STEP_MILLIS);
        connection.setUseCaches(false);
        connection.setRequestProperty("Accept", format.contentType());
        connection.setRequestProperty("X-Fennel-Look", "1"); // so that a Scraper resets nothing for this
        return connection;
    }

    private byte[] read(HttpURLConnection connection) throws IOException {
        int status = connection.getResponseCode();
        if (status != HttpURLConnection.HTTP_OK) {
            throw failure("expected status 200, got " + status + excerpt(connection), null);
        }
        String type = String.valueOf(connection.getContentType());
        if (!mediaType(type).equals(mediaType(format.contentType()))) {
            throw failure(
                    "expected the content type " + mediaType(format.contentType()) + ", got " + Visible.of(type), null);
        }
        String encoding = connection.getContentEncoding();
        if (encoding != null && !encoding.strip().equalsIgnoreCase("identity")) {
            throw failure(
                    "expected a body that is not compressed, as none was requested, got the content encoding "
                            + Visible.of(encoding),
                    null);
        }
        try (InputStream in = connection.getInputStream()) {
            return readBody(in);
        }
    }

    private byte[] readBody(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] part = new byte[8192];
        for (int length = in.read(part); length >= 0; length = in.read(part)) {
            if (length > maxBytes - body.size()) {
                throw failure("expected a body of at most " + maxBytes + " bytes, got more", null);
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("nobody waits for the page any more");
            }
            body.write(part, 0, length);
        }
        return body.toByteArray();
    }

    private AssertionError failure(String problem, @Nullable Throwable cause) {
        return new AssertionError("GET " + shown(uri) + ": " + problem, cause);
    }

    /** A URL without the user and the password. */
    static String shown(URI uri) {
        return uri.toString().replace("//" + uri.getRawUserInfo() + "@", "//");
    }

    /** The media type without its parameters, except that OpenMetrics 2.0 is another type than 1.0. */
    private static String mediaType(String contentType) {
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return contentType.replace("\"", "").contains("version=2.0.0") ? type + "; version=2.0.0" : type;
    }

    /** The start of the body of an error, behind a colon; empty if there is no body. */
    private static String excerpt(HttpURLConnection connection) throws IOException {
        try (InputStream body = connection.getErrorStream()) {
            String text = body == null ? "" : new String(body.readNBytes(MAX_EXCERPT), UTF_8).strip();
            return text.isEmpty() ? "" : text.lines().map(Visible::of).collect(joining("\n", ":\n", ""));
        }
    }
}
