package dev.fennel.http;

import dev.fennel.http.RequestMetrics.ClientMetrics;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** Delegates to another client, and measures its requests. */
final class InstrumentedHttpClient extends HttpClient {
    private final HttpClient client;
    private final ClientMetrics metrics;
    private final HttpClientShutdown closer;

    InstrumentedHttpClient(HttpClient client, ClientMetrics metrics) {
        this.client = client;
        this.metrics = metrics;
        this.closer = new HttpClientShutdown(client);
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> bodyHandler)
            throws IOException, InterruptedException {
        checkOpen();
        ClientRequest measured = new ClientRequest(request, metrics);
        HttpResponse<T> response;
        try {
            response = client.send(request, bodyHandler);
        } catch (Throwable thrown) { // whatever it is, the request is over
            measured.accept(null, thrown);
            throw thrown;
        }
        measured.accept(response, null);
        return response;
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> bodyHandler) {
        return measured(request, () -> client.sendAsync(request, bodyHandler));
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, BodyHandler<T> bodyHandler, PushPromiseHandler<T> pushPromiseHandler) {
        return measured(request, () -> client.sendAsync(request, bodyHandler, pushPromiseHandler));
    }

    /**
     * A future that completes after the request has been recorded. It is derived from the client's own future, because
     * cancelling a derived future cancels the exchange too, as {@code HttpClient.sendAsync} promises. A derived future
     * that is cancelled never runs its action, so the request is also recorded when that future itself completes.
     */
    private <T> CompletableFuture<HttpResponse<T>> measured(
            HttpRequest request, Supplier<CompletableFuture<HttpResponse<T>>> sending) {
        try {
            checkOpen();
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
        ClientRequest measured = new ClientRequest(request, metrics);
        CompletableFuture<HttpResponse<T>> recorded;
        try {
            recorded = sending.get().whenComplete(measured);
        } catch (Throwable thrown) { // the client refused the request
            measured.accept(null, thrown);
            throw thrown;
        }
        CompletableFuture<?> unused = recorded.whenComplete(measured); // nobody waits for this one
        return recorded;
    }

    /** Throws what a client of Java 21 throws. */
    private void checkOpen() throws IOException {
        if (closer.isShutdown()) {
            throw new IOException("closed");
        }
    }

    @Override
    public WebSocket.Builder newWebSocketBuilder() {
        return client.newWebSocketBuilder();
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return client.cookieHandler();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return client.connectTimeout();
    }

    @Override
    public Redirect followRedirects() {
        return client.followRedirects();
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return client.proxy();
    }

    @Override
    public SSLContext sslContext() {
        return client.sslContext();
    }

    @Override
    public SSLParameters sslParameters() {
        return client.sslParameters();
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return client.authenticator();
    }

    @Override
    public Version version() {
        return client.version();
    }

    @Override
    public Optional<Executor> executor() {
        return client.executor();
    }

    // From Java 21 on, these override methods of HttpClient, whose close() calls them.

    public void shutdown() {
        closer.shutdown();
    }

    public boolean awaitTermination(Duration duration) throws InterruptedException {
        return closer.await(duration);
    }

    public boolean isTerminated() {
        return closer.isClosed();
    }

    public void shutdownNow() {
        closer.shutdownNow();
    }
}
