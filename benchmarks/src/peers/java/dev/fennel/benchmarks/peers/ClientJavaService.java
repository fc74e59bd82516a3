package dev.fennel.benchmarks.peers;

import dev.fennel.benchmarks.HttpService;
import dev.fennel.benchmarks.ScrapeLoad;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.URI;

/** The metrics server of the Prometheus client for Java. */
public final class ClientJavaService implements HttpService {
    /** For {@link dev.fennel.benchmarks.HttpLoad}. */
    public ClientJavaService() {}

    @Override
    @SuppressWarnings("resource") // ends with the JVM
    public URI start(int lines) throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true"); // as in our own server
        PrometheusRegistry registry = new PrometheusRegistry();
        ScrapeLoad.fill(lines, new ClientJavaLoad(registry));
        HTTPServer server =
                HTTPServer.builder().hostname("127.0.0.1").registry(registry).buildAndStart();
        return URI.create("http://127.0.0.1:" + server.getPort() + "/metrics");
    }
}
