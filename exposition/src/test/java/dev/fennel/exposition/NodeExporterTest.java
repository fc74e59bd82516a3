package dev.fennel.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.metrics.Counter;
import dev.fennel.metrics.Gauge;
import dev.fennel.metrics.Histogram;
import dev.fennel.metrics.Summary;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.registry.GatherResult;
import dev.fennel.registry.Registry;
import dev.fennel.testsupport.Age;
import dev.fennel.testsupport.BothAges;
import dev.fennel.testsupport.RealProgram;
import dev.fennel.testsupport.RealServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

/** What a real node_exporter makes of the files. */
@BothAges
class NodeExporterTest {
    @Parameter
    Age age;

    @TempDir
    private Path directory;

    private RealServer start() {
        Path program = RealProgram.find("prometheus-node-exporter");
        return RealServer.start(
                port -> List.of(
                        program.toString(),
                        "--collector.disable-defaults",
                        "--collector.textfile",
                        "--collector.textfile.directory=" + directory,
                        "--web.listen-address=127.0.0.1:" + port),
                "/metrics");
    }

    private void write(String name, String metric, String help) throws IOException {
        Registry registry = Registry.pedantic();
        Gauge.builder(metric, help).register(registry).set(1);
        Textfile.write(registry, directory.resolve(name));
    }

    @Test
    void allTypesAreServed() throws IOException {
        Registry registry = Registry.pedantic();
        Counter.builder("jobs_total", "Jobs, with \\ and \n.")
                .register(registry)
                .add(3);
        Gauge.builder("mÿ.gauge", "").register(registry).set(Double.NaN);
        Histogram.builder("seconds", "Time.").buckets(1).register(registry).observe(2);
        Summary.builder("bytes", "Size.")
                .objective(0.5, 0.05)
                .register(registry)
                .observe(9);
        Textfile.write(registry, directory.resolve("job.prom"));
        try (RealServer exporter = start()) {
            assertThat(exporter.get("/metrics"))
                    .contains(
                            "\njobs_total 3\n",
                            "\nm__gauge NaN\n",
                            "\nseconds_bucket{le=\"1\"} 0\nseconds_bucket{le=\"+Inf\"} 1\nseconds_sum 2\nseconds_count 1\n",
                            "\nbytes{quantile=\"0.5\"} 9\nbytes_sum 9\nbytes_count 1\n",
                            "\nnode_textfile_mtime_seconds{file=\"" + directory.resolve("job.prom") + "\"} ",
                            "\nnode_textfile_scrape_error 0\n");
        }
    }

    @Test
    void demandsAreThoseThatTheDocumentationNames() throws IOException {
        write("a.prom", "shared", "One help text.");
        write("b.prom", "shared", "Another.");
        write("c.txt", "in_a_text_file", "Help.");
        write("d.prom", "process_open_fds", "Help.");
        ConstMetric timed = ConstMetric.of(Desc.gauge("timed", "Help."), 1).withTimestamp(Instant.EPOCH);
        try (OutputStream out = Files.newOutputStream(directory.resolve("e.prom"))) {
            Format.TEXT.write(new GatherResult(Families.of(timed), List.of()), out);
        }
        try (RealServer exporter = start()) {
            assertThat(exporter.get("/metrics"))
                    .contains("\n# HELP shared One help text.\n", "\nshared 1\n", "\nnode_textfile_scrape_error 1\n")
                    .doesNotContain("Another.", "in_a_text_file", "\nprocess_open_fds 1\n", "\ntimed ");
        }
    }
}
