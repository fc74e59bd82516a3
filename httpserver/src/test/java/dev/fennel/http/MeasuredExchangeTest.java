package dev.fennel.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsServer;
import dev.fennel.httpserver.Behaviour;
import dev.fennel.httpserver.LocalServer;
import dev.fennel.httpserver.LocalServer.Way;
import dev.fennel.httpserver.RawClient;
import dev.fennel.httpserver.Scraped;
import dev.fennel.httpserver.SelfSigned;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a handler sees of an exchange that is measured. */
class MeasuredExchangeTest {
    private final ServerInstruments metrics = new ServerInstruments();

    static Stream<Arguments> delegates() {
        return Stream.of(
                Arguments.of(HttpExchange.class, MeasuredExchange.class),
                Arguments.of(HttpExchange.class, MeasuredHttpsExchange.class),
                Arguments.of(HttpsExchange.class, MeasuredHttpsExchange.class),
                Arguments.of(HttpClient.class, InstrumentedHttpClient.class));
    }

    /** Also what a newer JDK adds; except for HttpClient.close(), which is made of the others. */
    @ParameterizedTest
    @MethodSource("delegates")
    void everyMethodIsHandedOn(Class<?> type, Class<?> delegate) throws Exception {
        List<Method> methods = Stream.of(type.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers()))
                .filter(method -> !(type == HttpClient.class && method.getName().equals("close")))
                .toList();

        assertThat(methods).isNotEmpty().allSatisfy(method -> assertThat(
                        delegate.getMethod(method.getName(), method.getParameterTypes())
                                .getDeclaringClass())
                .isEqualTo(delegate));
    }

    private static String seen(HttpExchange exchange) throws IOException {
        exchange.getHttpContext().getAttributes().put("of the context", 1);
        exchange.setAttribute("of the exchange", 2);
        exchange.getResponseHeaders().set("X-Answer", "yes");
        return String.join(
                "\n",
                exchange.getRequestMethod(),
                exchange.getProtocol(),
                exchange.getRequestURI().toString(),
                exchange.getRequestHeaders().getFirst("X-Ask"),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                exchange.getRemoteAddress().getHostString(),
                exchange.getLocalAddress().getHostString(),
                exchange.getHttpContext().getPath(),
                String.valueOf(exchange.getAttribute("of the exchange")),
                String.valueOf(exchange.getPrincipal()),
                String.valueOf(exchange.getResponseCode()),
                String.valueOf(exchange instanceof HttpsExchange));
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void handlerSeesWhatItWouldSeeOtherwise(Way way) throws Exception {
        HttpHandler handler = exchange -> {
            byte[] body = seen(exchange).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(203, body.length);
            assertThat(exchange.getResponseCode()).isEqualTo(203);
            assertThat(exchange.getResponseBody()).isSameAs(exchange.getResponseBody());
            exchange.getResponseBody().write(body);
            exchange.close();
        };
        try (LocalServer server = LocalServer.start(metrics.build(), way, handler)) {
            var response = Scraped.send(HttpRequest.newBuilder(server.uri("/a?b=c"))
                    .header("X-Ask", "why")
                    .POST(BodyPublishers.ofString("body")));
            assertThat(server.awaitHandled()).isEmpty();
            assertThat(response.statusCode()).isEqualTo(203);
            assertThat(response.headers().firstValue("X-Answer")).contains("yes");
            assertThat(response.body().lines())
                    .containsExactly(
                            "POST",
                            "HTTP/1.1",
                            "/a?b=c",
                            "why",
                            "body",
                            "127.0.0.1",
                            "127.0.0.1",
                            "/",
                            "2",
                            way == Way.AUTHENTICATED_FILTER ? "realm:someone" : "null",
                            "-1",
                            "false");
        }
    }

    @Test
    void headersAreSentOnce() throws Exception {
        HttpHandler handler = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            assertThatThrownBy(() -> exchange.sendResponseHeaders(500, 0)).hasMessage("headers already sent");
            exchange.close();
        };
        try (LocalServer server = LocalServer.start(metrics.build().wrap(handler))) {
            assertThat(Scraped.get(server.uri("/")).statusCode()).isEqualTo(200);
            assertThat(server.awaitHandled()).isEmpty();
        }
        assertThat(metrics.headers.series()).hasSize(1);
        assertThat(metrics.requests.withLabelValues("get", "200").value()).isEqualTo(1);
    }

    @Test
    void connectionIsKept() throws Exception {
        try (LocalServer server = LocalServer.start(metrics.build().wrap(Behaviour.ANSWERS));
                RawClient client = new RawClient(server.port())) {
            for (int i = 0; i < 3; i++) {
                client.send("GET / HTTP/1.1");
                assertThat(client.readAnswer()).endsWith("hello");
            }
        }
    }

    @Test
    void secureExchangeStaysOne(@TempDir Path directory) throws Exception {
        SSLContext trust = SelfSigned.context(directory);
        HttpsServer secure = HttpsServer.create(LocalServer.loopback(), 0);
        secure.setHttpsConfigurator(new HttpsConfigurator(trust));
        HttpHandler handler = exchange -> {
            assertThat(((HttpsExchange) exchange).getSSLSession().isValid()).isTrue();
            assertThat(seen(exchange)).endsWith("true");
            Behaviour.STREAMS.handle(exchange);
        };
        try (LocalServer server = LocalServer.start(secure, metrics.build().wrap(handler))) {
            HttpClient client = HttpClient.newBuilder().sslContext(trust).build();
            URI uri = URI.create("https://localhost:" + server.port() + "/");
            HttpRequest request =
                    HttpRequest.newBuilder(uri).header("X-Ask", "").build();
            assertThat(client.send(request, BodyHandlers.ofString()).body()).isEqualTo("abcdef");
            assertThat(server.awaitHandled()).isEmpty();
        }
        assertThat(metrics.responseSize.withLabelValues("get", "201").snapshot().sum())
                .isEqualTo(6);
    }
}
