package dev.fennel.httpserver;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** What handlers do, well or badly, and what is to be measured of it. */
public enum Behaviour implements HttpHandler {
    ANSWERS("200", 5, true, exchange -> {
        exchange.sendResponseHeaders(200, 5);
        exchange.getResponseBody().write(bytes("hello"));
        exchange.close();
    }),
    CLOSES_THE_BODY_ONLY("404", 4, true, exchange -> {
        exchange.sendResponseHeaders(404, 4);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes("none"));
        }
    }),
    CLOSES_NOTHING("200", 2, true, exchange -> {
        exchange.sendResponseHeaders(200, 2);
        exchange.getResponseBody().write('o');
        exchange.getResponseBody().write('k');
        exchange.getResponseBody().flush();
    }),
    SENDS_NO_BODY("204", 0, true, exchange -> exchange.sendResponseHeaders(204, -1)),
    SENDS_AN_EMPTY_BODY("200", 0, true, exchange -> {
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().close();
    }),
    STREAMS("201", 6, true, exchange -> {
        exchange.sendResponseHeaders(201, 0);
        for (String piece : new String[] {"a", "bc", "def"}) {
            exchange.getResponseBody().write(bytes(piece));
            exchange.getResponseBody().flush();
        }
        exchange.close();
    }),
    SENDS_AN_ODD_CODE("unknown", 0, true, exchange -> {
        exchange.sendResponseHeaders(799, -1);
        exchange.close();
    }),
    CLOSES_EARLY("200", 3, true, exchange -> {
        exchange.sendResponseHeaders(200, 10);
        exchange.getResponseBody().write(bytes("abc"));
        exchange.close();
    }),
    CLOSES_TWICE("500", 1, true, exchange -> {
        exchange.sendResponseHeaders(500, 1);
        exchange.getResponseBody().write('!');
        exchange.getResponseBody().close();
        exchange.close();
        exchange.close();
    }),
    NEVER_ANSWERS("unknown", 0, false, HttpExchange::close),
    THROWS_AT_ONCE("500", 0, false, exchange -> {
        throw new IllegalStateException("broken");
    }),
    THROWS_IN_THE_BODY("202", 2, true, exchange -> {
        exchange.sendResponseHeaders(202, 0);
        exchange.getResponseBody().write(bytes("ab"));
        throw new IOException("broken");
    });

    public final String code;
    public final int written;
    public final boolean sendsHeaders;
    private final HttpHandler handler;

    Behaviour(String code, int written, boolean sendsHeaders, HttpHandler handler) {
        this.code = code;
        this.written = written;
        this.sendsHeaders = sendsHeaders;
        this.handler = handler;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        handler.handle(exchange);
    }

    public boolean fails() {
        return name().startsWith("THROWS");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
