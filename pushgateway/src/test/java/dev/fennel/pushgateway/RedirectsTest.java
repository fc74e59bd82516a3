package dev.fennel.pushgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.PasswordAuthentication;
import java.net.ProtocolException;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A gateway, or what stands in its place, that sends a push and its password elsewhere. */
class RedirectsTest {
    private FakeGateway elsewhere;

    @BeforeEach
    void startElsewhere() throws IOException {
        elsewhere = FakeGateway.answering(200);
    }

    @AfterEach
    void stopElsewhere() {
        elsewhere.close();
    }

    private FakeGateway redirecting(int status) throws IOException {
        return redirecting(status, elsewhere.url() + "/steal");
    }

    private static FakeGateway redirecting(int status, String location) throws IOException {
        return FakeGateway.answering(exchange -> {
            exchange.getResponseHeaders().set("Location", location);
            FakeGateway.write(exchange, status, "");
        });
    }

    private static HttpClient following(Redirect policy) {
        return HttpClient.newBuilder().followRedirects(policy).build();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void redirectsAreNotFollowed(int status) throws IOException {
        try (FakeGateway gateway = redirecting(status)) {
            assertThatExceptionOfType(PushException.class)
                    .isThrownBy(() ->
                            Pusher.to(gateway.url(), "j").bearerToken("secret").push())
                    .withMessage("PUT " + gateway.url() + "/metrics/job/j: expected status 200 or 202, got " + status
                            + ", a redirect to \"" + elsewhere.url() + "/steal\", which is not followed")
                    .satisfies(e -> assertThat(e.statusCode()).isEqualTo(status));
            assertThat(elsewhere.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://user:pass@push.example/a?token=secret#x, https://push.example/a",
        "//user:pass@push.example, //push.example",
        "/login?to=/metrics, /login",
        "/a@b, /a@b",
        "/login;jsessionid=secret/a?to=/, /login",
        "http://a b@[x/c, http://[x/c",
    })
    void secretsOfALocationAreNotQuoted(String location, String quoted) throws IOException {
        try (FakeGateway gateway = redirecting(302, location)) {
            assertThatExceptionOfType(PushException.class)
                    .isThrownBy(() -> Pusher.to(gateway.url(), "j").push())
                    .withMessageEndingWith(", a redirect to \"" + quoted + "\", which is not followed");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Redirect.class,
            names = {"NORMAL", "ALWAYS"})
    void clientThatFollowsRedirectsIsRefused(Redirect policy) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pusher.to("localhost", "j").client(following(policy)))
                .withMessage("client: expected one that follows no redirects, got one with Redirect." + policy
                        + ", which can send pushes and passwords to other hosts");
    }

    @Test
    void clientThatFollowsNoneIsUsed() throws IOException {
        try (FakeGateway gateway = FakeGateway.answering(200)) {
            HttpClient client =
                    HttpClient.newBuilder().followRedirects(Redirect.NEVER).build();
            Pusher.to(gateway.url(), "j").client(client).add();
            assertThat(gateway.onlyRequest().method()).isEqualTo("POST");
        }
    }

    /** The success of a GET is none of the POST that it took the place of. */
    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void successOfAnotherRequestIsNoneAndIsNotTriedAgain(int status) throws IOException {
        HttpClient liar = new Liar(following(Redirect.ALWAYS));
        try (FakeGateway gateway = redirecting(status)) {
            Pusher pusher = Pusher.to(gateway.url(), "j").client(liar).retries(Retries.attempts(3));
            assertThatExceptionOfType(ProtocolException.class)
                    .isThrownBy(pusher::add)
                    .withMessageMatching(
                            "POST .*/metrics/job/j \\(attempt 1 of 3\\): expected an answer to it, got one to "
                                    + "(GET|POST) \"http://127.0.0.1:\\d+/steal\", where the client went on its own");
            assertThat(gateway.requests()).hasSize(1);
        }
    }

    @Test
    void bodyOfAnAnswerToAnotherRequestIsCutLikeAnyOther() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        FakeGateway endless = FakeGateway.answering(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try {
                while (true) {
                    exchange.getResponseBody().write(new byte[1024]); // throws when the connection is closed
                }
            } finally {
                closed.countDown();
            }
        });
        try (endless;
                FakeGateway gateway = redirecting(303, endless.url() + "/steal")) {
            Pusher pusher = Pusher.to(gateway.url(), "j").client(new Liar(following(Redirect.ALWAYS)));
            assertThatExceptionOfType(ProtocolException.class).isThrownBy(pusher::add);
            assertThat(closed.await(1, TimeUnit.MINUTES)).isTrue();
        }
    }

    /** An authenticator answers a 401 with the same request, which counts. */
    @Test
    void sameRequestOnceMoreWithAPasswordCounts() throws IOException {
        Authenticator authenticator = new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return new PasswordAuthentication("user", "pass".toCharArray());
            }
        };
        FakeGateway asking = FakeGateway.answering(exchange -> {
            boolean knows = exchange.getRequestHeaders().containsKey("Authorization");
            exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"x\"");
            FakeGateway.write(exchange, knows ? 200 : 401, "");
        });
        try (asking) {
            Pusher.to(asking.url(), "j")
                    .client(HttpClient.newBuilder().authenticator(authenticator).build())
                    .push();
            assertThat(asking.requests()).hasSize(2);
        }
    }

    /** Says of a client that it follows no redirects. */
    private static final class Liar extends HttpClient {
        private final HttpClient client;

        Liar(HttpClient client) {
            this.client = client;
        }

        @Override
        public Redirect followRedirects() {
            return Redirect.NEVER;
        }

        @Override
        public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> handler) {
            return client.sendAsync(request, handler);
        }

        @Override
        public <T> CompletableFuture<HttpResponse<T>> sendAsync(
                HttpRequest request, BodyHandler<T> handler, PushPromiseHandler<T> promises) {
            return client.sendAsync(request, handler, promises);
        }

        @Override
        public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
                throws IOException, InterruptedException {
            return client.send(request, handler);
        }

        @Override
        public Optional<CookieHandler> cookieHandler() {
            return client.cookieHandler();
        }

        @Override
        public Optional<Duration> connectTimeout() {
            return client.connectTimeout();
        }

        @Override
        public Optional<ProxySelector> proxy() {
            return client.proxy();
        }

        @Override
        public SSLContext sslContext() {
            return client.sslContext();
        }

        @Override
        public SSLParameters sslParameters() {
            return client.sslParameters();
        }

        @Override
        public Optional<Authenticator> authenticator() {
            return client.authenticator();
        }

        @Override
        public Version version() {
            return client.version();
        }

        @Override
        public Optional<Executor> executor() {
            return client.executor();
        }
    }
}
