package dev.fennel.httpserver;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import dev.fennel.httpserver.internal.Nullable;
import dev.fennel.registry.GatherError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Creates and starts servers of the JDK, and works around its defaults that do harm: a small backlog, delayed bodies, a
 * socket that stays open when it cannot be bound, and a thread that keeps the JVM from exiting.
 */
final class ListeningServer {
    /** What a server is limited to unless its builder says otherwise. */
    static final int DEFAULT_MAX_CONNECTIONS = 2_000;

    private static final Logger LOGGER = System.getLogger("dev.fennel.httpserver");
    private static final String MAX_CONNECTIONS = "jdk.httpserver.maxConnections";
    private static final String NO_DELAY = "sun.net.httpserver.nodelay";

    /** How many connections may wait to be accepted: with the default of 50, a burst of clients has to try again. */
    private static final int BACKLOG = 1024;

    private ListeningServer() {}

    /**
     * A server that holds its address, and accepts no connection yet.
     *
     * @param host a name or literal address, or null for all interfaces
     * @param port the port, 0 for a free one
     * @param tls how to speak TLS, or null for plain HTTP
     * @param maxConnections how many connections may be open, or 0 for {@link #DEFAULT_MAX_CONNECTIONS}; of no effect
     *     after the first server of the JVM
     * @throws UncheckedIOException if the host is unknown or the server cannot listen on the address
     */
    static HttpServer create(@Nullable String host, int port, @Nullable Tls tls, int maxConnections) {
        setSystemProperties(maxConnections);
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
    private static void setSystemProperties(int maxConnections) {
        // The JDK writes headers and body apart. Without this, the body of a scrape over a kept connection waits for
        // the client's delayed acknowledgement of the headers: 40 ms on Linux, up to JDK 20.
        if (System.getProperty(NO_DELAY) == null) {
            System.setProperty(NO_DELAY, "true");
        }
        // Without a limit, connections that say nothing can use up the descriptors of the process.
        String limit = System.getProperty(MAX_CONNECTIONS);
        if (limit == null) {
            System.setProperty(
                    MAX_CONNECTIONS, Integer.toString(maxConnections == 0 ? DEFAULT_MAX_CONNECTIONS : maxConnections));
        } else if (maxConnections != 0 && !limit.equals(Integer.toString(maxConnections))) {
            new GatherError("max connections " + maxConnections + ": of no effect, as " + MAX_CONNECTIONS + " is "
                            + limit + " already, which the JDK reads once")
                    .log(LOGGER, Level.WARNING);
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
     * a daemon, and so whether the JVM waits for it, and its group.
     */
    static void start(HttpServer server) {
        CompletableFuture.runAsync(server::start, ListeningServer::startThread).join();
    }

    /**
     * Stops a server that was perhaps not started, and frees its port. Only the dispatcher thread closes the selector
     * of a server, up to JDK 25 at least, and until that is closed the system keeps the port. So the server is started
     * first. If there is no memory for the thread, the port stays taken.
     */
    static void discard(HttpServer server) {
        try {
            start(server);
        } catch (Throwable e) {
            // It was started before, or cannot be.
        }
        server.stop(0);
    }

    private static void startThread(Runnable task) {
        Thread thread = new Thread(new Dispatchers(), task, "fennel-metrics-start");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Keeps the thread of the JDK's server that accepts connections, its dispatcher, alive.
     *
     * <p>The dispatcher catches exceptions only. Without this, an {@code OutOfMemoryError} in it would be the end of
     * the server, which could not even be replaced: a dispatcher that dies does not close its selector, so the port
     * would be taken for as long as the process lives.
     *
     * <p>The state is the JDK's: the listening socket, the selector and the connections, all of which belong to the
     * task of the dispatcher's thread and outlive a run of it. Assumptions, which hold for JDK 17 to 25:
     *
     * <ol>
     *   <li>A thread inherits the group of the thread that makes it, unless it is given another. So threads for
     *       exchanges, a user's too, can be in this group; the dispatcher is the one with the dispatcher's name.
     *   <li>A thread that ends by an error has its group's {@link #uncaughtException} called, in that very thread and
     *       before its end, so that the thread still has its task. The dispatcher has no handler of its own.
     *   <li>The dispatcher's task ends normally only when the server is stopped, and can be run again. Whatever it was
     *       about to do for a connection when it failed, is found ready again by its selector.
     * </ol>
     *
     * <p>Guarantees:
     *
     * <ol>
     *   <li>The dispatcher goes on after whatever it throws, with the same port and the same connections. The
     *       connection that it dealt with when it failed may be lost, and is then closed with the server.
     *   <li>It ends when the server is stopped, whether it failed before or not.
     *   <li>When it fails at once again and again, it pauses between its attempts, so that it does not keep a processor
     *       busy. To pause takes no memory.
     * </ol>
     */
    private static final class Dispatchers extends ThreadGroup {
        private static final String DISPATCHER = "HTTP-Dispatcher";
        private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

        /**
         * A group that the JDK destroys after its last thread. Up to JDK 18 a group that is not destroyed stays in its
         * parent for ever, and with it the class loader of this class, which a servlet container could not unload.
         */
        @SuppressWarnings("removal") // since JDK 19 it does nothing, and nothing is needed there
        Dispatchers() {
            super("fennel-metrics");
            setDaemon(true);
        }

        @Override
        public void uncaughtException(Thread thread, Throwable thrown) {
            if (!thread.getName().equals(DISPATCHER)) {
                super.uncaughtException(thread, thrown);
                return;
            }
            Throwable failure = thrown;
            while (failure != null) {
                log(failure);
                LockSupport.parkNanos(PAUSE_NANOS);
                failure = runAgain(thread);
            }
        }

        /** Runs a thread's task, in this thread, which is that thread. Returns what it threw, or null. */
        @SuppressWarnings("DoNotCall") // the work is meant for this very thread
        private static @Nullable Throwable runAgain(Thread dispatcher) {
            try {
                dispatcher.run();
                return null;
            } catch (Throwable e) {
                return e;
            }
        }

        private static void log(Throwable failure) {
            try {
                LOGGER.log(Level.WARNING, "the metrics server failed to accept requests, and tries again", failure);
            } catch (Throwable again) {
                // There may be no memory for the message either.
            }
        }
    }
}
