package dev.fennel.httpserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.exposition.scrape.ErrorHandling;
import dev.fennel.registry.GatherResult;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes over the connection, byte by byte. */
class WireTest {
    private static final GatherResult DEPTH = Fixtures.depth(7);
    private static final String BODY = Fixtures.text(DEPTH);

    private volatile GatherResult gathered = DEPTH;
    private MetricsServer server;

    @BeforeEach
    void start() {
        MetricsHandler handler = MetricsHandler.builder()
                .gatherer(() -> gathered)
                .errorHandling(ErrorHandling.THROW)
                .errorLog(error -> {})
                .build();
        server = MetricsServer.builder()
                .host("127.0.0.1")
                .handler(handler)
                .livePage(false)
                .start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void headHasTheHeadersOfGetAndNoBody() throws IOException {
        for (String coding : List.of("identity", "gzip")) {
            String get = answer("GET /metrics HTTP/1.1", "Accept-Encoding: " + coding);
            String head = answer("HEAD /metrics HTTP/1.1", "Accept-Encoding: " + coding);

            assertThat(head).endsWith("\r\n\r\n");
            assertThat(headers(head)).containsExactlyInAnyOrderElementsOf(headers(get));
            assertThat(RawClient.announcedLength(head)).isEqualTo(get.length() - get.indexOf("\r\n\r\n") - 4);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nowhere HTTP/1.1", "/metrics HTTP/1.1"})
    void connectionIsKeptAfterHead(String target) throws IOException {
        try (RawClient client = new RawClient(server.port())) {
            for (int i = 0; i < 3; i++) {
                client.send("HEAD " + target);
                assertThat(client.readHead()).startsWith("HTTP/1.1 ").contains("\r\n\r\n");
                client.send("GET /metrics HTTP/1.1");
                assertThat(client.readAnswer())
                        .startsWith("HTTP/1.1 200 OK\r\n")
                        .endsWith("\r\n\r\n" + BODY);
            }
        }
    }

    @Test
    void connectionIsKeptOverAllKindsOfAnswers() throws IOException {
        try (RawClient client = new RawClient(server.port())) {
            for (int i = 0; i < 3; i++) {
                gathered = DEPTH;
                client.send("GET /metrics HTTP/1.1");
                assertThat(client.readAnswer())
                        .startsWith("HTTP/1.1 200 OK\r\n")
                        .endsWith("\r\n\r\n" + BODY);
                client.send("GET /other HTTP/1.1");
                assertThat(client.readAnswer()).startsWith("HTTP/1.1 404 ");
                client.send("DELETE /metrics HTTP/1.1");
                assertThat(client.readAnswer()).startsWith("HTTP/1.1 405 ");
                gathered = Fixtures.empty();
                client.send("GET /metrics HTTP/1.1");
                assertThat(client.readAnswer())
                        .startsWith("HTTP/1.1 200 OK\r\n")
                        .endsWith("\r\n\r\n");
            }
        }
    }

    @Test
    void bodyOfARequestIsReadOver() throws IOException {
        try (RawClient client = new RawClient(server.port())) {
            for (String method : List.of("GET", "HEAD", "POST")) {
                client.send(method + " /metrics HTTP/1.1", "Content-Length: 12");
                client.sendRaw("GET /a HTTP/");
                String answer = method.equals("HEAD") ? client.readHead() : client.readAnswer();
                assertThat(answer).startsWith("HTTP/1.1 " + (method.equals("POST") ? 405 : 200));
            }
            client.send("GET /metrics HTTP/1.1");
            assertThat(client.readAnswer()).endsWith("\r\n\r\n" + BODY);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/metrics",
                "/metrics?",
                "/metrics?name[]=queue_depth",
                "/metrics?a=/b",
                "/%6detrics",
                "http://other.example/metrics"
            })
    void targetWithThePathIsServed(String target) throws IOException {
        assertThat(answer("GET " + target.replace("[]", "%5B%5D") + " HTTP/1.1"))
                .endsWith("\r\n\r\n" + BODY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/metricsfoo", "/metrics/", "/metrics/x", "/Metrics", "/x/../metrics"})
    void otherPathsAreNotFound(String target) throws IOException {
        assertThat(answer("GET " + target + " HTTP/1.1"))
                .startsWith("HTTP/1.1 404 ")
                .endsWith("\r\n\r\nnothing is here, look at /-/healthy /metrics\n");
    }

    @Test
    void oldClientIsAnsweredWithALengthToo() throws IOException {
        String answer = answer("GET /metrics HTTP/1.0");

        assertThat(answer).endsWith("\r\n\r\n" + BODY);
        assertThat(RawClient.announcedLength(answer)).isEqualTo(BODY.length());
    }

    @ParameterizedTest
    @CsvSource({"Accept, application/openmetrics-text;q=0", "Accept-Encoding, gzip;q=0"})
    void hugeHeaderIsAnswered(String name, String last) throws IOException {
        String clauses = "x/y;q=0.1,".repeat(10_000) + last;

        assertThat(answer("GET /metrics HTTP/1.1", name + ": " + clauses)).endsWith("\r\n\r\n" + BODY);
    }

    @Test
    void thrownErrorClosesTheConnectionWithoutAnswer() throws IOException {
        gathered = Fixtures.withGatherErrors(DEPTH, "disk is gone");
        assertThat(answer("GET /metrics HTTP/1.1")).isEmpty();

        gathered = DEPTH;
        assertThat(answer("GET /metrics HTTP/1.1")).endsWith(BODY);
    }

    @Test
    void clientsThatGoAwayDoNotHurtTheNext() throws IOException {
        gathered = Fixtures.large(100_000);
        String expected = Fixtures.text(gathered);
        for (int i = 0; i < 20; i++) {
            try (RawClient client = new RawClient(server.port())) {
                client.socket.setSoLinger(true, 0); // closes with a reset
                client.send("GET /metrics HTTP/1.1");
                client.readHead();
            }
        }
        assertThat(answer("GET /metrics HTTP/1.1").endsWith("\r\n\r\n" + expected))
                .isTrue();
    }

    @Test
    void closedServerRefusesConnections() {
        server.close();

        assertThatThrownBy(() -> answer("GET /metrics HTTP/1.1")).isInstanceOf(IOException.class);
    }

    /** The answer to the only request of a connection. */
    private String answer(String requestLine, String... headers) throws IOException {
        String[] all = Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = "Connection: close";
        return RawClient.answer(server.port(), requestLine, all);
    }

    /** Without the date, which may change from one answer to the next. */
    private static List<String> headers(String answer) {
        return answer.substring(0, answer.indexOf("\r\n\r\n"))
                .lines()
                .filter(line -> !line.startsWith("Date: "))
                .map(line -> line.replace("Content-length", "Content-Length"))
                .toList();
    }
}
