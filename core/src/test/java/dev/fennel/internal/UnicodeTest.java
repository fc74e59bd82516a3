package dev.fennel.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnicodeTest {
    private static final List<String> TEXTS = List.of(
            "",
            "a",
            "aa",
            "ab",
            "b",
            "\u007f",
            "\u00e9",
            "\ud7ff",
            "\ue000",
            "\uffff",
            "\ud83d\ude00",
            "\ud83d\ude01",
            "a\ue000",
            "a\ud83d\ude00",
            "a\ud83d\ude00b",
            "\udbff\udfff");

    @Test
    void comparesAsTheUtf8BytesDo() {
        for (String a : TEXTS) {
            for (String b : TEXTS) {
                int byBytes =
                        Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
                assertThat(Integer.signum(Unicode.compare(a, b)))
                        .as("%s against %s", a, b)
                        .isEqualTo(Integer.signum(byBytes));
            }
        }
    }

    @Test
    void pairedSurrogatesAreValid() {
        assertThat(TEXTS).allMatch(Unicode::isValid);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud83d", "\ude00", "a\ud83d", "\ud83da", "\ude00\ud83d", "\ud83d\ud83d\ude00"})
    void unpairedSurrogatesAreInvalid(String text) {
        assertThat(Unicode.isValid(text)).isFalse();
    }
}
