package dev.fennel.examples;

import dev.fennel.httpserver.MetricsServer;
import dev.fennel.model.Collector;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.registry.Registry;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A custom collector: metrics of a cluster manager that keeps its own numbers and is asked for them at each scrape.
 *
 * <p>There is a manager for each of two zones. Both collectors describe metrics of the same names, and are told apart
 * by a const label, so one registry takes both. The registry is pedantic, as one in a test of a collector should be:
 * it would report a metric that was not described.
 *
 * <p>Argument: the port, 9400 if left out.
 */
public final class CustomCollector {
    private CustomCollector() {}

    /** Manages a cluster; a stand-in for a class that knows nothing of metrics. */
    static final class ClusterManager {
        private final Map<String, HostState> hosts;

        ClusterManager(Map<String, HostState> hosts) {
            this.hosts = hosts;
        }

        /** Asks all hosts: too expensive to be done more often than somebody wants to know. */
        Map<String, HostState> assess() {
            return hosts;
        }
    }

    /** What is known of a host. */
    record HostState(int crashes, double ramBytes) {}

    /** Tells the state of a cluster as metrics. */
    static final class ClusterManagerCollector implements Collector {
        private final ClusterManager manager;
        private final Desc crashes;
        private final Desc ram;

        ClusterManagerCollector(ClusterManager manager, String zone) {
            Labels zoneLabel = Labels.of("zone", zone);
            this.manager = manager;
            this.crashes = Desc.counter(
                            "clustermanager_oom_crashes_total", "Crashes of hosts for lack of memory.", "host")
                    .withConstLabels(zoneLabel);
            this.ram = Desc.gauge("clustermanager_ram_usage_bytes", "Memory that hosts use.", "host")
                    .withUnit("bytes")
                    .withConstLabels(zoneLabel);
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

    static Registry twoZones() {
        Registry registry = Registry.pedantic();
        registry.register(new ClusterManagerCollector(
                new ClusterManager(
                        Map.of("db1.example.com", new HostState(42, 6.023e9), "db2.example.com", new HostState(0, 3e9))),
                "db"));
        registry.register(new ClusterManagerCollector(
                new ClusterManager(Map.of("ca1.example.com", new HostState(2001, 1e9))), "ca"));
        return registry;
    }

    /** Serves until it is stopped. */
    public static void main(String[] args) throws InterruptedException {
        int port = args.length > 0 ? Integer.parseInt(args[0]) : 9400;
        try (MetricsServer server =
                MetricsServer.builder().port(port).registry(twoZones()).start()) {
            System.out.println("Metrics are at " + server.uri());
            Thread.currentThread().join();
        }
    }
}
