/**
 * Serves metrics over HTTP with the JDK's own server, and measures the requests of that server and of the JDK's client.
 *
 * <p>{@link dev.fennel.httpserver.MetricsServer} is a server of its own and all that most applications need, with
 * {@link dev.fennel.httpserver.Tls} and passwords where it faces more than a trusted network;
 * {@link dev.fennel.httpserver.MetricsHandler} is what answers in it, and goes into any {@code HttpServer} that is
 * already there.
 *
 * <p>{@link dev.fennel.http.ServerInstrumentation} measures what an {@code HttpServer} serves,
 * {@link dev.fennel.http.ClientInstrumentation} what an {@code HttpClient} asks for;
 * {@link dev.fennel.http.HttpInstrumentationBuilder} tells the rules for their labels.
 *
 * <p>All types are safe to be used by several threads, except for builders; arguments are never null.
 */
package dev.fennel.httpserver;
