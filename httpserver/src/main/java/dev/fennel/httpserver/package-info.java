/**
 * Serves metrics over HTTP with the JDK's own server.
 *
 * <p>{@link dev.fennel.httpserver.MetricsServer} is a server of its own and all that most applications need; {@link
 * dev.fennel.httpserver.MetricsHandler} is what answers in it, and goes into any {@code HttpServer} that is already
 * there.
 *
 * <p>All types are safe to be used by several threads, except for builders; arguments are never null.
 */
package dev.fennel.httpserver;
