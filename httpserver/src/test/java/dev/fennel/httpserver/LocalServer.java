package dev.fennel.httpserver;

import com.sun.net.httpserver.Authenticator;
import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpPrincipal;
import com.sun.net.httpserver.HttpServer;
import dev.fennel.http.ServerInstrumentation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The JDK's server on loopback with one context, which reports when a request was handled and all of it recorded. */
public final class LocalServer implements AutoCloseable {
    /** How a measured handler is put into the context. */
    public enum Way {
        HANDLER,
        FILTER,
        AUTHENTICATED_FILTER
    }

    private final HttpServer server;
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final BlockingQueue<Optional<Throwable>> handled = new LinkedBlockingQueue<>();

    private LocalServer(HttpServer server) {
        this.server = server;
        server.setExecutor(executor);
    }

    public static LocalServer start(HttpHandler handler) throws IOException {
        return start(HttpServer.create(loopback(), 0), handler);
    }

    public static LocalServer start(HttpServer server, HttpHandler handler) {
        LocalServer started = new LocalServer(server);
        HttpContext context = server.createContext("/", handler);
        context.getFilters().add(started.new Outermost());
        server.start();
        return started;
    }

    public static LocalServer start(ServerInstrumentation measured, Way way, HttpHandler handler) throws IOException {
        LocalServer started = new LocalServer(HttpServer.create(loopback(), 0));
        HttpContext context = started.server.createContext("/", way == Way.HANDLER ? measured.wrap(handler) : handler);
        context.getFilters().add(started.new Outermost());
        if (way != Way.HANDLER) {
            context.getFilters().add(measured.filter());
        }
        if (way == Way.AUTHENTICATED_FILTER) {
            context.setAuthenticator(new ByHeader());
        }
        started.server.start();
        return started;
    }

    public static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    /** Waits until one more handler has returned or thrown; what it threw. */
    public Optional<Throwable> awaitHandled() throws InterruptedException {
        Optional<Throwable> outcome = handled.poll(60, TimeUnit.SECONDS);
        if (outcome == null) {
            throw new AssertionError("no request was handled");
        }
        return outcome;
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }

    private final class Outermost extends Filter {
        @Override
        public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
            Throwable thrown = null;
            try {
                chain.doFilter(exchange);
            } catch (Throwable t) { // a failed assertion too, after which the server would let the client wait
                thrown = t;
                exchange.close();
                throw t;
            } finally {
                handled.add(Optional.ofNullable(thrown));
            }
        }

        @Override
        public String description() {
            return "reports what was handled";
        }
    }

    /** Refuses only the requests that have the header. */
    private static final class ByHeader extends Authenticator {
        @Override
        public Result authenticate(HttpExchange exchange) {
            return exchange.getRequestHeaders().containsKey("X-Unknown")
                    ? new Failure(401)
                    : new Success(new HttpPrincipal("someone", "realm"));
        }
    }
}
