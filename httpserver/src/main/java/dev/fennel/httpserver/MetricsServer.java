package dev.fennel.httpserver;

import com.sun.net.httpserver.Authenticator;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.fennel.httpserver.internal.Nullable;
import dev.fennel.model.Labels;
import dev.fennel.registry.Gatherer;
import dev.fennel.registry.Gatherers;
import dev.fennel.registry.Registry;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * An HTTP server for metrics, for applications that have no HTTP server or want to keep scrapes apart from it.
 *
 * <pre>{@code
 * try (MetricsServer server = MetricsServer.builder().port(9400).start()) {
 *     runApplication();
 * }
 * }</pre>
 *
 * <p>It is the JDK's own server, with a {@link MetricsHandler} at exactly one path, a live page for people at {@code /}
 * (with {@code /-/errors}, a list of who failed lately), and at {@code /-/healthy} a short {@code ok} for as long as
 * the server can serve scrapes; other paths get 404. All its threads are daemons: it does not keep the JVM from
 * exiting, unless the program waits in {@link #join}.
 *
 * <p><b>Outside a network that you trust</b>, have it speak {@linkplain Tls TLS} and ask for a password or a client
 * certificate. As with Prometheus' own exporters, that covers all paths, {@code /-/healthy} too.
 *
 * <pre>{@code
 * MetricsServer server = MetricsServer.builder()
 *         .tls(Tls.keystore(keystore, keystorePassword))
 *         .basicAuth("prometheus", password)
 *         .registry(registry)
 *         .start();
 * }</pre>
 *
 * <p><b>Threads and clients.</b> An exchange has a thread from the first byte of its request to the last of its answer:
 * a virtual one on JDK 24 and newer, and otherwise one of up to 100, behind which requests queue. Collectors always run
 * in platform threads. A client that takes longer than the {@linkplain Builder#clientTimeout limit} to send its request
 * or to take its answer is cut off. While requests queue, or scrapes wait for others to end, the limit is half a second
 * to send the request, and a second to take the answer. A server's own handler serves 64 scrapes at a time, unless
 * {@link Builder#handlerOptions} say otherwise. If answers are on their way then, a few more wait up to 2.5 seconds for
 * the slow clients to be cut off; all others get 503. So slow clients do not keep others from being served, nor do
 * blocked collectors as long as they are fewer than that. {@code /-/healthy} answers 503 when no scrape would be
 * served.
 *
 * <p><b>Out of memory.</b> An {@code OutOfMemoryError}, or any other error, ends the request that it came up in, and
 * closes its connection. The server goes on. It goes on with the same port and connections if the error comes up where
 * connections are accepted. Errors are logged. Only the JDK's timer, which closes silent connections, ends for good if
 * the error comes up in it, and cannot be replaced: then silent connections stay open until their clients close them,
 * at most as many as the {@linkplain Builder#maxConnections limit of connections}.
 *
 * <p><b>What the JDK's server does not do.</b> It speaks HTTP/1.1 only, over TCP only: to listen on a Unix domain
 * socket takes a proxy in front, such as {@code socat}, as a server of our own that bears slow and hostile clients as
 * this one does would be a large one. It closes the connection without an answer when a request has more than 200
 * headers or, on newer JDKs, more than 380 KB of them; the answers to malformed requests are its own. A silent
 * connection is closed after half a minute. With TLS it looks up the host name of each client, and sends a last message
 * when it closes a connection, in a thread that all connections share: a hostile client can block that thread, so keep
 * strangers away from the port. Starting a metrics server sets two system properties, for all servers of the JDK in
 * this JVM, unless they are set: {@code sun.net.httpserver.nodelay} to {@code true}, and
 * {@code jdk.httpserver.maxConnections} to the {@linkplain Builder#maxConnections limit of connections}. Leave
 * {@code sun.net.httpserver.maxReqTime} and {@code maxRspTime} unset with TLS: a client that does not read would block
 * the timer that enforces them.
 *
 * <p>Used by any number of threads.
 */
public final class MetricsServer implements AutoCloseable {
    private final HttpServer server;
    private final URI uri;
    private final SlowClientGuard guard;
    private final ServerThreads threads;
    /** Closed with the server; null if the handler was given by the user. */
    private final @Nullable MetricsHandler ownHandler;

    private final Duration closeGrace;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);

    private MetricsServer(ServerSettings settings) {
        MetricsHandler handler = settings.handler();
        ownHandler = handler == settings.handler ? null : handler;
        closeGrace = settings.closeGrace;
        HttpHandler routes = new Routes(settings.routes(handler));
        server = ListeningServer.create(settings.host, settings.port, settings.tls, settings.maxConnections);
        try {
            uri = settings.uri(server.getAddress());
            ServerThreads own =
                    settings.executor == null ? ServerThreads.own() : ServerThreads.given(settings.executor);
            threads = own;
            guard = new SlowClientGuard(
                    own.executor(), () -> own.crowded().getAsBoolean() || handler.isCrowded(), settings.clientTimeout);
            start(settings, routes);
        } catch (Throwable e) { // there may be no memory for a thread
            ListeningServer.discard(server);
            throw e;
        }
    }

    private void start(ServerSettings settings, HttpHandler routes) {
        try {
            server.createContext("/", new AuthHandler(guard, settings.authenticator(), routes));
            server.setExecutor(guard);
            ListeningServer.start(server);
        } catch (Throwable e) {
            guard.close(Duration.ZERO);
            threads.close();
            throw e;
        }
    }

    /**
     * Makes a builder, whose {@link Builder#start} starts a server.
     *
     * @return a builder, set to serve the default registry at {@code /metrics}, on a free port of all interfaces
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Makes a builder whose settings come from whoever runs the program, by system properties and environment
     * variables.
     *
     * <pre>{@code
     * MetricsServer server = MetricsServer.fromEnvironment().start();
     * }</pre>
     *
     * <table>
     * <caption>Settings. A property wins over a variable; what is empty counts as not set.</caption>
     * <tr><th>property</th><th>variable</th><th>value</th><th>unless set</th></tr>
     * <tr><td>{@code fennel.host}</td><td>{@code FENNEL_HOST}</td>
     *     <td>a host name or a literal address</td><td>all interfaces</td></tr>
     * <tr><td>{@code fennel.port}</td><td>{@code FENNEL_PORT}</td>
     *     <td>a port from 0 to 65535; 0 for one that is free</td><td>0</td></tr>
     * <tr><td>{@code fennel.path}</td><td>{@code FENNEL_PATH}</td>
     *     <td>where the metrics are</td><td>{@code /metrics}</td></tr>
     * <tr><td>{@code fennel.labels}</td><td>{@code FENNEL_LABELS}</td>
     *     <td>{@linkplain Builder#labels labels} for all metrics: {@code env=prod,zone=eu}</td><td>none</td></tr>
     * <tr><td>{@code fennel.collectors}</td><td>{@code FENNEL_COLLECTORS}</td>
     *     <td>which of the library's own collectors the default registry keeps: {@code process} and the
     *     {@linkplain dev.fennel.collectors.JvmPart parts} of the JVM in lower case, as {@code process,memory,gc}; or
     *     which it does not, as {@code -threads,-gc_pauses}; or {@code none}</td><td>all</td></tr>
     * <tr><td>{@code fennel.user}</td><td>{@code FENNEL_USER}</td>
     *     <td>a user for {@linkplain Builder#basicAuth basic authentication}</td><td>everybody may scrape</td></tr>
     * <tr><td>{@code fennel.password}</td><td>{@code FENNEL_PASSWORD}</td>
     *     <td>the user's password; others on the machine may see properties</td><td></td></tr>
     * <tr><td>{@code fennel.tls.certificate}</td><td>{@code FENNEL_TLS_CERTIFICATE}</td>
     *     <td>a {@linkplain Tls#pem PEM file} with certificates</td><td>plain HTTP</td></tr>
     * <tr><td>{@code fennel.tls.key}</td><td>{@code FENNEL_TLS_KEY}</td>
     *     <td>a PEM file with the key</td><td></td></tr>
     * </table>
     *
     * <p>The collectors are taken out of the default registry at once, whatever the builder is used for.
     *
     * @return a builder with these settings, which can be changed
     * @throws IllegalArgumentException if settings are wrong, files cannot be read, or a system property
     *     {@code fennel.*} is none of these. The message has all problems, each with the name of the setting, what was
     *     expected, and what was given unless it is the password
     */
    public static Builder fromEnvironment() {
        return new EnvironmentSettings(System.getProperties(), System.getenv()).builder(Registry.defaultRegistry());
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
     * Where the metrics are. The host is the literal address, or {@code localhost} if the server listens on all
     * interfaces.
     *
     * @return an {@code http} or {@code https} URI with host, port and path
     */
    public URI uri() {
        return uri;
    }

    /**
     * Stops the server, its own threads and its own handler. Scrapes in flight may end within the
     * {@linkplain Builder#closeGrace grace period}, and requests that come meanwhile get 503. Then connections are cut,
     * and own threads interrupted. A collector that does not heed the interrupt is left behind in its daemon thread. An
     * executor or a handler that was given to the builder is left as it is.
     *
     * <p>Closing again does nothing. A thread that closes while another one does waits for it. An interrupt ends the
     * grace period, and stays set.
     */
    @Override
    public void close() {
        if (closing.compareAndSet(false, true)) {
            try {
                guard.close(closeGrace);
                stop();
            } finally {
                closed.countDown();
            }
        } else if (GuardedExchange.current() == null) { // otherwise the thread that closes may wait for this exchange
            awaitClosed();
        }
    }

    /** Clears an interrupt and sets it again at the end: some JDKs lose it, and none waits for its threads with it. */
    private void stop() {
        boolean interrupted = Thread.interrupted();
        try {
            server.stop(0);
            guard.awaitSweeper();
            threads.close();
            if (ownHandler != null) {
                ownHandler.close();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Waits until the server is closed, for a program that does nothing but serve: the server's threads are daemons and
     * do not keep it from ending.
     *
     * <pre>{@code
     * public static void main(String[] args) throws InterruptedException {
     *     MetricsServer.builder().port(9400).start().join();
     * }
     * }</pre>
     *
     * <p>Not to be called by a collector, which the thread that closes the server may wait for.
     *
     * @throws InterruptedException if the thread is interrupted; the server goes on
     */
    public void join() throws InterruptedException {
        closed.await();
    }

    private void awaitClosed() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Starts a {@link MetricsServer}. Used by one thread. */
    public static final class Builder {
        private final ServerSettings settings = new ServerSettings();

        private Builder() {}

        /**
         * Listens on the interfaces of one host only; on all, unless this is called.
         *
         * @param host a host name or a literal address, such as {@code 127.0.0.1}
         * @return this builder
         */
        public Builder host(String host) {
            settings.host = Objects.requireNonNull(host, "host");
            return this;
        }

        /**
         * Listens on a port.
         *
         * @param port the port, or 0 for one that is free, which is the default
         * @return this builder
         * @throws IllegalArgumentException if this is not a port
         */
        public Builder port(int port) {
            if (port < 0 || port > 0xffff) {
                throw new IllegalArgumentException("port " + port + ": expected 0 to 65535");
            }
            settings.port = port;
            return this;
        }

        /**
         * Serves the metrics at a path, {@code /metrics} by default.
         *
         * @param path the path as it is read, not percent-encoded
         * @return this builder
         * @throws IllegalArgumentException if it does not begin with exactly one slash; two slashes would make the next
         *     segment a host
         */
        public Builder path(String path) {
            if (!path.startsWith("/") || path.startsWith("//")) {
                throw new IllegalArgumentException("path \"" + path + "\": expected a slash in front, and just one");
            }
            settings.path = path;
            return this;
        }

        /**
         * Serves a registry, the default registry unless this is called.
         *
         * @param registry what to serve; also takes in the handler's own metrics
         * @return this builder
         */
        public Builder registry(Registry registry) {
            settings.registry = Objects.requireNonNull(registry, "registry");
            return this;
        }

        /**
         * Serves what a gatherer gathers in place of a registry, such as {@linkplain Gatherers#merge several
         * registries}. The handler's own metrics are still registered with the {@linkplain #registry registry}.
         *
         * @param gatherer what to serve
         * @return this builder
         */
        public Builder gatherer(Gatherer gatherer) {
            settings.gatherer = Objects.requireNonNull(gatherer, "gatherer");
            return this;
        }

        /**
         * Adds labels to all metrics that are served, those of the JVM and of the server included. A label of the same
         * name that a metric itself has wins, for all metrics of its family. The labels replace those of an earlier
         * call, and of {@link #fromEnvironment}.
         *
         * <pre>{@code
         * MetricsServer server = MetricsServer.builder().port(port).labels(Labels.of("env", "prod")).start();
         * }</pre>
         *
         * @param labels the labels
         * @return this builder
         * @throws IllegalArgumentException if one of the labels is called {@code le} or {@code quantile}
         */
        public Builder labels(Labels labels) {
            MetricsHandler.builder().labels(labels); // throws at once if it would later
            settings.labels = labels;
            return this;
        }

        /**
         * Sets options of the server's own handler, beyond what to serve.
         *
         * <pre>{@code
         * MetricsServer server = MetricsServer.builder()
         *         .registry(registry)
         *         .handlerOptions(options -> options.timeout(Duration.ofSeconds(9)).coalescing(true))
         *         .start();
         * }</pre>
         *
         * @param options called when the server is started, with the builder of its handler
         * @return this builder
         */
        public Builder handlerOptions(Consumer<? super MetricsHandler.Builder> options) {
            settings.handlerOptions = Objects.requireNonNull(options, "options");
            return this;
        }

        /**
         * Serves with a handler of your own, which then decides what is served and how, in place of a registry.
         *
         * @param handler answers the scrapes; not closed with the server
         * @return this builder
         */
        public Builder handler(MetricsHandler handler) {
            settings.handler = Objects.requireNonNull(handler, "handler");
            return this;
        }

        /**
         * Speaks TLS in place of plain HTTP.
         *
         * @param tls the certificate, and what is asked of clients
         * @return this builder
         */
        public Builder tls(Tls tls) {
            settings.tls = Objects.requireNonNull(tls, "tls");
            return this;
        }

        /**
         * Requires a user name and a password on all paths (HTTP basic authentication); call it again to add another
         * user. Without {@linkplain #tls TLS}, anyone who listens on the network can read them.
         *
         * <p>The server keeps a salted PBKDF2 hash, and for five minutes after it has found a password to be right, a
         * keyed digest that is quick to compare. Other passwords are hashed one at a time; when too many arrive, some
         * requests get 503.
         *
         * @param user the name
         * @param password the password, which may be wiped after this call
         * @return this builder
         * @throws IllegalArgumentException if one of them is empty or has control characters, or the name has a colon
         *     or a password already
         */
        public Builder basicAuth(String user, char[] password) {
            settings.addUser(user, password);
            return this;
        }

        /**
         * Requires a user name and a password, like {@link #basicAuth(String, char[])}, for a password that is text
         * already, as from an environment variable.
         *
         * @param user the name
         * @param password the password
         * @return this builder
         * @throws IllegalArgumentException if one of them is empty or has control characters, or the name has a colon
         *     or a password already
         */
        public Builder basicAuth(String user, String password) {
            return basicAuth(user, password.toCharArray());
        }

        /**
         * Requires that an authenticator accepts the request, on all paths.
         *
         * @param authenticator asked for each request, before its body is read, by many threads at once
         * @return this builder
         */
        public Builder authenticator(Authenticator authenticator) {
            settings.authenticator = Objects.requireNonNull(authenticator, "authenticator");
            return this;
        }

        /**
         * Serves in threads of your own. A thread is interrupted only while it reads from or writes to a client that is
         * too slow.
         *
         * @param executor runs the exchanges; not shut down with the server
         * @return this builder
         */
        public Builder executor(Executor executor) {
            settings.executor = Objects.requireNonNull(executor, "executor");
            return this;
        }

        /**
         * Limits how long a client may take to send a request, and then to take the answer; 30 seconds by default. A
         * client that takes longer is cut off, within a second.
         *
         * @param limit above zero
         * @return this builder
         * @throws IllegalArgumentException if the limit is zero, negative, or above 292 years
         */
        public Builder clientTimeout(Duration limit) {
            ServerSettings.checkDuration("client timeout", limit, 1);
            settings.clientTimeout = limit;
            return this;
        }

        /**
         * Limits how many connections are open at a time; 2,000 by default. A connection above the limit is closed when
         * it is accepted. So clients that connect and say nothing cannot use up the descriptors of the process; they
         * can keep others from connecting, until the JDK's server closes silent connections after half a minute.
         *
         * <p>The JDK reads the limit once, when its first HTTP server of this JVM is created, from the system property
         * {@code jdk.httpserver.maxConnections}, which {@link #start} sets unless it is set. So the first server
         * decides for all servers of the JDK that the JVM has, those of the application included. Each of them may have
         * as many connections. A limit that differs from the one in force is logged as a warning and has no effect.
         *
         * @param limit at least 1
         * @return this builder
         * @throws IllegalArgumentException if the limit is below 1
         */
        public Builder maxConnections(int limit) {
            if (limit < 1) {
                throw new IllegalArgumentException("max connections " + limit + ": expected at least 1");
            }
            settings.maxConnections = limit;
            return this;
        }

        /**
         * Limits how long {@link MetricsServer#close} waits for scrapes in flight; 3 seconds by default.
         *
         * @param grace zero to cut them off at once
         * @return this builder
         * @throws IllegalArgumentException if the grace period is negative, or above 292 years
         */
        public Builder closeGrace(Duration grace) {
            ServerSettings.checkDuration("close grace", grace, 0);
            settings.closeGrace = grace;
            return this;
        }

        /**
         * Switches the live page at {@code /} on or off; it is on by default. The page shows a person the same metrics
         * that a scrape returns. If the metrics themselves are at {@code /}, there is no page.
         *
         * @param on whether to have the page
         * @return this builder
         */
        public Builder livePage(boolean on) {
            settings.livePage = on;
            return this;
        }

        /**
         * Starts the server.
         *
         * @return a server that answers
         * @throws UncheckedIOException if the host is unknown, or the port is in use or not allowed; the message names
         *     them, and nothing is left behind
         * @throws IllegalStateException if there is a handler beside a registry, a gatherer, labels or handler options,
         *     or both passwords and an authenticator
         * @throws IllegalArgumentException if something else is registered under the name of one of the handler's own
         *     metrics
         */
        public MetricsServer start() {
            settings.check();
            return new MetricsServer(settings);
        }
    }
}
