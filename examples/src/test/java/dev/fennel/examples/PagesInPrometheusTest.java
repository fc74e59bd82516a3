package dev.fennel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.testsupport.Age;
import dev.fennel.testsupport.BothAges;
import dev.fennel.testsupport.Prometheus;
import dev.fennel.testsupport.Prometheus.Sample;
import dev.fennel.testsupport.Promtool;
import dev.fennel.testsupport.RealServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

/** The configurations of Prometheus in the pages. */
@BothAges
class PagesInPrometheusTest {
    @Parameter
    Age age;

    @TempDir
    Path folder;

    private static List<String> configurations() throws IOException {
        List<String> found = new ArrayList<>();
        for (Page page : Page.all()) {
            page.blocks("yaml").stream()
                    .filter(block -> block.contains("scrape_configs:"))
                    .forEach(found::add);
        }
        return found;
    }

    @Test
    void promtoolAcceptsThem() throws IOException {
        assertThat(configurations()).hasSizeGreaterThanOrEqualTo(3);
        for (String configuration : configurations()) {
            Path file = folder.resolve("prometheus.yml");
            Files.writeString(file, configuration);
            Promtool.Result result = Promtool.run(age, "check", "config", file.toString());
            assertThat(result.status()).as(result.output()).isZero();
        }
    }

    @Test
    void theProberIsAskedForEachTarget() throws IOException {
        String configuration = configurations().stream()
                .filter(block -> block.contains("/probe"))
                .findFirst()
                .orElseThrow();
        try (RealServer prober = Example.serve(Prober.class)) {
            String itself = prober.uri().getAuthority();
            String config = configuration
                    .replace("localhost:9409", itself)
                    .replace("db1.example.com:5432", itself)
                    .replace("db2.example.com:5432", "127.0.0.1:1") // nobody listens on that port
                    .replace("metrics_path:", "scrape_interval: 3s\n    metrics_path:");
            try (Prometheus prometheus = Prometheus.start(age, config, folder)) {
                prometheus.await("probe_success", found -> found.size() == 2);
                assertThat(prometheus.query("probe_success{instance=\"" + itself + "\"}"))
                        .extracting(Sample::value)
                        .containsExactly(1.0);
                assertThat(prometheus.query("probe_success{instance=\"127.0.0.1:1\"}"))
                        .extracting(Sample::value)
                        .containsExactly(0.0);
            }
        }
    }
}
