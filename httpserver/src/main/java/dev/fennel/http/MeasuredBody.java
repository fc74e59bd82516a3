package dev.fennel.http;

import java.io.IOException;
import java.io.OutputStream;

/**
 * The body of an answer, which reports to its {@link ExchangeRequest} what is written and when it is closed.
 *
 * <p>Assumption: one thread at a time uses it, as with any output stream; a handler that passes it to another thread
 * does so safely.
 *
 * <p>Guarantees:
 *
 * <ol>
 *   <li>Only bytes that were written without an exception are counted, and only after they were written. So a request
 *       is not recorded before the last announced byte has been written.
 *   <li>The answer is over when the body is closed, even if closing it throws: otherwise a client that has gone away
 *       would leave its request in flight for ever.
 * </ol>
 */
final class MeasuredBody extends OutputStream {
    private final OutputStream out;
    private final ExchangeRequest request;

    MeasuredBody(OutputStream out, ExchangeRequest request) {
        this.out = out;
        this.request = request;
    }

    @Override
    public void write(int b) throws IOException {
        out.write(b);
        request.wrote(1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        request.wrote(length);
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        try {
            out.close();
        } finally {
            request.answered();
        }
    }
}
