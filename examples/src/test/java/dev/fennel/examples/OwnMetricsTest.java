package dev.fennel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.collectors.BuildInfoCollector;
import dev.fennel.collectors.JvmCollector;
import dev.fennel.collectors.ProcessCollector;
import dev.fennel.exposition.catalogue.Catalogue;
import dev.fennel.http.ClientInstrumentation;
import dev.fennel.http.ServerInstrumentation;
import dev.fennel.httpserver.MetricsHandler;
import dev.fennel.registry.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Holds {@code METRICS.md}, which lists what the library itself exposes, against what its parts describe. With the
 * system property {@code metrics.update}, the test rewrites the page instead.
 */
class OwnMetricsTest {
    private static final Path PAGE = Path.of("METRICS.md");

    @Test
    void thePageListsTheMetricsOfAllParts() throws IOException {
        Registry registry = Registry.create();
        registry.register(new JvmCollector());
        registry.register(new ProcessCollector());
        registry.register(BuildInfoCollector.builder("example").version("1").build());
        ServerInstrumentation.standard(registry);
        ClientInstrumentation.standard(registry);
        MetricsHandler.builder().registry(registry).build().close();
        String markdown = Catalogue.of(registry).markdown("The metrics of the library itself");

        if (System.getProperty("metrics.update") != null) {
            Files.writeString(PAGE, markdown);
        }
        assertThat(markdown)
                .as("rewrite the page with: mvn test -pl examples -am -Dtest=OwnMetricsTest -Dmetrics.update")
                .isEqualTo(Files.readString(PAGE));
    }
}
