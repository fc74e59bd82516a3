/** Pushes metrics to a Prometheus Pushgateway. */
module dev.fennel.pushgateway {
    requires transitive dev.fennel.exposition;
    requires transitive java.net.http;

    exports dev.fennel.pushgateway;
}
