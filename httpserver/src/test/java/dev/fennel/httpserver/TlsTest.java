package dev.fennel.httpserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TlsTest {
    private static final String BODY = Fixtures.text(Fixtures.depth(7));
    private static final char[] PASSWORD = SelfSigned.PASSWORD.toCharArray();

    @TempDir
    private static Path directory;

    private static Path server;
    private static Path client;
    private static Path stranger;
    private static Path trustServer;
    private static Path trustClient;

    @BeforeAll
    static void makeKeys() throws Exception {
        server = SelfSigned.keystore(directory.resolve("server.p12"));
        client = SelfSigned.keystore(directory.resolve("client.p12"));
        stranger = SelfSigned.keystore(directory.resolve("stranger.p12"));
        trustServer = SelfSigned.truststore(server, directory.resolve("trust-server.p12"));
        trustClient = SelfSigned.truststore(client, directory.resolve("trust-client.p12"));
    }

    @Test
    void keystoreIsServedWith() throws Exception {
        for (Tls tls : new Tls[] {Tls.keystore(server, PASSWORD), Tls.keystore(server, PASSWORD, "PKCS12")}) {
            try (MetricsServer https = start(tls)) {
                assertThat(https.uri()).hasScheme("https");
                assertThat(Scraped.get(client(client), https.uri()).body()).isEqualTo(BODY);
                assertThat(RawClient.answer(https.port(), "GET /metrics HTTP/1.0"))
                        .doesNotContain(BODY);
            }
        }
    }

    @Test
    void clientsNeedACertificateThatIsTrusted() throws Exception {
        try (MetricsServer https = start(Tls.keystore(server, PASSWORD).needClientAuth(trustClient, PASSWORD))) {
            assertThat(Scraped.get(client(client), https.uri()).body()).isEqualTo(BODY);
            assertThatThrownBy(() -> Scraped.get(client(stranger), https.uri())).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> Scraped.get(client(trustServer), https.uri()))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void clientsMayHaveACertificateThatIsTrusted() throws Exception {
        try (MetricsServer https = start(Tls.keystore(server, PASSWORD).wantClientAuth(trustClient, PASSWORD))) {
            assertThat(Scraped.get(client(client), https.uri()).body()).isEqualTo(BODY);
            assertThat(Scraped.get(client(trustServer), https.uri()).body()).isEqualTo(BODY);
        }
    }

    @Test
    void contextSaysItselfWhomToTrust() throws Exception {
        Tls tls = Tls.context(SelfSigned.context(server, trustClient));
        try (MetricsServer https = start(tls.needClientAuth())) {
            assertThat(Scraped.get(client(client), https.uri()).body()).isEqualTo(BODY);
            assertThatThrownBy(() -> Scraped.get(client(trustServer), https.uri()))
                    .isInstanceOf(IOException.class);
        }
        try (MetricsServer https = start(tls.wantClientAuth())) {
            assertThat(Scraped.get(client(trustServer), https.uri()).body()).isEqualTo(BODY);
        }
        try (MetricsServer https = start(tls)) {
            assertThat(Scraped.get(client(stranger), https.uri()).body()).isEqualTo(BODY);
        }
    }

    @Test
    void trustIsSaidOnceAndAlways() throws Exception {
        Tls ofKeystore = Tls.keystore(server, PASSWORD);
        Tls ofContext = Tls.context(SSLContext.getDefault());

        assertThatThrownBy(ofKeystore::needClientAuth)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("client certificates beside a keystore: expected a truststore");
        assertThatThrownBy(ofKeystore::wantClientAuth).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> ofContext.needClientAuth(trustClient, PASSWORD))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("got a truststore beside a context, expected it in the context");
        assertThatThrownBy(() -> ofContext.wantClientAuth(trustClient, PASSWORD))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void badFilesAreNamed() throws Exception {
        Path missing = directory.resolve("missing.p12");
        Path text = Files.writeString(directory.resolve("text.p12"), "-----BEGIN CERTIFICATE-----");

        assertThatThrownBy(() -> Tls.keystore(missing, PASSWORD))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("keystore \"" + missing + "\": there is no such file");
        assertThatThrownBy(() -> Tls.keystore(server, "wrong".toCharArray()))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(server.toString());
        assertThatThrownBy(() -> Tls.keystore(text, PASSWORD))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text.toString());
        assertThatThrownBy(() -> Tls.keystore(server, PASSWORD, "PEM"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PEM");
        assertThatThrownBy(() -> Tls.keystore(trustClient, PASSWORD))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("keystore \"" + trustClient + "\": expected a key, got none");
        assertThatThrownBy(() -> Tls.keystore(server, PASSWORD).needClientAuth(client, PASSWORD))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("truststore \"" + client + "\": expected certificates to trust, got none");
    }

    private static MetricsServer start(Tls tls) {
        return MetricsServer.builder()
                .host("127.0.0.1")
                .handler(MetricsHandler.builder()
                        .gatherer(() -> Fixtures.depth(7))
                        .build())
                .tls(tls)
                .start();
    }

    /** A client with the key in a store, if there is one. */
    private static SSLContext client(Path keys) throws Exception {
        return SelfSigned.context(keys, trustServer);
    }
}
