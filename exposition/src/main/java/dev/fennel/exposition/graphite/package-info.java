/**
 * A bridge to Graphite, for those who have one: the metrics that Prometheus would scrape are pushed there as well.
 *
 * <p>Start at {@link dev.fennel.exposition.graphite.GraphiteBridge}. Arguments are never null.
 */
package dev.fennel.exposition.graphite;
