/**
 * Serves metrics over HTTP with the JDK's own server.
 *
 * <p>Begin at {@link dev.fennel.httpserver.MetricsServer}: a server of its own, and all that most applications need,
 * with {@link dev.fennel.httpserver.Tls} and passwords where it faces more than a trusted network.
 * {@link dev.fennel.httpserver.MetricsHandler} answers the scrapes in it, and goes into any {@code HttpServer} that the
 * application already has. These three are the public types. Requests are measured in {@link dev.fennel.http}.
 *
 * <p>All public types are safe for use by any number of threads, except for builders, which one thread uses. Arguments
 * are never null; a null throws {@link java.lang.NullPointerException}. Errors that cannot be thrown to a caller go to
 * the {@link java.lang.System.Logger} {@code dev.fennel.httpserver}.
 */
/*
 * Behind them, in the order of a request:
 *
 * - ServerSettings holds what the builder was given, EnvironmentSettings reads it from properties and variables;
 *   ListeningServer creates and starts the JDK's server, and keeps it accepting connections; for Tls, KeyStoreFile and
 *   PemFile read files, WatchedFiles reads them again, and ServerKeys and TrustedFiles give what is in them to
 *   handshakes.
 * - ServerThreads has the threads: VirtualThreads where they serve, or its ExchangePool.
 * - SlowClientGuard runs each exchange in one of them, as a GuardedExchange, cuts slow clients, and lets exchanges end
 *   when the server is closed.
 * - AuthHandler lets requests through; BasicAuth checks passwords against a PasswordHash.
 * - Routes finds the handler of a path: MetricsHandler, which gathers in PlatformThreads; the health check, which is
 *   nested in Routes; or LivePage, the page for a person.
 * - Answer sends what a handler answers.
 */
package dev.fennel.httpserver;
