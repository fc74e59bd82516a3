package dev.fennel.pushgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayUrlTest {
    @ParameterizedTest
    @CsvSource({
        "localhost:9091, http://localhost:9091",
        "localhost, http://localhost",
        "10.0.0.1:80/, http://10.0.0.1:80",
        "[::1]:9091, http://[::1]:9091",
        "http://localhost:9091, http://localhost:9091",
        "http://localhost:9091/, http://localhost:9091",
        "http://localhost:9091//, http://localhost:9091/",
        "HTTPS://push.example/a%20b/, HTTPS://push.example/a%20b",
        "http://push.example/é, http://push.example/%C3%A9",
    })
    void schemeIsAddedAndOneSlashIsTrimmed(String given, String normalized) {
        assertThat(GatewayUrl.normalize(given, "gateway URL", "http://localhost:9091", false))
                .isEqualTo(normalized);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "http://",
                "http:///metrics",
                "http://push gateway:9091",
                "http://push_gateway:9091",
                "http://localhost:port",
                "http://localhost:0",
                "http://localhost:65536",
                "ftp://localhost:9091",
                "://localhost",
            })
    void whatIsNoServerIsRefusedAndQuoted(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pusher.to(url, "job"))
                .withMessageStartingWith("gateway URL \"" + url + "\": expected one like");
    }

    @Test
    void queriesAreForReceiversThatAreSentToAsTheyAre() {
        assertThat(GatewayUrl.normalize("store/write?db=a/", "URL", "", true)).isEqualTo("http://store/write?db=a/");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GatewayUrl.normalize("store/write?key=s3cret", "URL", "http://a", false))
                .withMessage(
                        "URL \"store/write?...\": expected one like \"http://a\", but it has a query or a fragment");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GatewayUrl.normalize("store/write?db=a#b", "URL", "http://a", true))
                .withMessage("URL \"store/write?...\": expected one like \"http://a\", but it has a fragment");
    }

    @Test
    void credentialsAreRefusedAndNotQuoted() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pusher.to("http://user:hunter 2@localhost:9091", "job"))
                .withMessageContaining("basicAuth")
                .withMessageNotContaining("hunter");
    }
}
