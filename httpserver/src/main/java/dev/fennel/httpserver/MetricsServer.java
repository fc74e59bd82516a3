package dev.fennel.httpserver;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.fennel.registry.Registry;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An HTTP server for metrics, for applications that have none or want scrapes apart.
 *
 * <pre>{@code
 * try (MetricsServer server = MetricsServer.builder().port(9400).start()) {
 *     runApplication();
 * }
 * }</pre>
 *
 * <p>It is the JDK's own server, with a {@link MetricsHandler} at exactly one path; others get 404. All its threads
 * are daemons: it does not keep the JVM from exiting.
 *
 * <p>The JDK's server takes some settings from system properties only. Starting a metrics server sets three of them
 * unless they are set: {@code sun.net.httpserver.nodelay} to {@code true}, {@code sun.net.httpserver.maxReqTime} to 60
 * seconds and {@code sun.net.httpserver.maxRspTime} to 600 seconds, so that silent clients do not hold threads for
 * ever. They concern all such servers of the JVM, and the first one that is made settles them.
 *
 * <p>Used by several threads.
 */
public final class MetricsServer implements AutoCloseable {
    private final HttpServer server;
    private final URI uri;
    private final List<Runnable> owned;
    private final AtomicBoolean closed = new AtomicBoolean();

    private MetricsServer(HttpServer server, URI uri, List<Runnable> owned) {
        this.server = server;
        this.uri = uri;
        this.owned = List.copyOf(owned);
    }

    /**
     * Starts a server.
     *
     * @return a builder, set to serve the default registry at {@code /metrics}, on a free port of all interfaces
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The port that the server listens on.
     *
     * @return a port, never 0
     */
    public int port() {
        return uri.getPort();
    }

    /**
     * Where the metrics are. The host is the literal address, or {@code localhost} if the server listens on all interfaces.
     *
     * @return an {@code http} URI with host, port and path
     */
    public URI uri() {
        return uri;
    }

    /**
     * Stops the server, and the threads and the handler that are its own. Scrapes that are being served are cut off.
     * What was given to the builder is left as it is. Closing again does nothing.
     */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            server.stop(0);
            owned.forEach(Runnable::run);
        }
    }

    /** Starts a {@link MetricsServer}. Used by one thread. */
    public static final class Builder {
        private String host;
        private int port;
        private String path = "/metrics";
        private Registry registry;
        private MetricsHandler handler;
        private Executor executor;
        private boolean rootPage = true;

        private Builder() {}

        /**
         * Listens on the interfaces of one host only; on all, unless this is called.
         *
         * @param newHost a host name or a literal address, such as {@code 127.0.0.1}
         * @return this builder
         */
        public Builder host(String newHost) {
            host = Objects.requireNonNull(newHost, "host");
            return this;
        }

        /**
         * Listens on a port.
         *
         * @param newPort the port, or 0 for one that is free, which is the default
         * @return this builder
         * @throws IllegalArgumentException if this is not a port
         */
        public Builder port(int newPort) {
            if (newPort < 0 || newPort > 0xffff) {
                throw new IllegalArgumentException("port " + newPort + ": expected 0 to 65535");
            }
            port = newPort;
            return this;
        }

        /**
         * Serves the metrics at a path, {@code /metrics} by default.
         *
         * @param newPath the path as it is read, not percent-encoded
         * @return this builder
         * @throws IllegalArgumentException if it does not begin with a slash
         */
        public Builder path(String newPath) {
            if (!newPath.startsWith("/")) {
                throw new IllegalArgumentException("path \"" + newPath + "\": expected a slash in front");
            }
            path = newPath;
            return this;
        }

        /**
         * Serves a registry, the default registry unless this is called.
         *
         * @param newRegistry what to serve; also takes in the handler's own metrics
         * @return this builder
         */
        public Builder registry(Registry newRegistry) {
            registry = Objects.requireNonNull(newRegistry, "registry");
            return this;
        }

        /**
         * Serves with a handler of your own, which then decides what is served and how, in place of a registry.
         *
         * @param newHandler answers the scrapes; not closed with the server
         * @return this builder
         */
        public Builder handler(MetricsHandler newHandler) {
            handler = Objects.requireNonNull(newHandler, "handler");
            return this;
        }

        /**
         * Serves in threads of your own. By default the server has up to eight, so that a scrape that blocks leaves
         * room for the next.
         *
         * @param newExecutor runs the exchanges; not shut down with the server
         * @return this builder
         */
        public Builder executor(Executor newExecutor) {
            executor = Objects.requireNonNull(newExecutor, "executor");
            return this;
        }

        /**
         * Switches off the page at {@code /} that shows the metrics live to a person, or on, as it is by default. It
         * tells nothing that the metrics themselves do not. Where the metrics are at {@code /} there is no such page.
         *
         * @param on whether to have the page
         * @return this builder
         */
        public Builder rootPage(boolean on) {
            rootPage = on;
            return this;
        }

        /**
         * Starts the server.
         *
         * @return a server that answers
         * @throws UncheckedIOException if the host is unknown, or the port is in use or not allowed; the message names
         *     them, and nothing is left behind
         * @throws IllegalStateException if both a registry and a handler were given
         * @throws IllegalArgumentException if something else is registered under the name of one of the handler's own
         *     metrics
         */
        public MetricsServer start() {
            if (registry != null && handler != null) {
                throw new IllegalStateException("got both a registry and a handler, expected one of them");
            }
            List<Runnable> owned = new ArrayList<>();
            MetricsHandler served = handler(owned);
            HttpServer server = ListeningServer.create(host, port);
            server.createContext("/", new Routes(routes(served)));
            server.setExecutor(executor(owned));
            ListeningServer.start(server);
            return new MetricsServer(server, uri(server.getAddress()), owned);
        }

        private Map<String, HttpHandler> routes(HttpHandler metrics) {
            Map<String, HttpHandler> routes = new LinkedHashMap<>();
            routes.put(path, metrics);
            if (rootPage) {
                routes.putIfAbsent("/", new RootPage(path, List.of()));
            }
            return routes;
        }

        /** The handler that was given, or one of the server's own, with what closes it. */
        private MetricsHandler handler(List<Runnable> owned) {
            if (handler != null) {
                return handler;
            }
            MetricsHandler own = MetricsHandler.builder()
                    .registry(registry == null ? Registry.defaultRegistry() : registry)
                    .build();
            owned.add(own::close);
            return own;
        }

        /** The executor that was given, or one of the server's own, with what stops it. */
        private Executor executor(List<Runnable> owned) {
            if (executor != null) {
                return executor;
            }
            ExecutorService own = DaemonThreads.newPool();
            owned.add(own::shutdownNow);
            return own;
        }

        private URI uri(InetSocketAddress address) {
            boolean all = address.getAddress().isAnyLocalAddress();
            String named = all ? "localhost" : address.getAddress().getHostAddress();
            try {
                return new URI("http", null, named, address.getPort(), path, null, null);
            } catch (URISyntaxException e) {
                throw new IllegalStateException(e); // literal address, and a path that is quoted where it must be
            }
        }
    }
}
