package dev.fennel.benchmarks;

import dev.fennel.httpserver.MetricsServer;
import dev.fennel.registry.Registry;
import java.net.URI;

/** Our metrics server. */
public final class FennelService implements HttpService {
    /** For {@link HttpLoad}. */
    public FennelService() {}

    @Override
    @SuppressWarnings("resource") // ends with the JVM
    public URI start(int lines) {
        Registry registry = Registry.create();
        ScrapeLoad.fill(lines, new RegistryLoad(registry));
        return MetricsServer.builder()
                .host("127.0.0.1")
                .registry(registry)
                .start()
                .uri();
    }
}
