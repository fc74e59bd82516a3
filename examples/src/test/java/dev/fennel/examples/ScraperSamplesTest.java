package dev.fennel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.exposition.scrape.ScrapeAnswer;
import dev.fennel.exposition.scrape.Scraper;
import dev.fennel.httpserver.MetricsHandler;
import dev.fennel.metrics.Gauge;
import dev.fennel.registry.Registry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The samples of serving metrics in the Javadoc. {@link SnippetsTest} checks that they are the same. */
class ScraperSamplesTest {
    private final Registry registry = Registry.pedantic();
    private final Scraper scraper = Scraper.builder().registry(registry).build();

    /** A stand-in for the request of a framework. */
    private record Request(String method, Map<String, List<String>> allHeaders, String query) {
        List<String> headers(String name) {
            return allHeaders.get(name);
        }
    }

    /** A stand-in for the response of a framework. */
    private static final class Response {
        private final Map<String, String> headers = new TreeMap<>();
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private int status;
        private int contentLength;

        void status(int code) {
            status = code;
        }

        void header(String name, String value) {
            headers.put(name, value);
        }

        void contentLength(int length) {
            contentLength = length;
        }

        OutputStream body() {
            return body;
        }
    }

    void handle(Request request, Response response) throws IOException {
        try (ScrapeAnswer answer = scraper.scrape(request.method(), request::headers, request.query())) {
            response.status(answer.status());
            answer.headers().forEach(response::header);
            response.contentLength(answer.contentLength());
            answer.writeTo(response.body());
        }
    }

    @Test
    void aFrameworkIsAdapted() throws IOException {
        Gauge.builder("queue_depth", "Jobs waiting.").register(registry).set(7);
        Response response = new Response();

        handle(new Request("GET", Map.of("Accept", List.of("text/plain")), "name[]=queue_depth"), response);

        assertThat(response.status).isEqualTo(200);
        assertThat(response.headers).containsKeys("Content-Type", "Vary");
        assertThat(response.contentLength).isEqualTo(response.body.size());
        assertThat(response.body.toString())
                .isEqualTo("# HELP queue_depth Jobs waiting.\n# TYPE queue_depth gauge\nqueue_depth 7\n");
    }

    @Test
    void aHandlerIsKeptFromBeingOverrun() {
        MetricsHandler handler = MetricsHandler.builder()
                .registry(registry)
                .maxRequestsInFlight(4)
                .timeout(Duration.ofSeconds(9))
                .build();

        assertThat(registry.gather().families()).isNotEmpty();
        handler.close();
    }
}
