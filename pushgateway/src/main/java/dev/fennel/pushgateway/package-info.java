/**
 * Pushes what a batch job measured to a Prometheus Pushgateway before it exits, or a program that nobody can scrape.
 *
 * <p>Begin at {@link dev.fennel.pushgateway.Pusher}. A {@link dev.fennel.pushgateway.BatchJob} pushes how a job went
 * when it is closed; a {@link dev.fennel.pushgateway.PeriodicPush} pushes as long as a program runs;
 * {@link dev.fennel.pushgateway.Retries} say how often to try. Two exceptions carry what a caller may act on:
 * {@link dev.fennel.pushgateway.UnpushableException}, when the metrics are not fit to be sent, and
 * {@link dev.fennel.pushgateway.PushException}, when the gateway did not take them. Both are an
 * {@link java.io.IOException}, as is a gateway out of reach, so that a job that can live without its metrics needs one
 * catch.
 *
 * <p>Arguments are never null; a null throws {@link java.lang.NullPointerException}.
 */
package dev.fennel.pushgateway;
