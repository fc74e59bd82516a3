/**
 * Pushes what a batch job measured to a Prometheus Pushgateway before it exits.
 *
 * <p>Arguments are never null.
 */
package dev.fennel.pushgateway;
