/** {@code /metrics} on the JDK's own HTTP server, and metrics of its requests and of those of the JDK's client. */
module dev.fennel.httpserver {
    requires transitive dev.fennel.exposition;
    requires transitive java.net.http;
    requires transitive jdk.httpserver;

    exports dev.fennel.http;
    exports dev.fennel.httpserver;
}
