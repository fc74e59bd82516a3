/** {@code /metrics} on the JDK's own HTTP server. */
module dev.fennel.httpserver {
    requires transitive dev.fennel.exposition;
    requires transitive jdk.httpserver;

    exports dev.fennel.httpserver;
}
