package dev.fennel.examples;

import dev.fennel.httpserver.MetricsServer;
import dev.fennel.metrics.Counter;
import dev.fennel.metrics.Gauge;
import dev.fennel.model.Labels;
import dev.fennel.registry.Gatherer;
import dev.fennel.registry.Gatherers;
import dev.fennel.registry.Registerer;
import dev.fennel.registry.Registry;

/**
 * The default registry and one of the program's own, on one page. The own one holds two instances of a library, which
 * differ in a label.
 *
 * <pre>
 * java -Dport=9407 -cp examples/target/fennel-examples.jar dev.fennel.examples.TwoRegistries
 * </pre>
 *
 * <p>Look at {@code cache_entries{cache="users"}} and {@code {cache="pages"}} beside the metrics of the JVM. If both
 * registries had a metric of the same name and labels, the page would have that of the default registry, as it comes
 * first, and the other one would be reported.
 */
public final class TwoRegistries {
    private TwoRegistries() {}

    /** A library. It takes a registerer, and does not know how many of it there are. */
    static final class Cache {
        private final Counter requests;
        private final Gauge entries;

        Cache(Registerer registerer) {
            requests = Counter.builder("cache_requests_total", "Requests to the cache.")
                    .register(registerer);
            entries = Gauge.builder("cache_entries", "Entries of the cache.").register(registerer);
        }

        void put(int newEntries) {
            requests.inc();
            entries.add(newEntries);
        }
    }

    /** Serves until it is stopped. */
    public static void main(String[] args) throws InterruptedException {
        int port = Integer.getInteger("port", 9407);
        Registry own = Registry.create();
        Cache users = new Cache(own.withLabels(Labels.of("cache", "users")));
        Cache pages = new Cache(own.withLabels(Labels.of("cache", "pages")));
        users.put(3);
        pages.put(5);

        Gatherer all = Gatherers.merge(Registry.defaultRegistry(), own);
        try (MetricsServer server =
                MetricsServer.builder().port(port).gatherer(all).start()) {
            System.out.println("Metrics are at " + server.uri());
            server.join();
        }
    }
}
