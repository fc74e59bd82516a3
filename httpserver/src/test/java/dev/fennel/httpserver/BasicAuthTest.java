package dev.fennel.httpserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Authenticator;
import dev.fennel.http.FakeExchange;
import dev.fennel.httpserver.PasswordHash.CredentialCache;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BasicAuthTest {
    private final AtomicLong nanos = new AtomicLong();
    private final BasicAuth auth = new BasicAuth(
            Map.of(
                    "prometheus", PasswordHash.of("s3cret:with colon".toCharArray()),
                    "jürgen", PasswordHash.of("größer".toCharArray())),
            nanos::get);

    @ParameterizedTest
    @CsvSource({"prometheus:s3cret:with colon, prometheus", "jürgen:größer, jürgen"})
    void rightPasswordPassesAgainAndAgain(String credentials, String user) {
        for (int i = 0; i < 3; i++) {
            Authenticator.Result result = auth.authenticate(exchange("Basic " + encode(credentials)));

            assertThat(result).isInstanceOf(Authenticator.Success.class);
            assertThat(((Authenticator.Success) result).getPrincipal().getUsername())
                    .isEqualTo(user);
            nanos.addAndGet(CredentialCache.REMEMBERED_NANOS);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "prometheus:",
                "prometheus:s3cret",
                "prometheus:s3cret:with colon ",
                "prometheus:s3cret:with colon\u0000",
                "Prometheus:s3cret:with colon",
                "jürgen:s3cret:with colon",
                "nobody:s3cret:with colon",
                ":s3cret:with colon",
                "prometheus",
                ":",
                ""
            })
    void otherCredentialsAreChallenged(String credentials) {
        auth.authenticate(exchange("Basic " + encode("prometheus:s3cret:with colon"))); // is remembered

        assertChallenged("Basic " + encode(credentials));
        assertChallenged("Basic " + encode(credentials));
    }

    @Test
    void whoComesWhenManyPasswordsAreLookedAtIsAskedToComeLater() throws Exception {
        String known = "Basic " + encode("prometheus:s3cret:with colon");
        auth.authenticate(exchange(known)); // is remembered
        auth.slowHashes.acquire();

        FakeExchange exchange = exchange("Basic " + encode("jürgen:größer"));
        Authenticator.Result result = auth.authenticate(exchange);
        assertThat(result).isInstanceOf(Authenticator.Failure.class);
        assertThat(((Authenticator.Failure) result).getResponseCode()).isEqualTo(503);
        assertThat(exchange.getResponseHeaders().getFirst("Retry-After")).isEqualTo("1");
        assertThat(auth.authenticate(exchange(known))).isInstanceOf(Authenticator.Success.class);

        auth.slowHashes.release();
        assertThat(auth.authenticate(exchange("Basic " + encode("jürgen:größer"))))
                .isInstanceOf(Authenticator.Success.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Basic", "Basic ", "Basic ???", "Basic cHJvbWV0aGV1cw", "Bearer abc", "Digest a=b"})
    void otherHeadersAreChallenged(String header) {
        assertChallenged(header);
    }

    @Test
    void missingHeaderIsChallenged() {
        assertChallenged(null);
    }

    @Test
    void schemeMayBeWrittenInAnyCase() {
        String credentials = encode("prometheus:s3cret:with colon");

        assertThat(auth.authenticate(exchange("basic " + credentials))).isInstanceOf(Authenticator.Success.class);
        assertThat(auth.authenticate(exchange("BASIC  " + credentials + " ")))
                .isInstanceOf(Authenticator.Success.class);
    }

    @Test
    void rightPasswordIsRememberedForAWhile() {
        CredentialCache credentials = new CredentialCache(PasswordHash.of("right".toCharArray()), nanos::get);
        assertThat(credentials.remembers("right".getBytes())).isFalse();
        credentials.remember("right".getBytes());

        assertThat(credentials.remembers("right".getBytes())).isTrue();
        assertThat(credentials.remembers("wrong".getBytes())).isFalse();
        nanos.set(CredentialCache.REMEMBERED_NANOS);
        assertThat(credentials.remembers("right".getBytes())).isTrue();
        nanos.set(CredentialCache.REMEMBERED_NANOS + 1);
        assertThat(credentials.remembers("right".getBytes())).isFalse();
    }

    @Test
    void hashMatchesItsPasswordAlone() {
        PasswordHash one = PasswordHash.of("same".toCharArray());

        assertThat(one.matches("same".toCharArray())).isTrue();
        assertThat(one.matches("samE".toCharArray())).isFalse();
        assertThat(PasswordHash.ofNothing().matches("same".toCharArray())).isFalse();
    }

    private void assertChallenged(String header) {
        FakeExchange exchange = exchange(header);
        Authenticator.Result result = auth.authenticate(exchange);

        assertThat(result).isInstanceOf(Authenticator.Retry.class);
        assertThat(((Authenticator.Retry) result).getResponseCode()).isEqualTo(401);
        assertThat(exchange.getResponseHeaders().getFirst("WWW-Authenticate"))
                .isEqualTo("Basic realm=\"metrics\", charset=\"UTF-8\"");
    }

    private static FakeExchange exchange(String authorization) {
        FakeExchange exchange = new FakeExchange("GET");
        if (authorization != null) {
            exchange.getRequestHeaders().set("Authorization", authorization);
        }
        return exchange;
    }

    private static String encode(String credentials) {
        return Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }
}
