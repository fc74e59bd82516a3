package dev.fennel.exposition.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.exposition.parser.TextCursor.Token;
import java.time.Instant;
import java.util.function.BiConsumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The numbers of both formats. Some numbers that the parsers of the JDK accept are refused. */
class NumberGrammarTest {
    private static final TextCursor NOWHERE = new TextCursor("");

    private static Token token(String text) {
        return new Token(text, 0);
    }

    private static void assertRefused(String text, BiConsumer<Token, TextCursor> grammar, String expected) {
        assertThatThrownBy(() -> grammar.accept(token(text), NOWHERE))
                .isInstanceOf(TextParseException.class)
                .hasMessageStartingWith("line 1, column 1: expected " + expected);
    }

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "-0,-0.0",
        "+1,1",
        "007,7",
        "1.,1",
        ".5,0.5",
        "-.5,-0.5",
        "1e3,1000",
        "1E+3,1000",
        "1.5e-3,0.0015",
        "1e-400,0",
        "123456789012345678901234567890,1.2345678901234568e29",
        "5e-324,4.9e-324",
        "NaN,NaN",
        "nan,NaN",
        "NAN,NaN",
        "Inf,Infinity",
        "+inf,Infinity",
        "-INF,-Infinity",
        "infinity,Infinity",
        "-Infinity,-Infinity"
    })
    void valuesAreRead(String text, Double value) {
        assertThat(NumberGrammar.value(token(text), NOWHERE)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", ".", "-", "+", "e5", ".e5", "1e", "1e+", "1e5.", "1.2.3", "--1", "0x10", "0x1p-2", "1_000", "1p3",
                "1f", "1d", "1L", " 1", "1 ", "1\t", "+nan", "-NaN", "in", "infi", "infinit", "∞", "１", "1,5", "1e309",
                "-1e309"
            })
    void othersAreNoValues(String text) {
        assertRefused(text, NumberGrammar::value, "a number");
    }

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "-0,0",
        "17,17",
        "17.0,17",
        "1.7e1,17",
        "9007199254740993,9007199254740993",
        "9223372036854775807,9223372036854775807",
        "9.223372036854776e+18,9223372036854775807",
        "9223372036854775808,9223372036854775807",
        "0000000000000000000000001,1"
    })
    void countsAreReadToTheLastDigit(String text, long count) {
        assertThat(NumberGrammar.count(token(text), NOWHERE)).isEqualTo(count);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1.5", "NaN", "Inf", "1e19", "18446744073709551615", "", "x", "١"})
    void othersAreNoCounts(String text) {
        assertRefused(text, NumberGrammar::count, "a whole number from 0 to 9223372036854775807");
    }

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "-1,-1",
        "+1,1",
        "9223372036854775807,9223372036854775807",
        "-9223372036854775807,-9223372036854775807"
    })
    void millisecondsAreRead(String text, long millis) {
        assertThat(NumberGrammar.millis(token(text), NOWHERE)).isEqualTo(millis);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "1.0", "1e3", "١", "9223372036854775808", "-9223372036854775808", "1_0", "0x1"})
    void othersAreNoMilliseconds(String text) {
        assertRefused(text, NumberGrammar::millis, "an integer timestamp in milliseconds");
    }

    @ParameterizedTest
    @CsvSource({
        "0,0,0",
        "1,1,0",
        "1.,1,0",
        "-0.5,-1,500000000",
        "1.700000000123e+09,1700000000,123000000",
        "1604676851.123456789,1604676851,123456789",
        "0.0000000019,0,1",
        "-0.0000000019,-1,999999998",
        "1e-300,0,0",
        "-1e-300,-1,999999999",
        "1e-999999999,0,0",
        "9.2e15,9200000000000000,0",
        "0000000000000000000000000000000000000000000000000000000000000000000000000000001.25,1,250000000"
    })
    void secondsAreReadToTheNanosecond(String text, long seconds, int nanos) {
        assertThat(NumberGrammar.seconds(token(text), NOWHERE)).isEqualTo(Instant.ofEpochSecond(seconds, nanos));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "NaN", "Inf", "-inf", "x", "1e16", "-9.3e15", "1e400"})
    void othersAreNoSeconds(String text) {
        assertRefused(text, NumberGrammar::seconds, "a timestamp in seconds");
    }
}
