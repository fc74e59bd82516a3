/**
 * Pushes metrics to a Prometheus Pushgateway: those of a batch job before it exits, or of a program that no server can
 * scrape.
 *
 * <p>Begin at {@link dev.fennel.pushgateway.Pusher}. What it has in common with {@code dev.fennel.remotewrite} and
 * {@code dev.fennel.otlp}, which push to stores and collectors, is {@link dev.fennel.pushgateway.MetricsPush}. A
 * {@link dev.fennel.pushgateway.BatchJob} pushes the outcome of a job when it is closed, or writes it to a file for
 * node_exporter; a {@link dev.fennel.pushgateway.PeriodicPush} pushes as long as a program runs; both are closed when
 * the JVM ends before that. {@link dev.fennel.pushgateway.Retries} say how often to try, and have the retry loop. Two
 * exceptions carry what a caller may act on: {@link dev.fennel.exposition.IncompleteMetricsException}, if the metrics
 * cannot be sent, and {@link dev.fennel.pushgateway.PushException}, if the receiver did not accept them. Both are an
 * {@link java.io.IOException}, as is a gateway out of reach, so that a job that can live without its metrics needs one
 * catch.
 *
 * <p>A pusher is configured by one thread, and then used by any number of threads. Batch jobs and periodic pushes are
 * safe for use by any number of threads; {@code Retries} and {@code PushException} are values. Arguments are never
 * null; a null throws {@link java.lang.NullPointerException}.
 */
/*
 * Behind them, in the order of a push: GatewayUrl and GroupingKey make the URL of the group, RequestHeaders the
 * headers, and PushBody the body, with the JobGauges of a batch job in it; Exchange sends one request through the
 * SharedClient and gets its answer through an AnswerReader, which Answers judges. Retries and periodic pushes wait on
 * a PushClock, after a RetryAfter if the receiver asks for it. A batch job writes to a JobReport, which is that group
 * or a TextfileReport, and a ShutdownHook closes it at the end of the JVM. FailureText keeps logs readable.
 */
package dev.fennel.pushgateway;
