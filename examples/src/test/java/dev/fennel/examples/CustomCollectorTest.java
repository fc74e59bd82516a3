package dev.fennel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.examples.CustomCollector.ClusterManager;
import dev.fennel.examples.CustomCollector.ClusterManagerCollector;
import dev.fennel.examples.CustomCollector.HostState;
import dev.fennel.exposition.Format;
import dev.fennel.registry.Registry;
import dev.fennel.testsupport.RealServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CustomCollectorTest {
    @Test
    void tellsOfBothZones() {
        try (RealServer program = Example.serve(CustomCollector.class)) {
            assertThat(program.get("/metrics")).contains("""
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
    void hostsComeAndGoFromOneScrapeToTheNext() throws IOException {
        ClusterManager manager = new ClusterManager("db");
        Registry registry = Registry.pedantic();
        registry.register(new ClusterManagerCollector(manager));
        assertThat(scrape(registry)).isEmpty();

        manager.put("a", new HostState(1, 2));
        assertThat(scrape(registry))
                .contains("_total{host=\"a\",zone=\"db\"} 1\n", "_bytes{host=\"a\",zone=\"db\"} 2\n");

        manager.put("a", new HostState(3, 4));
        manager.put("b", new HostState(5, 6));
        assertThat(scrape(registry))
                .contains("_total{host=\"a\",zone=\"db\"} 3\n", "_bytes{host=\"b\",zone=\"db\"} 6\n");

        manager.remove("a");
        assertThat(scrape(registry)).contains("host=\"b\"").doesNotContain("host=\"a\"");
    }

    @Test
    void theManagerIsAskedOnceForEachScrapeAndNotBefore() throws IOException {
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

        scrape(registry);
        assertThat(asked).hasValue(1);
        scrape(registry);
        assertThat(asked).hasValue(2);
    }

    private static String scrape(Registry registry) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(Format.TEXT.write(registry.gather(), out)).isEmpty();
        return out.toString(StandardCharsets.UTF_8);
    }
}
