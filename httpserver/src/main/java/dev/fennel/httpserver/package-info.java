/**
 * Serves metrics over HTTP with the JDK's own server.
 *
 * <p>All types are safe to be used by several threads; arguments are never null.
 */
package dev.fennel.httpserver;
