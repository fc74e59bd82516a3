package dev.fennel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.testsupport.FreePort;
import dev.fennel.testsupport.Prometheus;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the service pushes into a real VictoriaMetrics. */
class OtlpServiceTest {
    @TempDir
    Path folder;

    @Test
    void theStoreHasWhatTheServicePushedAtItsEnd() throws Exception {
        try (Prometheus store = Prometheus.startVictoriaMetrics("scrape_configs: []", folder)) {
            String url = store.uri() + "/opentelemetry/v1/metrics";
            assertThat(Example.run(OtlpService.class, "-Dcollector=" + url, "-Dinstance=i"))
                    .isEqualTo(new Example.Ended(0, "Pushed to " + url + "\n"));
            assertThat(store.await("shop_order_duration_seconds_count == 1000", samples -> {
                        store.flush();
                        return !samples.isEmpty();
                    }))
                    .singleElement()
                    .satisfies(sample -> assertThat(sample.labels()).containsEntry("service.instance.id", "i"));
            assertThat(store.query("shop_orders_total"))
                    .extracting(Prometheus.Sample::value)
                    .containsExactly(1000.0);
        }
    }

    @Test
    void aCollectorThatIsOutOfReachDoesNotStopTheService() throws Exception {
        Example.Ended ended = Example.run(OtlpService.class, "-Dcollector=http://127.0.0.1:" + FreePort.find());
        assertThat(ended.status()).isZero();
        assertThat(ended.output()).contains("sent 0 of 2 data points", "the connection was refused", "Pushed to ");
    }
}
