package dev.fennel.httpserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.registry.GatherResult;
import dev.fennel.registry.Registry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that ask for more than the system's buffers hold, and then hardly read. */
@Timeout(60)
class SlowReadersTest {
    private static final int SLOTS = 4;
    private static final GatherResult LARGE = Fixtures.large(250_000);
    private static final int LENGTH = Fixtures.text(LARGE).length();

    private final ServerThreadsLeft threads = new ServerThreadsLeft();
    private final List<RawClient> clients = new ArrayList<>();
    private final Registry own = Registry.create();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theyAreCutOffAndLeaveTheirSlotsToOthers(boolean withTls) throws Exception {
        SSLContext tls = SelfSigned.context(directory);
        try (MetricsServer server = server(withTls ? tls : null, Duration.ofSeconds(4))) {
            for (int i = 0; i < SLOTS; i++) {
                readOneByte(server, withTls ? tls : null);
            }
            assertThat(Scraped.get(tls, server.uri().resolve("/-/healthy")).body())
                    .isEqualTo("ok\n");
            Fixtures.awaitNoneInFlight(own); // before all are cut off, one that reads on would get the whole answer
            assertThat(Scraped.get(tls, server.uri(), "Accept-Encoding", "gzip").statusCode())
                    .isEqualTo(200);
            for (RawClient client : clients) {
                assertThat(client.readUntilCutOff().length()).isLessThan(LENGTH);
                client.close();
            }
        }
        threads.assertNone();
    }

    @Test
    void theyAreCutOffAsSoonAsAScrapeWaitsForTheirSlots() throws Exception {
        try (MetricsServer server = server(null, Duration.ofHours(1))) {
            for (int i = 0; i < SLOTS; i++) {
                readOneByte(server, null);
            }
            assertThat(Scraped.get(server.uri(), "Accept-Encoding", "gzip").statusCode())
                    .isEqualTo(200);
            for (RawClient client : clients) {
                client.close();
            }
        }
        threads.assertNone();
    }

    @Test
    void theyAreCutOffForAHealthCheckToo() throws Exception {
        try (MetricsServer server = server(null, Duration.ofHours(1))) {
            for (int i = 0; i < SLOTS; i++) {
                readOneByte(server, null);
            }
            assertThat(Scraped.get(server.uri().resolve("/-/healthy")).body()).isEqualTo("ok\n");
            for (RawClient client : clients) {
                client.close();
            }
        }
        threads.assertNone();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theyDoNotKeepTheServerFromClosing(boolean withTls) throws Exception {
        SSLContext tls = withTls ? SelfSigned.context(directory) : null;
        MetricsServer server = server(tls, Duration.ofHours(1));
        for (int i = 0; i < SLOTS; i++) {
            readOneByte(server, tls);
        }
        server.close();

        threads.assertNone();
        for (RawClient client : clients) {
            client.close();
        }
    }

    @Test
    void tlsClientThatFallsSilentInTheHandshakeIsCutOff() throws Exception {
        SSLContext tls = SelfSigned.context(directory);
        try (MetricsServer server = server(tls, Duration.ofSeconds(2));
                RawClient silent = new RawClient(server.port())) {
            silent.sendRaw("\u0016\u0003\u0001"); // how a handshake begins
            assertThat(silent.isEnded()).isTrue();
            assertThat(Scraped.get(tls, server.uri().resolve("/-/healthy")).body())
                    .isEqualTo("ok\n");
        }
    }

    private MetricsServer server(SSLContext tls, Duration clientTimeout) {
        MetricsServer.Builder builder = MetricsServer.builder()
                .host("127.0.0.1")
                .handler(MetricsHandler.builder()
                        .gatherer(() -> LARGE)
                        .registerer(own)
                        .maxRequestsInFlight(SLOTS)
                        .build())
                .clientTimeout(clientTimeout)
                .closeGrace(Duration.ofMillis(100));
        return (tls == null ? builder : builder.tls(Tls.context(tls))).start();
    }

    private void readOneByte(MetricsServer server, SSLContext tls) throws IOException {
        Socket plain = new Socket();
        plain.setReceiveBufferSize(4096);
        plain.connect(new InetSocketAddress("127.0.0.1", server.port()));
        RawClient client = new RawClient(tls == null ? plain : overTls(tls, plain));
        clients.add(client);
        client.send("GET /metrics HTTP/1.1");
        assertThat(client.socket.getInputStream().read()).isEqualTo('H');
    }

    private static SSLSocket overTls(SSLContext tls, Socket plain) throws IOException {
        return (SSLSocket) tls.getSocketFactory().createSocket(plain, "localhost", plain.getPort(), true);
    }
}
