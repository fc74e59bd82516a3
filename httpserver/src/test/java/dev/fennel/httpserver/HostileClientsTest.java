package dev.fennel.httpserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.httpserver.ServerThreads.ExchangePool;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients may do to a server, which then serves the next one as if nothing had been, and ends all its threads. */
@Timeout(60)
class HostileClientsTest {
    private static final String BODY = Fixtures.text(Fixtures.depth(7));

    private final ServerThreadsLeft threads = new ServerThreadsLeft();
    private final List<RawClient> clients = new ArrayList<>();
    private MetricsServer server;

    @BeforeEach
    void start() {
        server = start(Duration.ofSeconds(2));
    }

    private static MetricsServer start(Duration clientTimeout) {
        return MetricsServer.builder()
                .host("127.0.0.1")
                .handler(MetricsHandler.builder()
                        .gatherer(() -> Fixtures.depth(7))
                        .build())
                .clientTimeout(clientTimeout)
                .start();
    }

    @AfterEach
    void serverIsHealthyAndEnds() throws Exception {
        assertThat(Scraped.get(server.uri()).body()).isEqualTo(BODY);
        for (RawClient client : clients) {
            client.close();
        }
        server.close();
        threads.assertNone();
    }

    @Test
    void silentClientsWithHalfARequestAreCutOff() throws Exception {
        for (int i = 0; i < 2 * ExchangePool.MAX_THREADS; i++) {
            connect().sendRaw("GET /metrics HTTP/1.1\r\nHost: te");
        }
        assertThat(Scraped.get(server.uri()).body()).isEqualTo(BODY);
        for (RawClient client : clients) {
            assertThat(client.isEnded()).isTrue();
        }
    }

    @Test
    void silentClientsAreCutOffAsSoonAsOthersWaitForTheirThreads() throws Exception {
        try (MetricsServer patient = start(Duration.ofHours(1))) {
            for (int i = 0; i < ExchangePool.MAX_THREADS; i++) {
                RawClient client = new RawClient(patient.port());
                clients.add(client);
                client.sendRaw("GET /metrics HTTP/1.1\r\nHost: te");
            }
            assertThat(Scraped.get(patient.uri()).body()).isEqualTo(BODY);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /metrics HTTP/1.1\r\nX: ",
                "GET /",
                "GET /metrics HTTP/1.1\r\nHost: test\r\nContent-Length: 1000\r\n\r\n"
            })
    void clientThatSendsByteByByteIsCutOff(String start) throws IOException {
        RawClient client = connect();
        client.sendRaw(start);

        assertThat(client.trickleUntilCutOff()).isBetween(1, 500);
    }

    @Test
    void aThousandConnectionsAtOnceAreServed() throws Exception {
        for (int i = 0; i < 1_000; i++) {
            connect();
        }
        for (RawClient client : clients) {
            client.send("GET /metrics HTTP/1.1");
        }
        for (RawClient client : clients) {
            assertThat(client.readAnswer()).endsWith("\r\n\r\n" + BODY);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0001\u0002\u0003\u0004\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003", // a client that speaks TLS
                "GET\r\n\r\n",
                "GET /metrics\r\n\r\n",
                "GET /%zz HTTP/1.1\r\n\r\n",
                "GET mailto:somebody HTTP/1.1\r\n\r\n",
                "GET * HTTP/1.1\r\n\r\n",
                "GET /metrics HTTP/1.1\r\nno header\r\n\r\n",
                "GET /metrics HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
                "GET /metrics HTTP/1.1\r\nContent-Length: many\r\n\r\n",
                "GET /metrics HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "GET /metrics HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "GET /metrics HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
                "POST /metrics HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n7fffffff\r\n"
            })
    void malformedRequestIsRefused(String request) throws IOException {
        RawClient client = connect();
        client.sendRaw(request);

        assertThat(client.readUntilCutOff()).doesNotStartWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /%s HTTP/1.1\r\n\r\n",
                "GET /metrics HTTP/1.1\r\nX: %s\r\n\r\n",
                "POST /metrics HTTP/1.1\r\nContent-Length: 1000000000\r\n\r\n%s"
            })
    void oversizedRequestIsCutOff(String format) throws IOException {
        RawClient client = connect();
        client.sendUntilCutOff(String.format(format, "a".repeat(4_000_000)));

        assertThat(client.readUntilCutOff()).doesNotStartWith("HTTP/1.1 200 ");
    }

    @Test
    void requestWithTooManyHeadersIsCutOff() throws IOException {
        StringBuilder request = new StringBuilder("GET /metrics HTTP/1.1\r\n");
        for (int i = 0; i < 10_000; i++) {
            request.append("X-").append(i).append(": y\r\n");
        }
        RawClient client = connect();
        client.sendUntilCutOff(request.append("\r\n").toString());

        assertThat(client.readUntilCutOff()).doesNotStartWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "G", "GET /metrics HTTP/1.1\r\nHo", "GET /metrics HTTP/1.1\r\nContent-Length: 9\r\n\r\nab"})
    void clientsThatHangUpInTheirRequestAreForgotten(String request) throws IOException {
        for (int i = 0; i < 2 * ExchangePool.MAX_THREADS; i++) {
            try (RawClient client = new RawClient(server.port())) {
                client.socket.setSoLinger(i % 2 == 0, 0); // every other one by a reset
                client.sendRaw(request);
            }
        }
    }

    private RawClient connect() throws IOException {
        RawClient client = new RawClient(server.port());
        clients.add(client);
        return client;
    }
}
