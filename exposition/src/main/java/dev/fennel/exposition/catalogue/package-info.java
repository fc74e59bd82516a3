/**
 * What metrics a program has, as a page of its documentation, as a dashboard for Grafana and as rules for Prometheus.
 *
 * <p>{@link dev.fennel.exposition.catalogue.Catalogue} lists the
 * {@linkplain dev.fennel.exposition.catalogue.CatalogueEntry metrics} of a registry, a gatherer or a page, and writes
 * all three. {@code java -jar fennel-exposition.jar catalogue} is the same for pages of any program.
 *
 * <p>All types are immutable, or used by one thread and not public. Arguments and results are never null.
 */
/*
 * Markdown writes the page, Dashboard the dashboard and Rules the rules, whose expressions are those of PromQl.
 */
package dev.fennel.exposition.catalogue;
