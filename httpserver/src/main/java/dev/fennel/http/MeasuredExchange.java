package dev.fennel.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpPrincipal;
import dev.fennel.httpserver.internal.Nullable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;

/** Delegates to another exchange, and reports to a {@link ExchangeRequest} what is sent. */
final class MeasuredExchange extends HttpExchange {
    private final HttpExchange exchange;
    private final ExchangeRequest request;

    /** Null until the handler gets it. */
    private @Nullable OutputStream responseBody;

    MeasuredExchange(HttpExchange exchange, ExchangeRequest request) {
        this.exchange = exchange;
        this.request = request;
    }

    @Override
    public void sendResponseHeaders(int code, long length) throws IOException {
        exchange.sendResponseHeaders(code, length);
        request.sentHeaders(code, length);
    }

    @Override
    public OutputStream getResponseBody() {
        if (responseBody == null) {
            responseBody = new MeasuredBody(exchange.getResponseBody(), request);
        }
        return responseBody;
    }

    /** The new output stream wraps the one before, which still measures what arrives there. */
    @Override
    public void setStreams(@Nullable InputStream in, @Nullable OutputStream out) {
        exchange.setStreams(in, out);
        if (out != null) {
            responseBody = out;
        }
    }

    @Override
    public void close() {
        try {
            exchange.close();
        } finally {
            request.answered();
        }
    }

    @Override
    public Headers getRequestHeaders() {
        return exchange.getRequestHeaders();
    }

    @Override
    public Headers getResponseHeaders() {
        return exchange.getResponseHeaders();
    }

    @Override
    public URI getRequestURI() {
        return exchange.getRequestURI();
    }

    @Override
    public String getRequestMethod() {
        return exchange.getRequestMethod();
    }

    @Override
    public HttpContext getHttpContext() {
        return exchange.getHttpContext();
    }

    @Override
    public InputStream getRequestBody() {
        return exchange.getRequestBody();
    }

    @Override
    public InetSocketAddress getRemoteAddress() {
        return exchange.getRemoteAddress();
    }

    @Override
    public int getResponseCode() {
        return exchange.getResponseCode();
    }

    @Override
    public InetSocketAddress getLocalAddress() {
        return exchange.getLocalAddress();
    }

    @Override
    public String getProtocol() {
        return exchange.getProtocol();
    }

    @Override
    public @Nullable Object getAttribute(String name) {
        return exchange.getAttribute(name);
    }

    @Override
    public void setAttribute(String name, @Nullable Object value) {
        exchange.setAttribute(name, value);
    }

    @Override
    public @Nullable HttpPrincipal getPrincipal() {
        return exchange.getPrincipal();
    }
}
