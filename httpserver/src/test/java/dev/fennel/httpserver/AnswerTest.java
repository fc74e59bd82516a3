package dev.fennel.httpserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.http.FakeExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 16_383, 16_384, 16_385, 32_768, 32_769})
    void bodyOfAnyLengthIsSentWhole(int length) {
        String text = "0123456789abc".repeat(length / 13 + 1).substring(0, length);
        FakeExchange exchange = new FakeExchange("GET");

        Answer.text(exchange, 200, text);

        assertThat(exchange.length).isEqualTo(length);
        assertThat(exchange.body()).isEqualTo(text);
    }

    @Test
    void lengthIsThatOfTheBytes() {
        FakeExchange exchange = new FakeExchange("HEAD");

        Answer.text(exchange, 500, "größer");

        assertThat(exchange.length).as("no body follows").isEqualTo(-1);
        assertThat(exchange.getResponseHeaders().getFirst("Content-Length")).isEqualTo("8");
        assertThat(exchange.body()).isEmpty();
    }
}
