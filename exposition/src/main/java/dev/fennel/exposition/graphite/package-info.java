/**
 * A bridge to Graphite, for those who still use it: the metrics that Prometheus would scrape are also pushed to carbon.
 *
 * <p>To read the code, start at {@link dev.fennel.exposition.graphite.GraphiteBridge}, the only public type, with its
 * {@link dev.fennel.exposition.graphite.GraphiteBridge.Builder}. A push encodes the metrics in the text format,
 * {@code TextSamples} reads the samples back from it, {@code GraphiteLines} makes a line of each, with paths in one of
 * two {@code PathStyle}s, and a {@code CarbonConnection} sends the lines within the timeout. {@code PushSchedule}
 * pushes periodically.
 *
 * <p>A bridge may be used by any number of threads, a builder by one. Arguments are never null, and nothing returns
 * null.
 */
package dev.fennel.exposition.graphite;
