package dev.fennel.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.exposition.EscapingScheme;
import dev.fennel.exposition.Format;
import dev.fennel.metrics.Counter;
import dev.fennel.registry.GatherError;
import dev.fennel.registry.Registry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The sample in the Javadoc of {@link Format}. */
class OpenMetricsSamplesTest {
    @Test
    void aFormatIsChosenAndWritten() throws IOException {
        Registry registry = Registry.pedantic();
        Counter.builder("my.jobs_total", "Jobs.").register(registry).inc();
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        Format format =
                Format.OPENMETRICS.withEscaping(EscapingScheme.ALLOW_UTF_8).withCreatedSamples();
        List<GatherError> errors = format.write(registry.gather(), out);

        assertThat(errors).isEmpty();
        assertThat(out.toString(UTF_8))
                .startsWith("# HELP \"my.jobs\" Jobs.\n# TYPE \"my.jobs\" counter\n{\"my.jobs_total\"} 1.0\n")
                .containsPattern("\\{\"my\\.jobs_created\"} 1\\.\\d+e\\+09\n# EOF\n");
    }
}
