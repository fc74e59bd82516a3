/**
 * Serves metrics over HTTP with the JDK's own server.
 *
 * <p>Begin at {@link dev.fennel.httpserver.MetricsServer}: a server of its own, and all that most applications need,
 * with {@link dev.fennel.httpserver.Tls} and passwords where it faces more than a trusted network.
 * {@link dev.fennel.httpserver.MetricsHandler} answers the scrapes in it, and goes into any {@code HttpServer} that the
 * application already has. These three are the public types. Requests are measured in {@link dev.fennel.http}.
 *
 * <p>Behind them, in the order of a request:
 *
 * <ul>
 *   <li>{@code ServerSettings} holds what the builder was given, {@code EnvironmentSettings} reads it from properties
 *       and variables; {@code ListeningServer} creates and starts the JDK's server, and keeps it accepting connections;
 *       for {@code Tls}, {@code KeyStoreFile} and {@code PemFile} read files, {@code WatchedFiles} reads them again,
 *       and {@code ServerKeys} and {@code TrustedFiles} give what is in them to handshakes.
 *   <li>{@code ServerThreads} has the threads: {@code VirtualThreads} where they serve, or its {@code ExchangePool}.
 *   <li>{@code SlowClientGuard} runs each exchange in one of them, as a {@code GuardedExchange}, cuts slow clients, and
 *       lets exchanges end when the server is closed.
 *   <li>{@code AuthHandler} lets requests through; {@code BasicAuth} checks passwords against a {@code PasswordHash}.
 *   <li>{@code Routes} finds the handler of a path: {@code MetricsHandler}, which gathers in {@code PlatformThreads};
 *       the health check, which is nested in {@code Routes}; or {@code LivePage}, the page for a person.
 *   <li>{@code Answer} sends what a handler answers.
 * </ul>
 *
 * <p>All public types are safe for use by any number of threads, except for builders, which one thread uses. Arguments
 * are never null; a null throws {@link java.lang.NullPointerException}. Errors that cannot be thrown to a caller go to
 * the {@link java.lang.System.Logger} {@code dev.fennel.httpserver}.
 */
package dev.fennel.httpserver;
