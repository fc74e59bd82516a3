/** Pushes metrics: to a Prometheus Pushgateway, or straight into a store by remote write. */
module dev.fennel.pushgateway {
    requires transitive dev.fennel.exposition;
    requires transitive java.net.http;

    exports dev.fennel.pushgateway;
    exports dev.fennel.remotewrite;
}
