/** Pushes metrics: to a Prometheus Pushgateway, into a store by remote write, or to a collector by OTLP. */
module dev.fennel.pushgateway {
    requires transitive dev.fennel.exposition;
    requires transitive java.net.http;

    exports dev.fennel.otlp;
    exports dev.fennel.pushgateway;
    exports dev.fennel.remotewrite;
}
