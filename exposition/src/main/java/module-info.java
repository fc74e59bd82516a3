/** Encoders that write gathered metrics in the formats of Prometheus, and what answers scrapes with them. */
@SuppressWarnings("module") // the module above is compiled after this one
module dev.fennel.exposition {
    requires transitive dev.fennel.core;

    exports dev.fennel.exposition;
    exports dev.fennel.exposition.catalogue;
    exports dev.fennel.exposition.graphite;
    exports dev.fennel.exposition.internal to
            dev.fennel.pushgateway;
    exports dev.fennel.exposition.lint;
    exports dev.fennel.exposition.parser;
    exports dev.fennel.exposition.scrape;
    exports dev.fennel.testing;
}
