package dev.fennel.httpserver;

import com.sun.net.httpserver.HttpExchange;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;

/**
 * Sends answers to GET and HEAD requests whose body is complete before the first byte is sent, so that its length is
 * known.
 */
final class Answer {
    private static final Logger LOGGER = System.getLogger("dev.fennel.httpserver");

    private Answer() {}

    /** Writes a body of known length. */
    @FunctionalInterface
    interface Body {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Sends a short text, marked so that no browser takes it for another type of content.
     *
     * @param exchange where to send it
     * @param status the HTTP status
     * @param text the body
     */
    static void text(HttpExchange exchange, int status, String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        send(exchange, status, body.length, out -> out.write(body));
    }

    /**
     * Answers 405 to methods that do not read.
     *
     * @param exchange the request
     * @param what begins the text of the answer: what is read here, and a verb
     * @return whether the request was refused; if so, it has its answer
     */
    static boolean refusesMethod(HttpExchange exchange, String what) {
        String method = exchange.getRequestMethod();
        if (method.equals("GET") || method.equals("HEAD")) {
            return false;
        }
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        text(exchange, 405, what + " read with GET or HEAD\n");
        return true;
    }

    /**
     * Sends status, headers and body; for HEAD, all but the body. If the client has gone away, or the exchange was cut,
     * closes the connection and throws nothing, because nobody can act on it.
     *
     * @param exchange where to send it, with the headers set except for the length
     * @param status the HTTP status
     * @param length the length of the body
     * @param body writes exactly that many bytes
     */
    static void send(HttpExchange exchange, int status, int length, Body body) {
        try {
            GuardedExchange.startSending();
            exchange.getRequestBody().close(); // reads the rest, if it is short, so that the connection can be kept
            if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.getResponseHeaders().set("Content-Length", Integer.toString(length));
                sendNoBody(exchange, status);
            } else if (length == 0) {
                sendNoBody(exchange, status);
            } else {
                exchange.sendResponseHeaders(status, length);
                try (OutputStream out = exchange.getResponseBody()) {
                    body.writeTo(new Pieces(out));
                }
            }
        } catch (IOException e) {
            LOGGER.log(Level.DEBUG, "client went away while it was answered", e);
            exchange.close();
        }
    }

    /** Passes -1, which ends the exchange after the headers; 0 would announce a body of unknown length, in chunks. */
    private static void sendNoBody(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
    }

    /**
     * Splits large writes into small ones, to save memory: the JDK's server copies each write into a buffer of twice
     * its size, which it keeps as long as the connection, and the channel below copies it again outside the heap.
     */
    private static final class Pieces extends FilterOutputStream {
        private static final int SIZE = 16 * 1024;

        Pieces(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int end = offset + length;
            for (int start = offset; start < end; start += SIZE) {
                out.write(bytes, start, Math.min(SIZE, end - start));
            }
        }
    }
}
