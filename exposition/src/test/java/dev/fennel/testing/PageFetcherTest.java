package dev.fennel.testing;

import static dev.fennel.testing.MetricAssertions.assertThatMetrics;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.fennel.exposition.Format;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a page is requested, and which answers fail a test. */
class PageFetcherTest {
    private static final String TEXT = "text/plain; version=0.0.4";
    private static final String OPENMETRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private HttpServer server;
    private URI page;
    private volatile String accept;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        page = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/metrics");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(int status, String contentType, String body) {
        server.createContext("/metrics", exchange -> {
            accept = exchange.getRequestHeaders().getFirst("Accept");
            exchange.getResponseHeaders().set("Content-Type", contentType);
            byte[] bytes = body.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    private void assertFails(String message) {
        assertThatThrownBy(() -> assertThatMetrics(page))
                .isInstanceOf(AssertionError.class)
                .hasMessage(message);
    }

    @Test
    void aPageIsAskedForTextWithAllNames() {
        answer(200, TEXT, "# HELP \"café\" Is open.\n# TYPE \"café\" gauge\n{\"café\"} 1\n");

        assertThatMetrics(page).contains("{\"café\"} 1").hasValue(1);
        assertThat(accept).isEqualTo("text/plain; version=0.0.4; charset=utf-8; escaping=allow-utf-8");
    }

    @Test
    void aPageCanBeAskedForOpenMetrics() {
        answer(200, OPENMETRICS, "# TYPE jobs counter\njobs_total 1.0 # {trace_id=\"a\"} 1.0\n# EOF\n");

        assertThatMetrics(GatheredMetrics.scrape(page, Format.OPENMETRICS))
                .isEqualTo("# TYPE jobs counter\njobs_total 1 # {trace_id=\"a\"} 1\n# EOF\n");
        assertThat(accept).isEqualTo(OPENMETRICS + "; escaping=underscores");
    }

    @Test
    void anotherStatusFailsWithTheStartOfTheBody() {
        answer(503, "text/plain", "the database is away\n" + "x".repeat(1000));

        assertFails("GET " + page + ": expected status 200, got 503:\nthe database is away\n" + "x".repeat(479));
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 404, 500})
    void anotherStatusWithoutABodyFails(int status) {
        answer(status, "text/plain", "");

        assertFails("GET " + page + ": expected status 200, got " + status);
    }

    @Test
    void anotherFormatFails() {
        answer(200, "text/html", "<html>");

        assertFails("GET " + page + ": expected the content type text/plain, got text/html");
    }

    @Test
    void aPageThatCannotBeParsedFails() {
        answer(200, TEXT, "up 1\nup{\n");

        assertThatThrownBy(() -> assertThatMetrics(page))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("GET " + page + ": line 2, column ");
    }

    @Test
    void aServerThatIsNotThereFails() {
        server.stop(0);

        assertThatThrownBy(() -> assertThatMetrics(page))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("GET " + page + ": java.net.ConnectException: ")
                .hasCauseInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/metrics", "file:///etc/hostname", "ftp://127.0.0.1/", "http:metrics"})
    void anotherKindOfUrlThrows(String url) {
        assertThatThrownBy(() -> assertThatMetrics(URI.create(url)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected an http or https URL with a host, got \"" + url + "\"");
    }

    @Test
    void aPageCannotBeScrapedInABinaryFormat() {
        assertThatThrownBy(() -> GatheredMetrics.scrape(page, Format.PROTOBUF))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("expected a text format, got application/vnd");
    }
}
