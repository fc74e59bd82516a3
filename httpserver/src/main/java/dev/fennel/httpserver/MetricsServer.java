package dev.fennel.httpserver;

/** An HTTP server for metrics. */
public final class MetricsServer {
    private MetricsServer() {}
}
