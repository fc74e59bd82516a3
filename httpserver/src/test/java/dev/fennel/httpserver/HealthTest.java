package dev.fennel.httpserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HealthTest {
    private final MetricsServer server = MetricsServer.builder()
            .host("127.0.0.1")
            .handler(MetricsHandler.builder()
                    .gatherer(() -> {
                        throw new IllegalStateException("nothing can be gathered");
                    })
                    .errorLog(error -> {})
                    .build())
            .start();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void serverIsHealthyWhateverTheMetricsAre() throws IOException {
        assertThat(answer("GET")).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\nok\n");
    }

    @Test
    void headHasNoBody() throws IOException {
        assertThat(answer("HEAD"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("Content-length: 3\r\n")
                .endsWith("\r\n\r\n");
    }

    @Test
    void otherMethodsAreRefused() throws IOException {
        assertThat(answer("POST")).startsWith("HTTP/1.1 405 ").contains("Allow: GET, HEAD\r\n");
    }

    private String answer(String method) throws IOException {
        return RawClient.answer(server.port(), method + " /-/healthy HTTP/1.1", "Connection: close");
    }
}
