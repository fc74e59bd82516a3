package dev.fennel.httpserver;

import com.sun.net.httpserver.Authenticator;
import com.sun.net.httpserver.HttpHandler;
import dev.fennel.httpserver.LivePage.RecentErrorsList;
import dev.fennel.httpserver.Routes.Health;
import dev.fennel.httpserver.internal.Nullable;
import dev.fennel.model.Labels;
import dev.fennel.registry.Gatherer;
import dev.fennel.registry.Registry;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The settings of a metrics server, and what follows from them: its handler, authenticator, routes and URI. A setting
 * that the user has not made is null.
 *
 * <p>Used by one thread.
 */
final class ServerSettings {
    /** The limit of a scraper that has a timeout. More scrapes at a time would take memory and not be served sooner. */
    private static final int MAX_SCRAPES = 64;

    @Nullable
    String host;

    int port;
    String path = "/metrics";

    @Nullable
    Registry registry;

    @Nullable
    Gatherer gatherer;

    Labels labels = Labels.EMPTY;

    @Nullable
    Consumer<? super MetricsHandler.Builder> handlerOptions;

    @Nullable
    MetricsHandler handler;

    @Nullable
    Tls tls;

    @Nullable
    Authenticator authenticator;

    @Nullable
    Executor executor;

    /** 0 for the default. */
    int maxConnections;

    Duration clientTimeout = Duration.ofSeconds(30);
    Duration closeGrace = Duration.ofSeconds(3);
    boolean livePage = true;

    private final Map<String, PasswordHash> passwords = new LinkedHashMap<>();

    void addUser(String user, char[] password) {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(password, "password");
        BasicAuth.check(user, password);
        if (passwords.containsKey(user)) {
            throw new IllegalArgumentException("user \"" + user + "\": has a password already");
        }
        passwords.put(user, PasswordHash.of(password));
    }

    static void checkDuration(String name, Duration duration, long minNanos) {
        boolean fits = duration.compareTo(Duration.ofNanos(Long.MAX_VALUE)) <= 0;
        if (!fits || duration.compareTo(Duration.ofNanos(minNanos)) < 0) {
            String expected = minNanos == 0 ? "at least 0" : "above 0";
            throw new IllegalArgumentException(
                    name + " " + duration + ": expected " + expected + " and at most 292 years");
        }
    }

    void check() {
        if (registry != null && handler != null) {
            throw new IllegalStateException("got both a registry and a handler, expected one of them");
        }
        if (gatherer != null && handler != null) {
            throw new IllegalStateException("got both a gatherer and a handler, expected one of them");
        }
        if (!labels.isEmpty() && handler != null) {
            throw new IllegalStateException("got both labels and a handler, expected one of them");
        }
        if (handlerOptions != null && handler != null) {
            throw new IllegalStateException("got both handler options and a handler, expected one of them");
        }
        if (authenticator != null && !passwords.isEmpty()) {
            throw new IllegalStateException("got both passwords and an authenticator, expected one of them");
        }
    }

    /** The handler that was given, or else a new one. */
    MetricsHandler handler() {
        if (handler != null) {
            return handler;
        }
        MetricsHandler.Builder own = MetricsHandler.builder()
                .registry(registry == null ? Registry.defaultRegistry() : registry)
                .labels(labels)
                .maxRequestsInFlight(MAX_SCRAPES);
        if (gatherer != null) {
            own.gatherer(gatherer);
        }
        if (handlerOptions != null) {
            handlerOptions.accept(own);
        }
        return own.build();
    }

    /** The authenticator that was given, or one that checks the passwords, or null if all requests may pass. */
    @Nullable
    Authenticator authenticator() {
        return passwords.isEmpty() ? authenticator : new BasicAuth(passwords, System::nanoTime);
    }

    Map<String, HttpHandler> routes(MetricsHandler metrics) {
        Map<String, HttpHandler> routes = new LinkedHashMap<>();
        routes.put(path, metrics);
        routes.putIfAbsent(Health.PATH, new Health(metrics::hasRoom));
        if (livePage) {
            routes.putIfAbsent("/", new LivePage(path, List.of(Health.PATH)));
            routes.putIfAbsent(RecentErrorsList.PATH, new RecentErrorsList(metrics));
        }
        return routes;
    }

    URI uri(InetSocketAddress address) {
        boolean all = address.getAddress().isAnyLocalAddress();
        String named = all ? "localhost" : address.getAddress().getHostAddress();
        try {
            return new URI(tls == null ? "http" : "https", null, named, address.getPort(), path, null, null);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e); // literal address, and a path that is quoted where it must be
        }
    }
}
