package dev.fennel.exposition.scrape;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The answer to a scrape: status, headers, and a complete body of known length.
 *
 * <p>The body is in memory that the next scrape will use again, so close the answer as soon as the body is sent. Any
 * thread may close it. Until then it counts as a request in flight. Used by one thread at a time.
 */
public final class ScrapeAnswer implements AutoCloseable {
    private final Reply reply;
    private final Map<String, String> headers;
    private final int bodyLength;
    private final Runnable whenClosed;
    private final AtomicBoolean closed = new AtomicBoolean();

    ScrapeAnswer(Reply reply, boolean head, Runnable whenClosed) {
        this.reply = reply;
        this.headers = Collections.unmodifiableMap(reply.headers());
        this.bodyLength = head ? 0 : reply.length();
        this.whenClosed = whenClosed;
    }

    /**
     * The HTTP status.
     *
     * @return 200, 405, 500 or 503
     */
    public int status() {
        return reply.status();
    }

    /**
     * The headers to send, except {@code Content-Length}, for which servers have a separate method.
     *
     * @return an unmodifiable map of values by names, in the order to send them
     */
    public Map<String, String> headers() {
        return headers;
    }

    /**
     * The value of {@code Content-Length}: the length of the body. The answer to HEAD has no body; there this is the
     * length that the answer to GET would have.
     *
     * @return a number of bytes
     */
    public int contentLength() {
        return reply.length();
    }

    /**
     * Writes the body, or nothing for HEAD.
     *
     * @param out receives the bytes; neither flushed nor closed
     * @throws IOException if {@code out} throws it
     * @throws IllegalStateException if this answer is closed
     */
    public void writeTo(OutputStream out) throws IOException {
        checkOpen();
        out.write(reply.bytes(), 0, bodyLength);
    }

    /**
     * The body, without copying it.
     *
     * @return a read-only view, valid until this answer is closed; empty for HEAD
     * @throws IllegalStateException if this answer is closed
     */
    public ByteBuffer toByteBuffer() {
        checkOpen();
        return ByteBuffer.wrap(reply.bytes(), 0, bodyLength).slice().asReadOnlyBuffer();
    }

    /**
     * A copy of the body, which stays valid when this answer is closed.
     *
     * @return a new array; empty for HEAD
     * @throws IllegalStateException if this answer is closed
     */
    public byte[] toByteArray() {
        checkOpen();
        return Arrays.copyOf(reply.bytes(), bodyLength);
    }

    private void checkOpen() {
        if (closed.get()) {
            throw new IllegalStateException("the answer is closed, its body is not there any more");
        }
    }

    /** Releases the memory of the body. Closing again does nothing. */
    @Override
    public void close() {
        // If memory were given back twice, two scrapes would use it at once.
        if (closed.compareAndSet(false, true)) {
            try {
                reply.release().run();
            } finally {
                whenClosed.run();
            }
        }
    }

    /**
     * What a {@link Scraper} replies to a request: an answer in the making, whose headers may still change.
     *
     * @param status the HTTP status
     * @param headers all headers except the length; a modifiable map
     * @param bytes an array with the body at its beginning
     * @param length the length of the body
     * @param release gives back what the reply holds; run once, when the body is no longer needed
     */
    record Reply(int status, Map<String, String> headers, byte[] bytes, int length, Runnable release) {
        static final String INTERRUPTED = "Interrupted while metrics were gathered.\n";

        private static final Runnable NOTHING = () -> {};

        static Reply notAllowed() {
            Reply reply = text(405, "metrics are read with GET or HEAD\n");
            reply.headers.put("Allow", "GET, HEAD");
            return reply;
        }

        static Reply unavailable(String text) {
            return text(503, text);
        }

        static Reply failed(String errors) {
            return text(500, "An error has occurred while serving metrics:\n\n" + errors);
        }

        /** The same reply, which also does something else when it is released. */
        Reply alsoReleasing(Runnable more) {
            return new Reply(status, headers, bytes, length, () -> {
                try {
                    release.run();
                } finally {
                    more.run();
                }
            });
        }

        /** A short text, which a browser must not take for anything else. */
        private static Reply text(int status, String text) {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("Content-Type", "text/plain; charset=utf-8");
            headers.put("X-Content-Type-Options", "nosniff");
            return new Reply(status, headers, body, body.length, NOTHING);
        }
    }
}
