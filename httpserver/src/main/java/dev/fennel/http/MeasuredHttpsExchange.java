package dev.fennel.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpPrincipal;
import com.sun.net.httpserver.HttpsExchange;
import dev.fennel.httpserver.internal.Nullable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import javax.net.ssl.SSLSession;

/**
 * A {@link MeasuredExchange} that is an {@code HttpsExchange}, for handlers that check for one. The two cannot share
 * their code, because {@code HttpsExchange} is an abstract class of the JDK.
 */
final class MeasuredHttpsExchange extends HttpsExchange {
    private final HttpsExchange secure;
    private final HttpExchange measured;

    MeasuredHttpsExchange(HttpsExchange exchange, ExchangeRequest request) {
        this.secure = exchange;
        this.measured = new MeasuredExchange(exchange, request);
    }

    @Override
    public SSLSession getSSLSession() {
        return secure.getSSLSession();
    }

    @Override
    public void sendResponseHeaders(int code, long length) throws IOException {
        measured.sendResponseHeaders(code, length);
    }

    @Override
    public OutputStream getResponseBody() {
        return measured.getResponseBody();
    }

    @Override
    public void setStreams(@Nullable InputStream in, @Nullable OutputStream out) {
        measured.setStreams(in, out);
    }

    @Override
    public void close() {
        measured.close();
    }

    @Override
    public Headers getRequestHeaders() {
        return measured.getRequestHeaders();
    }

    @Override
    public Headers getResponseHeaders() {
        return measured.getResponseHeaders();
    }

    @Override
    public URI getRequestURI() {
        return measured.getRequestURI();
    }

    @Override
    public String getRequestMethod() {
        return measured.getRequestMethod();
    }

    @Override
    public HttpContext getHttpContext() {
        return measured.getHttpContext();
    }

    @Override
    public InputStream getRequestBody() {
        return measured.getRequestBody();
    }

    @Override
    public InetSocketAddress getRemoteAddress() {
        return measured.getRemoteAddress();
    }

    @Override
    public int getResponseCode() {
        return measured.getResponseCode();
    }

    @Override
    public InetSocketAddress getLocalAddress() {
        return measured.getLocalAddress();
    }

    @Override
    public String getProtocol() {
        return measured.getProtocol();
    }

    @Override
    public @Nullable Object getAttribute(String name) {
        return measured.getAttribute(name);
    }

    @Override
    public void setAttribute(String name, @Nullable Object value) {
        measured.setAttribute(name, value);
    }

    @Override
    public @Nullable HttpPrincipal getPrincipal() {
        return measured.getPrincipal();
    }
}
