package dev.fennel.httpserver;

import static dev.fennel.httpserver.Scraped.header;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.exposition.Format;
import dev.fennel.registry.GatherResult;
import dev.fennel.registry.Gatherer;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsHandlerTest {
    private static final GatherResult DEPTH = Fixtures.depth(7);

    private MetricsServer server;

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void scrapeIsTheEncodedTextWithItsHeaders() throws Exception {
        serve(MetricsHandler.builder().gatherer(() -> DEPTH));

        HttpResponse<String> response = Scraped.get(server.uri());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(Fixtures.text(DEPTH)).contains("queue_depth{queue=\"mail\"} 7\n");
        assertThat(header(response, "Content-Type")).isEqualTo(Format.TEXT.contentType());
        assertThat(header(response, "Content-Length"))
                .isEqualTo("" + response.body().length());
        assertThat(header(response, "Vary")).isEqualTo("Accept, Accept-Encoding");
        assertThat(header(response, "Content-Encoding")).isEmpty();
        assertThat(header(response, "Transfer-Encoding")).isEmpty();
    }

    @Test
    void noMetricsAreAnEmptyBody() throws Exception {
        serve(MetricsHandler.builder().gatherer(Fixtures::empty));

        HttpResponse<String> response = Scraped.get(server.uri());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
        assertThat(header(response, "Content-Length")).isEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3_000, 100_000})
    void gzipIsSentWhenAskedFor(int series) throws Exception {
        GatherResult result = Fixtures.large(series);
        serve(MetricsHandler.builder().gatherer(() -> result));

        HttpResponse<byte[]> response = Scraped.getBytes(server.uri(), "Accept-Encoding", "gzip;q=0.8, identity;q=0.5");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "Content-Encoding")).isEqualTo("gzip");
        assertThat(header(response, "Content-Length")).isEqualTo("" + response.body().length);
        assertThat(header(response, "Vary")).isEqualTo("Accept, Accept-Encoding");
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
            assertThat(in.readAllBytes()).asString().isEqualTo(Fixtures.text(result));
        }
    }

    @Test
    void gzipIsNotSentWhenRefused() throws Exception {
        serve(MetricsHandler.builder().gatherer(() -> DEPTH));

        HttpResponse<String> response = Scraped.get(server.uri(), "Accept-Encoding", "gzip;q=0, *;q=0.5");

        assertThat(header(response, "Content-Encoding")).isEmpty();
        assertThat(response.body()).isEqualTo(Fixtures.text(DEPTH));
    }

    @Test
    void compressionCanBeSwitchedOff() throws Exception {
        serve(MetricsHandler.builder().gatherer(() -> DEPTH).compression(false));

        HttpResponse<String> response = Scraped.get(server.uri(), "Accept-Encoding", "gzip");

        assertThat(header(response, "Content-Encoding")).isEmpty();
        assertThat(response.body()).isEqualTo(Fixtures.text(DEPTH));
    }

    @Test
    void eachScrapeGathersAnew() throws Exception {
        Gatherer counting = new Gatherer() {
            private int scrapes;

            @Override
            public GatherResult gather() {
                return Fixtures.depth(++scrapes);
            }
        };
        serve(MetricsHandler.builder().gatherer(counting));

        for (int i = 1; i <= 5; i++) {
            assertThat(Scraped.get(server.uri()).body()).isEqualTo(Fixtures.text(Fixtures.depth(i)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "PATCH", "BREW"})
    void otherMethodsAreNotAllowed(String method) throws Exception {
        serve(MetricsHandler.builder().gatherer(() -> DEPTH));

        HttpResponse<String> response =
                Scraped.send(HttpRequest.newBuilder(server.uri()).method(method, BodyPublishers.ofString("body")));

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(header(response, "Allow")).isEqualTo("GET, HEAD");
        assertThat(response.body()).isEqualTo("metrics are read with GET or HEAD\n");
    }

    @Test
    void closedHandlerStillAnswers() throws Exception {
        MetricsHandler handler = serve(MetricsHandler.builder().gatherer(() -> DEPTH));
        Scraped.getBytes(server.uri(), "Accept-Encoding", "gzip");

        handler.close();
        handler.close();

        assertThat(Scraped.get(server.uri()).body()).isEqualTo(Fixtures.text(DEPTH));
        assertThat(header(Scraped.getBytes(server.uri(), "Accept-Encoding", "gzip"), "Content-Encoding"))
                .isEqualTo("gzip");
    }

    private MetricsHandler serve(MetricsHandler.Builder builder) {
        MetricsHandler handler = builder.build();
        server = MetricsServer.builder().host("127.0.0.1").handler(handler).start();
        return handler;
    }
}
