package dev.fennel.httpserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.Authenticator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpPrincipal;
import dev.fennel.testsupport.RecordedLog;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may see what, over the wire. */
@Timeout(60)
class AccessTest {
    private static final String BODY = Fixtures.text(Fixtures.depth(7));
    private static final String RIGHT = header("prometheus:s3cret");

    @ParameterizedTest
    @ValueSource(strings = {"/metrics", "/", "/-/healthy", "/elsewhere"})
    void passwordCoversAllPaths(String path) throws Exception {
        try (MetricsServer server = withPassword().start()) {
            HttpResponse<String> refused = Scraped.get(server.uri().resolve(path));

            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.body()).isEqualTo("log in to see this\n");
            assertThat(Scraped.header(refused, "WWW-Authenticate")).startsWith("Basic ");
            assertThat(Scraped.get(server.uri().resolve(path), "Authorization", RIGHT)
                            .statusCode())
                    .isEqualTo(path.equals("/elsewhere") ? 404 : 200);
        }
    }

    @Test
    void severalUsersHavePasswords() throws Exception {
        char[] password = "other".toCharArray();
        MetricsServer.Builder builder = withPassword().basicAuth("somebody", password);
        password[0] = '?'; // wiped, which does no harm

        try (MetricsServer server = builder.start()) {
            assertThat(Scraped.get(server.uri(), "Authorization", RIGHT).body()).isEqualTo(BODY);
            assertThat(Scraped.get(server.uri(), "Authorization", header("somebody:other"))
                            .body())
                    .isEqualTo(BODY);
            assertThat(Scraped.get(server.uri(), "Authorization", header("somebody:s3cret"))
                            .statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void aPasswordMayBeText() throws Exception {
        try (MetricsServer server = open().basicAuth("prometheus", "s3cret").start()) {
            assertThat(Scraped.get(server.uri(), "Authorization", RIGHT).body()).isEqualTo(BODY);
            assertThat(Scraped.get(server.uri()).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void longBodyOfAStrangerIsNotReadToItsEnd() throws Exception {
        try (MetricsServer server = withPassword().start();
                RawClient stranger = new RawClient(server.port())) {
            stranger.sendUntilCutOff(
                    "POST /metrics HTTP/1.1\r\nContent-Length: 1000000000\r\n\r\n" + "a".repeat(100_000));

            assertThat(stranger.readHead()).startsWith("HTTP/1.1 401 ");
        }
    }

    @Test
    void credentialsAreNotLogged() throws Exception {
        for (String name : List.of("com.sun.net.httpserver", "dev.fennel.httpserver")) {
            Logger logger = Logger.getLogger(name);
            Level before = logger.getLevel();
            logger.setLevel(Level.ALL);
            try (RecordedLog log = new RecordedLog(name);
                    MetricsServer server = withPassword().start()) {
                Scraped.get(server.uri(), "Authorization", RIGHT);
                Scraped.get(server.uri(), "Authorization", header("prometheus:wrong"));

                assertThat(log.messages())
                        .noneMatch(line -> line.contains("s3cret")
                                || line.contains("wrong")
                                || line.contains(RIGHT.substring(6))
                                || line.contains(header("prometheus:wrong").substring(6)));
            } finally {
                logger.setLevel(before);
            }
        }
    }

    @Test
    void authenticatorDecides() throws Exception {
        try (MetricsServer server = by(exchange -> new Authenticator.Success(new HttpPrincipal("x", "y")))) {
            assertThat(Scraped.get(server.uri()).body()).isEqualTo(BODY);
        }
        try (MetricsServer server = by(exchange -> new Authenticator.Failure(403))) {
            assertThat(Scraped.get(server.uri()).statusCode()).isEqualTo(403);
            assertThat(Scraped.get(server.uri()).body()).isEqualTo("this is not for you\n");
        }
        try (MetricsServer server = by(exchange -> new Authenticator.Failure(503))) {
            assertThat(Scraped.get(server.uri()).statusCode()).isEqualTo(503);
            assertThat(Scraped.get(server.uri()).body())
                    .isEqualTo("too many passwords are being checked, try again later\n");
        }
        try (MetricsServer server = by(exchange -> new Authenticator.Failure(500))) {
            assertThat(Scraped.get(server.uri()).body()).isEqualTo("who you are could not be checked\n");
        }
        try (MetricsServer server = by(exchange -> null)) {
            assertThat(RawClient.answer(server.port(), "GET /metrics HTTP/1.0")).isEmpty();
        }
    }

    @Test
    void errorOfAnAuthenticatorEndsTheConnection() throws Exception {
        try (MetricsServer server = by(exchange -> {
            throw new NoClassDefFoundError("com/acme/Directory");
        })) {
            assertThat(RawClient.answer(server.port(), "GET /metrics HTTP/1.1")).isEmpty();
        }
    }

    @Test
    void badCredentialsAreRefused() {
        MetricsServer.Builder builder = withPassword();
        char[] password = {'x'};

        assertThatThrownBy(() -> builder.basicAuth("a:b", password))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("user \"a:b\": expected a name without colons and control characters");
        assertThatThrownBy(() -> builder.basicAuth("", password)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.basicAuth("a", new char[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("user \"a\": expected a password, got an empty one");
        assertThatThrownBy(() -> builder.basicAuth("a", "x\n".toCharArray()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("user \"a\": expected a password without control characters");
        assertThatThrownBy(() -> builder.basicAuth("prometheus", password))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("user \"prometheus\": has a password already");
        assertThatThrownBy(() ->
                        builder.authenticator(authenticator(exchange -> null)).start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("got both passwords and an authenticator, expected one of them");
    }

    private static MetricsServer.Builder withPassword() {
        return open().basicAuth("prometheus", "s3cret".toCharArray());
    }

    private static MetricsServer by(Function<HttpExchange, Authenticator.Result> decision) {
        return open().authenticator(authenticator(decision)).start();
    }

    private static Authenticator authenticator(Function<HttpExchange, Authenticator.Result> decision) {
        return new Authenticator() {
            @Override
            public Result authenticate(HttpExchange exchange) {
                return decision.apply(exchange);
            }
        };
    }

    private static MetricsServer.Builder open() {
        return MetricsServer.builder()
                .host("127.0.0.1")
                .handler(MetricsHandler.builder()
                        .gatherer(() -> Fixtures.depth(7))
                        .build());
    }

    private static String header(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes());
    }
}
