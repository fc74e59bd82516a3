package dev.fennel.testsupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @Test
    void readsEveryKindOfValue() {
        Object value = Json.parse(" {\"a\": [1, -2.5e1, true, false, null, {}, []], \"b\" : \"c\"}\n");

        assertThat(value)
                .isEqualTo(Map.of("a", Arrays.asList(1.0, -25.0, true, false, null, Map.of(), List.of()), "b", "c"));
    }

    @Test
    void readsEscapesAndKeepsWhiteSpaceInStrings() {
        assertThat(Json.parse("\" \\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\udd25 \""))
                .isEqualTo(" \"\\/\b\f\n\r\té🔥 ");
    }

    @Test
    void castsToWhatIsKnownToBeThere() {
        assertThat(Json.objects(Json.parse("[{\"a\": \"b\"}]"))).containsExactly(Map.of("a", "b"));
        assertThat(Json.strings(Json.parse("{\"a\": \"b\"}"))).isEqualTo(Map.of("a", "b"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "[1", "[1,]", "{\"a\"}", "{\"a\":}", "\"a", "tru", "1 2", "\"\\x\"", "\"\\u12\"", "-"})
    void whatIsNotJsonThrows(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Json.parse(text));
    }
}
