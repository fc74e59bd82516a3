package dev.fennel.examples;

import dev.fennel.httpserver.MetricsServer;
import dev.fennel.model.Collector;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.registry.Registry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * A custom collector. It exposes the metrics of a cluster manager, which keeps its own numbers and returns them at each
 * scrape.
 *
 * <pre>
 * java -Dport=9402 -cp examples/target/fennel-examples.jar dev.fennel.examples.CustomCollector
 * </pre>
 *
 * <p>Look at {@code clustermanager_ram_usage_bytes}. There is a manager for each of two zones. Both collectors describe
 * metrics of the same names, and differ in a const label, so one registry takes both. The hosts are a variable label:
 * they come and go, and a host that is gone is not in the next scrape.
 *
 * <p>The registry is pedantic, as it should be in a test of a collector: it would report a metric that was not
 * described.
 */
public final class CustomCollector {
    private CustomCollector() {}

    /** Manages the hosts of a zone. It is a stand-in for a class that knows nothing about metrics. */
    static class ClusterManager {
        private final String zone;
        private final Map<String, HostState> hosts = new ConcurrentHashMap<>();

        ClusterManager(String zone) {
            this.zone = zone;
        }

        String zone() {
            return zone;
        }

        void put(String host, HostState state) {
            hosts.put(host, state);
        }

        void remove(String host) {
            hosts.remove(host);
        }

        /** Queries all hosts. This is expensive, so it is done only when somebody wants to know. */
        Map<String, HostState> assess() {
            return Map.copyOf(hosts);
        }
    }

    /** The state of a host. */
    record HostState(long crashes, double ramBytes) {}

    /**
     * Collects the state of a cluster as metrics.
     *
     * <p>It keeps only descriptions and no values, so several threads can scrape it if they can use the manager. It
     * queries the manager once for each scrape, so that the metrics of a scrape are consistent.
     */
    static final class ClusterManagerCollector implements Collector {
        private final ClusterManager manager;
        private final Desc crashes;
        private final Desc ram;

        ClusterManagerCollector(ClusterManager manager) {
            Labels zone = Labels.of("zone", manager.zone());
            this.manager = manager;
            this.crashes = Desc.counter(
                            "clustermanager_oom_crashes_total", "Crashes of hosts for lack of memory.", "host")
                    .withConstLabels(zone);
            this.ram = Desc.gauge("clustermanager_ram_usage_bytes", "Memory that hosts use.", "host")
                    .withUnit("bytes")
                    .withConstLabels(zone);
        }

        @Override
        public void describe(Consumer<? super Desc> out) {
            out.accept(crashes);
            out.accept(ram);
        }

        @Override
        public void collect(Consumer<? super Metric> out) {
            manager.assess().forEach((host, state) -> {
                out.accept(ConstMetric.of(crashes, state.crashes(), host));
                out.accept(ConstMetric.of(ram, state.ramBytes(), host));
            });
        }
    }

    /** Serves until it is stopped. */
    public static void main(String[] args) throws InterruptedException {
        int port = Integer.getInteger("port", 9402);
        ClusterManager databases = new ClusterManager("db");
        databases.put("db1.example.com", new HostState(42, 6.023e9));
        databases.put("db2.example.com", new HostState(0, 3e9));
        ClusterManager authorities = new ClusterManager("ca");
        authorities.put("ca1.example.com", new HostState(2001, 1e9));

        Registry registry = Registry.pedantic();
        registry.register(new ClusterManagerCollector(databases));
        registry.register(new ClusterManagerCollector(authorities));
        try (MetricsServer server =
                MetricsServer.builder().port(port).registry(registry).start()) {
            System.out.println("Metrics are at " + server.uri());
            server.join();
        }
    }
}
