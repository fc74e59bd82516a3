package dev.fennel.examples;

import static dev.fennel.testing.MetricAssertions.assertThatMetrics;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.testing.GatheredMetrics;
import dev.fennel.testsupport.Age;
import dev.fennel.testsupport.Prometheus;
import dev.fennel.testsupport.RealServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The first minutes with the README: its first program is compiled and run as it stands, and Prometheus scrapes it. */
class FirstMetricTest {
    private static final String PORT = "9400";

    @TempDir
    Path folder;

    private Page readme;

    @BeforeEach
    void read() throws IOException {
        readme = Page.of("README.md");
    }

    /** The version of the module's parent. */
    static String projectVersion() throws IOException {
        return Files.readString(Path.of("pom.xml")).replaceAll("(?s).*?<parent>.*?<version>(.*?)</version>.*", "$1");
    }

    private RealServer startShop() throws IOException {
        String source = readme.blocks("java").get(0);
        assertThat(source).contains(PORT);
        return RealServer.start(
                port -> Example.sourceCommand(
                        folder.resolve("Shop.java"), source.replace(PORT, Integer.toString(port))),
                "/metrics");
    }

    @Test
    void theProgramServesItsMetricsAndThoseOfTheJvm() throws IOException {
        try (RealServer shop = startShop()) {
            String page = Example.await(shop, metrics -> metrics.contains("\nshop_orders_total{"));
            assertThatMetrics(GatheredMetrics.parse(page))
                    .named("jvm_memory_used_bytes")
                    .isNotEmpty();
            assertThat(shop.output()).startsWith("Metrics are at http://localhost:");
        }
    }

    @ParameterizedTest
    @EnumSource
    void prometheusHasThem(Age age) throws IOException {
        try (RealServer shop = startShop()) {
            String config = readme.blocks("yaml").get(0);
            assertThat(config).contains("localhost:" + PORT);
            String port = Integer.toString(shop.uri().getPort());
            try (Prometheus prometheus =
                    Prometheus.start(age, config.replace(PORT, port).replace("15s", "3s"), folder)) {
                prometheus.await("shop_orders_total{job=\"shop\"}", found -> !found.isEmpty());
            }
        }
    }

    @Test
    void theVersionInTheReadmeIsTheProjects() throws IOException {
        String version = projectVersion();
        assertThat(readme.blocks("xml").get(0)).contains("<version>" + version + "</version>");
        assertThat(readme.blocks("kotlin").get(0)).contains("dev.fennel:fennel-httpserver:" + version);
    }
}
