package dev.fennel.testing;

import static dev.fennel.testing.MetricAssertions.assertThatMetrics;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.fennel.exposition.Format;
import dev.fennel.exposition.lint.Problem;
import dev.fennel.exposition.parser.TextParseException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
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
    private volatile String authorization;
    private volatile String look;

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
            authorization = exchange.getRequestHeaders().getFirst("Authorization");
            look = exchange.getRequestHeaders().getFirst("X-Fennel-Look");
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
        assertThat(look).as("a page is not reset for a test that looks at it").isEqualTo("1");
    }

    @Test
    void aPageCanBeAskedForOpenMetrics() {
        answer(200, OPENMETRICS, "# TYPE jobs counter\njobs_total 1.0 # {trace_id=\"a\"} 1.0\n# EOF\n");

        assertThatMetrics(GatheredMetrics.scrape(page, Format.OPENMETRICS))
                .isEqualTo("# TYPE jobs counter\njobs_total 1 # {trace_id=\"a\"} 1\n# EOF\n");
        assertThat(accept).isEqualTo(OPENMETRICS + "; escaping=underscores");
    }

    @Test
    void userAndPasswordOfTheUrlAreSentAndNotShown() {
        answer(200, TEXT, "up 1\n");
        URI withPassword = URI.create(page.toString().replace("//", "//j%C3%BCrg:s%3Ac@"));

        assertThatMetrics(withPassword).hasValue(1);
        assertThat(authorization).isEqualTo("Basic asO8cmc6czpj"); // jürg:s:c
        server.removeContext("/metrics");
        assertThatThrownBy(() -> assertThatMetrics(withPassword))
                .hasMessageStartingWith("GET " + page + ": expected status 200, got 404");
        answer(200, TEXT, "up{\n");
        assertThatThrownBy(() -> assertThatMetrics(withPassword)).hasMessageStartingWith("GET " + page + ":\n");
    }

    @Test
    void aPasswordIsNotSentElsewhere() {
        server.createContext("/metrics", exchange -> {
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });

        assertThatThrownBy(() -> assertThatMetrics(URI.create(page.toString().replace("//", "//u:p@"))))
                .hasMessage("GET " + page + ": expected status 200, got 302");
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
    void aPageThatCannotBeReadFailsWithAllItsErrors() {
        answer(200, TEXT, "up 1\nup{\n# TYPE jobs bad\n");

        assertThatThrownBy(() -> assertThatMetrics(page))
                .isInstanceOf(AssertionError.class)
                .hasMessage("GET " + page + ":"
                        + "\n  metric \"up\": line 2, column 4: expected a label name, got end of line"
                        + "\n  metric \"jobs\": line 3, column 13: expected a metric type, got \"bad\"")
                .hasCauseInstanceOf(TextParseException.class);
    }

    @Test
    void aPageIsReadAsPrometheusReadsIt() {
        answer(200, TEXT, "# HELP up Up.\n# HELP up Is up.\n# TYPE up gauge\n# TYPE up gauge\nup 1");

        assertThatMetrics(page).isEqualTo("# HELP up Is up.\n# TYPE up gauge\nup 1");
    }

    @Test
    void whatCannotBeReadOfAPageIsALintProblem() {
        answer(200, TEXT, "# HELP up Is up.\n# TYPE up gauge\nup 1\n# TYPE jobs bad\njobs 1\n%\n");
        GatheredMetrics metrics = GatheredMetrics.scrapeLeniently(page);
        Problem jobs = new Problem("jobs", "line 4, column 13: expected a metric type, got \"bad\"");
        Problem nameless = new Problem("", "line 6, column 1: expected a metric name, got \"%\"");

        assertThat(metrics.lint()).containsExactly(nameless, jobs);
        assertThat(metrics.named("up").lint()).containsExactly(nameless);
        assertThat(metrics.without("up").lint()).containsExactly(nameless, jobs);
        assertThat(metrics.named("up").value()).isEqualTo(1);
        assertThatThrownBy(() -> assertThatMetrics(metrics).hasNoLintProblems())
                .isInstanceOf(AssertionError.class)
                .hasMessage("expected no lint problems, got 2:\n  " + nameless.text() + "\n  " + jobs);
    }

    @Test
    void aBodyThatNobodyAskedToCompressFails() throws IOException {
        server.createContext("/metrics", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", TEXT);
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });

        assertFails("GET " + page
                + ": expected a body that is not compressed, as none was requested, got the content encoding gzip");
    }

    @Test
    void aBodyThatIsTooLongFails() {
        answer(200, TEXT, "# " + "x".repeat(20_000) + "\nup 1\n");

        assertThat(new PageFetcher(page, Format.TEXT, 10_000, 20_008).fetch()).hasSize(20_008);
        assertThatThrownBy(() -> new PageFetcher(page, Format.TEXT, 10_000, 20_007).fetch())
                .isInstanceOf(AssertionError.class)
                .hasMessage("GET " + page + ": expected a body of at most 20007 bytes, got more");
    }

    /** A server that never ends the head of its answer, or never ends its body, though each part comes in time. */
    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200 OK\r\nX: ", "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n# "})
    void anAnswerThatDripsEndsAtTheLimit(String start) throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CountDownLatch closed = new CountDownLatch(1);
            Thread dripping = new Thread(() -> {
                try (Socket client = socket.accept()) {
                    client.getOutputStream().write(start.getBytes(UTF_8));
                    while (!closed.await(10, MILLISECONDS)) {
                        client.getOutputStream().write('x');
                    }
                } catch (IOException | InterruptedException e) {
                    closed.countDown(); // the other side has closed the connection
                }
            });
            dripping.start();
            URI slow = URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/");

            assertThatThrownBy(() -> new PageFetcher(slow, Format.TEXT, 2_000, 1 << 30).fetch())
                    .isInstanceOf(AssertionError.class)
                    .hasMessage("GET " + slow + ": expected the whole answer within 2000 ms, got only a part of it");
            boolean isClosed = closed.await(60, SECONDS);
            closed.countDown();
            dripping.join();
            assertThat(isClosed).isTrue();
        }
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
