package dev.fennel.http;

import java.io.IOException;
import java.io.OutputStream;

/** The body of an answer, which tells its request how it goes on. */
final class MeasuredBody extends OutputStream {
    private final OutputStream out;
    private final ServerRequest request;

    MeasuredBody(OutputStream out, ServerRequest request) {
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
