package dev.fennel.testing;

import static dev.fennel.testing.MetricAssertions.assertThatMetrics;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.exposition.internal.Visible;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Characters that a terminal would hide or interpret are escaped. */
class ControlCharactersTest {
    private static void assertReport(String expected, String actual, String report) {
        DiffReportTest.assertReport(
                expected,
                actual,
                "metrics are not as expected: 1 family different (- expected, + actual)\n\n" + report.stripTrailing());
    }

    @ParameterizedTest
    @CsvSource({
        "0, \\u0000",
        "9, \\t",
        "d, \\r",
        "a, \\n",
        "1b, \\u001b",
        "7f, \\u007f",
        "85, \\u0085",
        "61c, \\u061c",
        "200f, \\u200f",
        "202e, \\u202e",
        "2028, \\u2028",
        "2069, \\u2069",
        "feff, \\ufeff",
        "e0001, \\udb40\\udc01",
        "7e, ~",
        "5c, \\",
        "e9, é",
        "5d0, א",
        "1f600, 😀",
    })
    void controlsAreEscapedAndNothingElse(String codePoint, String shown) {
        String text = Character.toString(Integer.parseInt(codePoint, 16));

        assertThat(Visible.of("a " + text + "b")).isEqualTo("a " + shown + "b");
    }

    @Test
    void columnsAreAsWideAsWhatIsShown() {
        String lines = "x{a=\"\r\"} %1$s\nx{a=\"😀😀😀\"} %1$s\nx{a=\"\u202e\t\"} %1$s\n";

        assertReport(lines.formatted(1), lines.formatted(2), """
                x: 3 differences
                  x{a="\\r"}        - 1  + 2
                  x{a="😀😀😀"}       - 1  + 2
                  x{a="\\u202e\\t"}  - 1  + 2
                """);
    }

    @Test
    void helpTextsAreShownEscaped() {
        assertReport("# HELP x a\\\\r\nx 1\n", "# HELP x a\r\nx 1\n", """
                x: 1 difference, 1 series as expected
                  help  - "a\\\\r"  + "a\\r"
                """);
    }

    @Test
    void theMarkStandsBelowWhatIsShown() {
        String text = "# HELP x 😀\ta text that is too long for %s\nx 1\n";

        assertReport(text.formatted("\u0007us"), text.formatted("\u0008us"), """
                x: 1 difference, 1 series as expected
                  help
                    - "😀\\ta text that is too long for \\u0007us"
                    + "😀\\ta text that is too long for \\u0008us"
                                                           ^
                """);
    }

    @Test
    void namesSeriesAndHintsAreShownEscaped() {
        assertReport("{\"x\u007f\",a=\"\u001b[2J\"} 1\n", "{\"x\u007f\",a=\"\\\\\\\"\\n\"} 1\n", """
                x\\u007f: 1 series missing, 1 series unexpected
                  - {"x\\u007f",a="\\u001b[2J"} 1
                      found with a="\\\\\\"\\n"
                  + {"x\\u007f",a="\\\\\\"\\n"} 1
                """);
    }

    @Test
    void otherMessagesShowThemEscapedToo() {
        GatheredMetrics metrics = GatheredMetrics.parse("{\"x\t\",a=\"\r\"} 1\n");

        assertThatThrownBy(
                        () -> assertThatMetrics(metrics).withLabels("a", "\r").hasCount(2))
                .hasMessage("expected 2 series with {a=\"\\r\"}, got 1:\n  {\"x\\t\",a=\"\\r\"} 1");
        assertThatThrownBy(
                        () -> assertThatMetrics(metrics).withLabels("a", "\n").hasValue(2))
                .hasMessage(
                        "expected 1 series with {a=\"\\n\"}, got none, but there are:" + "\n  {\"x\\t\",a=\"\\r\"} 1");
    }

    @Test
    void aLineThatCannotBeParsedIsShownEscaped() {
        assertThatThrownBy(() -> GatheredMetrics.parse("x{a=\"\r\"} 1\nx{a=\"\t\",} 1 \r\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("line 2, column 13: ")
                .hasMessageEndingWith("\n  x{a=\"\\t\",} 1 \\r\n               ^");
        assertThatThrownBy(() -> GatheredMetrics.parse("x{a=\"\t😀\ud83d\"} 1"))
                .hasMessageEndingWith("\n  x{a=\"\\t😀\\ud83d\"} 1\n          ^");
    }

    @Test
    void ofALongLineOnlyThePlaceOfTheErrorIsShown() {
        String before = "x{a=\"" + "y".repeat(1_000_000) + "\"";

        assertThatThrownBy(() -> GatheredMetrics.parse("# c\n" + before + " b" + "z".repeat(1_000_000) + "\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith(
                        "\n  ..." + "y".repeat(98) + "\" b" + "z".repeat(59) + "...\n" + " ".repeat(105) + "^");
    }
}
