/**
 * A bridge to Graphite, for those who still use it: the metrics that Prometheus would scrape are also pushed to carbon.
 *
 * <p>Start at {@link dev.fennel.exposition.graphite.GraphiteBridge}, the only public type, with its
 * {@link dev.fennel.exposition.graphite.GraphiteBridge.Builder}.
 *
 * <p>A bridge may be used by any number of threads, a builder by one. Arguments are never null, and nothing returns
 * null.
 */
/*
 * A push encodes the metrics in the text format, TextSamples reads the samples back from it, GraphiteLines makes a
 * line of each, with paths in one of two PathStyles, and a CarbonConnection sends the lines within the timeout.
 * PushSchedule pushes periodically.
 */
package dev.fennel.exposition.graphite;
