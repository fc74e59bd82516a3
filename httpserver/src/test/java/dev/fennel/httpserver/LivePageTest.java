package dev.fennel.httpserver;

import static dev.fennel.testing.MetricAssertions.assertThatMetrics;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.fennel.metrics.GaugeFunc;
import dev.fennel.registry.Registry;
import dev.fennel.testing.GatheredMetrics;
import dev.fennel.testsupport.RecordedLog;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LivePageTest {
    private static HttpResponse<String> request(MetricsServer.Builder builder, String method, String path)
            throws IOException, InterruptedException {
        try (MetricsServer server =
                builder.host("127.0.0.1").registry(Registry.create()).start()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                    .method(method, BodyPublishers.noBody())
                    .build();
            return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        }
    }

    @Test
    void thePolicyAdmitsThePagesOwnScriptAndStyleAndNothingElse() throws Exception {
        HttpResponse<String> page = request(MetricsServer.builder(), "GET", "/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValue("default-src 'none'; script-src '" + hash("script", page.body()) + "'; style-src '"
                        + hash("style", page.body())
                        + "'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        assertThat(page.body()).doesNotContain("{{").doesNotContain("src=");
    }

    @Test
    void thePageLinksToTheMetricsWhereverTheyAre() throws Exception {
        String page = request(MetricsServer.builder().path("/m\"&<b> ü/x"), "GET", "/")
                .body();

        assertThat(page)
                .contains("<a id=\"metrics\" href=\"/m%22&amp;%3Cb%3E%20%C3%BC/x\">/m&quot;&amp;&lt;b&gt; ü/x</a>");
    }

    /** A jar that was packed anew may have lost them. */
    @Test
    void withoutItsFilesThePageIsPlainTextWithTheLinks() throws Exception {
        try (RecordedLog log = new RecordedLog("dev.fennel.httpserver");
                LocalServer server = LocalServer.start(withoutScripts())) {
            HttpResponse<String> page = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(server.uri("/")).build(), BodyHandlers.ofString());

            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.headers().firstValue("Content-Type")).hasValue("text/plain; charset=utf-8");
            assertThat(page.body()).isEqualTo("/a%20b\n/-/healthy\n");
            assertThat(log.messages()).singleElement().asString().contains("resource \"live-page-read.js\" is missing");
        }
    }

    @Test
    void logThatIsBrokenTooCostsNothingElse() {
        try (RecordedLog log = new RecordedLog("dev.fennel.httpserver")) {
            log.breakDown();
            assertThatCode(LivePageTest::withoutScripts).doesNotThrowAnyException();
        }
    }

    private static LivePage withoutScripts() {
        return new LivePage(
                "/a b", List.of("/-/healthy"), name -> name.endsWith(".js") ? null : InputStream.nullInputStream());
    }

    @Test
    void headAsksForTheSameWithoutABody() throws Exception {
        HttpResponse<String> head = request(MetricsServer.builder(), "HEAD", "/");

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValueAsLong("Content-Length").orElseThrow())
                .isGreaterThan(10_000);
        assertThat(head.body()).isEmpty();
    }

    @Test
    void otherMethodsAreRefused() throws Exception {
        HttpResponse<String> answer = request(MetricsServer.builder(), "POST", "/");

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).hasValue("GET, HEAD");
    }

    @Test
    void errorsAreListedWithoutWhatExceptionsSay() throws Exception {
        Registry registry = Registry.create();
        GaugeFunc.builder("broken", "Cannot be read.", () -> {
                    throw new IllegalStateException("password=secret");
                })
                .register(registry);
        try (MetricsServer server = MetricsServer.builder()
                .host("127.0.0.1")
                .registry(registry)
                .handlerOptions(options -> options.errorLog(error -> {}))
                .start()) {
            URI errors = server.uri().resolve("/-/errors");
            assertThat(Scraped.get(errors).body()).isEmpty();

            assertThat(Scraped.get(server.uri()).statusCode()).isEqualTo(200);

            assertThat(Scraped.get(errors).body())
                    .matches(".+: 1 error, the last \\d+ s ago\n")
                    .doesNotContain("secret");
        }
    }

    @Test
    void errorsAreOnlyRead() throws Exception {
        assertThat(request(MetricsServer.builder(), "POST", "/-/errors").statusCode())
                .isEqualTo(405);
        assertThat(request(MetricsServer.builder().livePage(false), "GET", "/-/errors")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void thePageCanBeSwitchedOff() throws Exception {
        assertThat(request(MetricsServer.builder().livePage(false), "GET", "/").statusCode())
                .isEqualTo(404);
    }

    @Test
    void metricsAtTheRootTakeThePlaceOfThePage() throws Exception {
        HttpResponse<String> answer = request(MetricsServer.builder().path("/"), "GET", "/");

        assertThatMetrics(GatheredMetrics.parse(answer.body()))
                .named("promhttp_metric_handler_requests_in_flight")
                .hasValue(1);
    }

    private static String hash(String tag, String page) throws Exception {
        Matcher element = Pattern.compile("<" + tag + ">(.*)</" + tag + ">", Pattern.DOTALL)
                .matcher(page);
        assertThat(element.find()).isTrue();
        byte[] digest =
                MessageDigest.getInstance("SHA-256").digest(element.group(1).getBytes(StandardCharsets.UTF_8));
        return "sha256-" + Base64.getEncoder().encodeToString(digest);
    }
}
