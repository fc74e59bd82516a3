package dev.fennel.examples;

import static dev.fennel.testing.MetricAssertions.assertThatMetrics;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.examples.CustomCollector.ClusterManager;
import dev.fennel.examples.CustomCollector.ClusterManagerCollector;
import dev.fennel.examples.CustomCollector.HostState;
import dev.fennel.registry.Registry;
import dev.fennel.testsupport.RealServer;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CustomCollectorTest {
    private static final String CRASHES = "clustermanager_oom_crashes_total";
    private static final String RAM = "clustermanager_ram_usage_bytes";

    @Test
    void bothZonesAreReported() {
        try (RealServer program = Example.serve(CustomCollector.class)) {
            assertThatMetrics(program.uri("/metrics")).named(CRASHES, RAM).isEqualTo("""
                    # HELP clustermanager_oom_crashes_total Crashes of hosts for lack of memory.
                    # TYPE clustermanager_oom_crashes_total counter
                    clustermanager_oom_crashes_total{host="ca1.example.com",zone="ca"} 2001
                    clustermanager_oom_crashes_total{host="db1.example.com",zone="db"} 42
                    clustermanager_oom_crashes_total{host="db2.example.com",zone="db"} 0
                    # HELP clustermanager_ram_usage_bytes Memory that hosts use.
                    # TYPE clustermanager_ram_usage_bytes gauge
                    clustermanager_ram_usage_bytes{host="ca1.example.com",zone="ca"} 1e+09
                    clustermanager_ram_usage_bytes{host="db1.example.com",zone="db"} 6.023e+09
                    clustermanager_ram_usage_bytes{host="db2.example.com",zone="db"} 3e+09
                    """);
        }
    }

    @Test
    void hostsComeAndGoFromOneScrapeToTheNext() {
        ClusterManager manager = new ClusterManager("db");
        Registry registry = Registry.pedantic();
        registry.register(new ClusterManagerCollector(manager));
        assertThatMetrics(registry).isEmpty();

        manager.put("a", new HostState(1, 2));
        assertThatMetrics(registry).isEqualTo("""
                # HELP clustermanager_oom_crashes_total Crashes of hosts for lack of memory.
                # TYPE clustermanager_oom_crashes_total counter
                clustermanager_oom_crashes_total{host="a",zone="db"} 1
                # HELP clustermanager_ram_usage_bytes Memory that hosts use.
                # TYPE clustermanager_ram_usage_bytes gauge
                clustermanager_ram_usage_bytes{host="a",zone="db"} 2
                """);

        manager.put("a", new HostState(3, 4));
        manager.put("b", new HostState(5, 6));
        assertThatMetrics(registry).hasCount(4).contains("""
                clustermanager_oom_crashes_total{host="a",zone="db"} 3
                clustermanager_ram_usage_bytes{host="b",zone="db"} 6
                """);

        manager.remove("a");
        assertThatMetrics(registry).hasCount(2).withLabels("host", "b").hasCount(2);
    }

    @Test
    void theManagerIsAskedOnceForEachScrapeAndNotBefore() {
        AtomicInteger asked = new AtomicInteger();
        ClusterManager manager = new ClusterManager("db") {
            @Override
            Map<String, HostState> assess() {
                asked.incrementAndGet();
                return super.assess();
            }
        };
        Registry registry = Registry.pedantic();
        registry.register(new ClusterManagerCollector(manager));
        assertThat(asked).hasValue(0);

        registry.gather();
        assertThat(asked).hasValue(1);
        registry.gather();
        assertThat(asked).hasValue(2);
    }
}
