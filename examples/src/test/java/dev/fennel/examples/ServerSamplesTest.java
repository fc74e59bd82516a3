package dev.fennel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.httpserver.MetricsServer;
import dev.fennel.httpserver.Tls;
import dev.fennel.metrics.Gauge;
import dev.fennel.registry.Registry;
import dev.fennel.testsupport.Age;
import dev.fennel.testsupport.Prometheus;
import dev.fennel.testsupport.Prometheus.Sample;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The samples of a server with authentication, and a real Prometheus that has the credentials. */
class ServerSamplesTest {
    private final Registry registry = Registry.pedantic();

    @TempDir
    Path folder;

    @Test
    void anOwnHandlerHasOptions() {
        MetricsServer server = MetricsServer.builder()
                .registry(registry)
                .handlerOptions(
                        options -> options.timeout(Duration.ofSeconds(9)).coalescing(true))
                .start();

        assertThat(server.port()).isPositive();
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void aPrometheusShowsItsPassword(Age age) throws Exception {
        Gauge.builder("queue_depth", "Jobs waiting.").register(registry).set(7);
        KeyPairFiles keys = KeyPairFiles.make(folder, "server");
        Path keystore = keys.keystore();
        char[] keystorePassword = KeyPairFiles.PASSWORD.toCharArray();
        char[] password = "s3cret".toCharArray();
        MetricsServer server = served(keystore, keystorePassword, password);

        try (server;
                Prometheus prometheus =
                        Prometheus.start(age, config(server, """
                        basic_auth: {username: prometheus, password: s3cret}
                            tls_config: {ca_file: %s, server_name: localhost}
                        """.formatted(keys.certificatePem())), folder)) {
            prometheus.await("queue_depth == 7", samples -> samples.size() == 1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPrometheusShowsItsCertificate(Age age) throws Exception {
        Gauge.builder("queue_depth", "Jobs waiting.").register(registry).set(7);
        KeyPairFiles keys = KeyPairFiles.make(folder, "server");
        KeyPairFiles client = KeyPairFiles.make(folder, "client");
        MetricsServer server = MetricsServer.builder()
                .host("127.0.0.1")
                .registry(registry)
                .tls(tls(keys.keystore(), client.truststore()))
                .start();

        try (server;
                Prometheus prometheus = Prometheus.start(
                        age,
                        config(server, """
                        tls_config: {ca_file: %s, server_name: localhost, cert_file: %s, key_file: %s}
                        """.formatted(keys.certificatePem(), client.certificatePem(), client.keyPem())),
                        folder)) {
            prometheus.await("queue_depth == 7", samples -> samples.size() == 1);
            assertThat(prometheus.query("up")).extracting(Sample::value).containsExactly(1.0);
        }
    }

    private MetricsServer served(Path keystore, char[] keystorePassword, char[] password) {
        MetricsServer server = MetricsServer.builder()
                .tls(Tls.keystore(keystore, keystorePassword))
                .basicAuth("prometheus", password)
                .registry(registry)
                .start();
        return server;
    }

    private static Tls tls(Path keystore, Path truststore) {
        char[] keystorePassword = KeyPairFiles.PASSWORD.toCharArray();
        char[] truststorePassword = KeyPairFiles.PASSWORD.toCharArray();
        Tls tls = Tls.keystore(keystore, keystorePassword).needClientAuth(truststore, truststorePassword);
        return tls;
    }

    private static String config(MetricsServer server, String access) {
        return """
                scrape_configs:
                  - job_name: guarded
                    scrape_interval: 3s
                    scheme: https
                    %s
                    static_configs:
                      - targets: ["127.0.0.1:%d"]
                """.formatted(access.strip(), server.port());
    }
}
