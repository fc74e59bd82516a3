package dev.fennel.exposition.scrape;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What to answer to a scrape: status, headers, and a body that is complete and whose length is known.
 *
 * <p>The body stands in memory that the next scrape uses again, so the answer is closed once the body is sent, by
 * whatever thread has sent it; until then it counts as a request in flight. Used by one thread at a time.
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
     * The headers to send, but for {@code Content-Length}, which servers have a place of its own for.
     *
     * @return values by names, in the order to send them; not to be changed
     */
    public Map<String, String> headers() {
        return headers;
    }

    /**
     * What {@code Content-Length} says. It is the length of the body, except for HEAD, to which there is no body and
     * where this is the length that GET would have.
     *
     * @return a number of bytes
     */
    public int contentLength() {
        return reply.length();
    }

    /**
     * Writes the body; to HEAD, nothing.
     *
     * @param out takes the bytes; neither flushed nor closed
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
     * @return a view that cannot be written to, valid until this answer is closed; empty for HEAD
     * @throws IllegalStateException if this answer is closed
     */
    public ByteBuffer toByteBuffer() {
        checkOpen();
        return ByteBuffer.wrap(reply.bytes(), 0, bodyLength).slice().asReadOnlyBuffer();
    }

    /**
     * A copy of the body, for what outlives this answer.
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

    /** Gives back the memory of the body. Closing again does nothing. */
    @Override
    public void close() {
        // Memory that is given back twice would be used by two scrapes at once.
        if (closed.compareAndSet(false, true)) {
            reply.release().run();
            whenClosed.run();
        }
    }
}
