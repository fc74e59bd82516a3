package dev.fennel.httpserver;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import dev.fennel.httpserver.ServerThreads.DaemonThreads;
import dev.fennel.httpserver.internal.Nullable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;

/**
 * Creates and starts servers of the JDK, and works around its defaults that do harm: a small backlog, delayed bodies, a
 * socket that stays open when it cannot be bound, and a thread that keeps the JVM from exiting.
 */
final class ListeningServer {
    /** How many connections may wait to be accepted: with the default of 50, a burst of clients has to try again. */
    private static final int BACKLOG = 1024;

    private ListeningServer() {}

    /**
     * A server that holds its address, and accepts no connection yet.
     *
     * @param host a name or literal address, or null for all interfaces
     * @param port the port, 0 for a free one
     * @param tls how to speak TLS, or null for plain HTTP
     * @throws UncheckedIOException if the host is unknown or the server cannot listen on the address
     */
    static HttpServer create(@Nullable String host, int port, @Nullable Tls tls) {
        setSystemProperties();
        try {
            InetAddress address = host == null ? null : InetAddress.getByName(host);
            if (port != 0) {
                checkFree(address, port);
            }
            InetSocketAddress socket = new InetSocketAddress(address, port);
            if (tls == null) {
                return HttpServer.create(socket, BACKLOG);
            }
            HttpsServer server = HttpsServer.create(socket, BACKLOG);
            server.setHttpsConfigurator(tls.configurator());
            return server;
        } catch (UnknownHostException e) {
            throw new UncheckedIOException("metrics server: unknown host \"" + host + "\"", e);
        } catch (IOException e) {
            String where = (host == null ? "all interfaces" : "host \"" + host + "\"") + ", port " + port;
            throw new UncheckedIOException("metrics server: cannot listen on " + where + ": " + e.getMessage(), e);
        }
    }

    /**
     * Sets what the JDK's server can only be given by a system property. The JDK reads these properties once, when the
     * first server of the JVM is created. A property that the user has set stays as it is.
     */
    private static void setSystemProperties() {
        // The JDK writes headers and body apart. Without this, the body of a scrape over a kept connection waits for
        // the client's delayed acknowledgement of the headers: 40 ms on Linux, up to JDK 20.
        if (System.getProperty("sun.net.httpserver.nodelay") == null) {
            System.setProperty("sun.net.httpserver.nodelay", "true");
        }
    }

    /** Fails in place of {@code HttpServer.create}, which never closes its socket when it cannot bind it. */
    private static void checkFree(@Nullable InetAddress address, int port) throws IOException {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(address, port));
        }
    }

    /**
     * Starts a server from a daemon thread. The thread that accepts connections inherits from its creator whether it is
     * a daemon, and so whether the JVM waits for it.
     */
    static void start(HttpServer server) {
        CompletableFuture.runAsync(
                        server::start,
                        task -> new DaemonThreads().newThread(task).start())
                .join();
    }
}
