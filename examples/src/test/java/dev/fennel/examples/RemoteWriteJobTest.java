package dev.fennel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.testsupport.Age;
import dev.fennel.testsupport.BothAges;
import dev.fennel.testsupport.FreePort;
import dev.fennel.testsupport.Prometheus;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

/** What the job writes into a real Prometheus server. */
@BothAges
class RemoteWriteJobTest {
    @Parameter
    Age age;

    @TempDir
    Path folder;

    @Test
    void theStoreHasTheEndOfTheJobAndItsMetrics() throws Exception {
        try (Prometheus store = Prometheus.start(
                age,
                "global: {}",
                folder,
                "--web.enable-remote-write-receiver",
                "--enable-feature=native-histograms")) {
            String url = store.uri() + "/api/v1/write";
            assertThat(Example.run(RemoteWriteJob.class, "-Dstore=" + url, "-Dinstance=i"))
                    .isEqualTo(new Example.Ended(0, "Pushed to " + url + "\n"));
            assertValue(store, "report_lines_total{instance=\"i\",job=\"report\"}", 500);
            assertValue(store, "report_success{instance=\"i\",job=\"report\"}", 1);
            boolean newest = age == Age.NEWEST; // the old one gets a classic histogram
            String count = "report_page_duration_seconds";
            assertValue(store, newest ? "histogram_count(" + count + ")" : count + "_count", 10);
            assertValue(store, "time() - last_over_time(report_last_success_timestamp_seconds[2d]) < bool 600", 1);
        }
    }

    private static void assertValue(Prometheus store, String promql, double value) {
        assertThat(store.query(promql))
                .as(promql)
                .extracting(Prometheus.Sample::value)
                .containsExactly(value);
    }

    @Test
    void aStoreThatIsOutOfReachIsReported() throws Exception {
        Example.Ended ended =
                Example.run(RemoteWriteJob.class, "-Dstore=http://127.0.0.1:" + FreePort.find() + "/api/v1/write");
        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.output()).startsWith("Cannot push: wrote 0 of ").contains("the connection was refused");
    }
}
