package dev.fennel.httpserver;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;

/** Makes and starts servers of the JDK without what they leave behind otherwise. */
final class ListeningServer {
    /** Connections that wait to be accepted: with the default of 50, a burst of clients has to try again. */
    private static final int BACKLOG = 1024;

    private ListeningServer() {}

    /**
     * A server that holds its address, and accepts no connection yet.
     *
     * @param host a name or literal address, or null for all interfaces
     * @param port the port, 0 for a free one
     * @param tls how to speak TLS, or null for plain HTTP
     * @throws UncheckedIOException if the host is unknown or the address cannot be had
     */
    static HttpServer create(String host, int port, Tls tls) {
        JdkServerSettings.apply();
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

    /** Fails in place of HttpServer.create, which never closes its socket when it cannot bind it. */
    private static void checkFree(InetAddress address, int port) throws IOException {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(address, port));
        }
    }

    /**
     * Starts a server from a daemon thread, as the thread that accepts connections inherits from the one that starts it
     * whether the JVM waits for it.
     */
    static void start(HttpServer server) {
        CompletableFuture.runAsync(
                        server::start,
                        task -> new DaemonThreads().newThread(task).start())
                .join();
    }
}
