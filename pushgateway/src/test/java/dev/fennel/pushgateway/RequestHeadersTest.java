package dev.fennel.pushgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.fennel.registry.Gatherer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestHeadersTest {
    @Test
    void everyRequestHasTheHeaders() throws IOException {
        try (FakeGateway gateway = FakeGateway.answering(200)) {
            Pusher pusher =
                    Pusher.to(gateway.url(), "j").header("X-Tenant", "a").header("x-tenant", "b");
            pusher.push();
            pusher.add();
            pusher.delete();

            assertThat(gateway.requests()).hasSize(3).allSatisfy(request -> assertThat(
                            request.headers().get("X-Tenant"))
                    .containsExactly("b"));
        }
    }

    /** So a kind of push can rely on what it says of its requests. */
    @Test
    void headersOfTheRequestReplaceThoseOfThePush() throws IOException {
        try (FakeGateway gateway = FakeGateway.answering(200)) {
            Greeting push =
                    new Greeting(gateway.url()).header("x-greeting", "a user's").header("X-Tenant", "a");
            push.push(MetricsPush.NOTHING, PushClock.real());

            assertThat(gateway.onlyRequest().headers().get("X-Greeting")).containsExactly("its own");
            assertThat(gateway.onlyRequest().headers().get("X-Tenant")).containsExactly("a");
        }
    }

    private static final class Greeting extends MetricsPush<Greeting> {
        Greeting(String url) {
            super(url, "URL", "http://localhost:9091", false);
        }

        @Override
        protected void send(Gatherer metrics, Transport transport) throws IOException {
            transport.send(HttpRequest.newBuilder(URI.create(url()))
                    .header("X-Greeting", "its own")
                    .PUT(HttpRequest.BodyPublishers.noBody()));
        }
    }

    @Test
    void basicAuthIsUtf8InBase64() throws IOException {
        assertThat(authorization(pusher -> pusher.basicAuth("Aladdin", "öpen:sesame")))
                .isEqualTo("Basic QWxhZGRpbjrDtnBlbjpzZXNhbWU=");
    }

    @Test
    void bearerTokenReplacesBasicAuth() throws IOException {
        assertThat(authorization(pusher -> pusher.basicAuth("user", "password").bearerToken("aZ0-._~+/==")))
                .isEqualTo("Bearer aZ0-._~+/==");
    }

    @Test
    void suppliedTokenIsAskedForAtEachPush() throws IOException {
        Iterator<String> tokens = List.of("first", "second", "hunter2 ").iterator();
        try (FakeGateway gateway = FakeGateway.answering(200)) {
            Pusher pusher = Pusher.to(gateway.url(), "j").bearerToken("old").bearerToken(tokens::next);
            pusher.push();
            pusher.delete();
            assertThat(gateway.requests())
                    .extracting(request -> request.headers().get("Authorization"))
                    .containsExactly(List.of("Bearer first"), List.of("Bearer second"));
            assertThatIllegalArgumentException().isThrownBy(pusher::push).withMessageNotContaining("hunter2");
            assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(pusher::push);
            pusher.bearerToken(() -> null);
            assertThatIllegalArgumentException().isThrownBy(pusher::push).withMessageEndingWith("got null");
        }
    }

    @Test
    void basicAuthReplacesASuppliedToken() throws IOException {
        assertThat(authorization(pusher -> pusher.bearerToken(() -> "token").basicAuth("a", "b")))
                .isEqualTo("Basic YTpi");
    }

    @Test
    void headersOfOnePusherAreNotSentByAnother() throws IOException {
        try (FakeGateway gateway = FakeGateway.answering(200)) {
            Pusher.to(gateway.url(), "j")
                    .bearerToken("secret")
                    .header("X-Tenant", "a")
                    .push();
            Pusher.to(gateway.url(), "j").push();

            assertThat(gateway.requests().get(1).headers()).doesNotContainKeys("Authorization", "X-tenant");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type",
                "content-type",
                "Content-Encoding",
                "X-Prometheus-Remote-Write-Version",
                "Content-Length",
                "Host",
                "",
                "a b",
                "a:",
                "é"
            })
    void headersThatAreNotTheUsersAreRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pusher.to("localhost", "j").header(name, "text/plain"))
                .withMessageContaining("\"" + name + "\"");
    }

    @Test
    void valuesAreNotQuotedWhenRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pusher.to("localhost", "j").header("X-Key", "hunter2\r\nX-Evil: 1"))
                .withMessageContaining("\"X-Key\"")
                .withMessageNotContaining("hunter2")
                .withNoCause();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pusher.to("localhost", "j").bearerToken("hunter2\n"))
                .withMessageNotContaining("hunter2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pusher.to("localhost", "j").basicAuth("a:b", "hunter2"))
                .withMessageContaining("\"a:b\"")
                .withMessageNotContaining("hunter2");
    }

    private static String authorization(UnaryOperator<Pusher> configure) throws IOException {
        try (FakeGateway gateway = FakeGateway.answering(200)) {
            configure.apply(Pusher.to(gateway.url(), "j")).push();
            assertThat(gateway.onlyRequest().headers().get("Authorization")).hasSize(1);
            return gateway.onlyRequest().headers().getFirst("Authorization");
        }
    }
}
