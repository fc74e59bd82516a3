package dev.fennel.exposition.parser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.fennel.exposition.Reading;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricType;
import dev.fennel.testsupport.Written;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The text format 0.0.4 is read as leniently as client_golang reads it. */
class TextParserTest {
    @Test
    void familiesStandInTheOrderOfTheirFirstLines() {
        List<MetricFamily> families = TextParser.text().parse("# HELP c C.\nb 1\n# TYPE a gauge\na 2\nb 3\nc 4\n");

        assertThat(families).extracting(MetricFamily::name).containsExactly("c", "b", "a");
        assertThat(families).extracting(MetricFamily::help).containsExactly("C.", "", "");
        assertThat(families)
                .extracting(MetricFamily::type)
                .containsExactly(MetricType.UNTYPED, MetricType.UNTYPED, MetricType.GAUGE);
        assertThat(families.get(1).metrics())
                .extracting(metric -> Written.by(metric).value())
                .containsExactly(1.0, 3.0);
    }

    @Test
    void metricsHaveTheirOwnDescs() {
        Metric metric = TextParser.text()
                .parse("# HELP a Help.\n# TYPE a counter\na{z=\"1\",b=\"2\"} 7 -5\n")
                .get(0)
                .metrics()
                .get(0);

        assertThat(metric.labels()).isEqualTo(Labels.of("b", "2", "z", "1"));
        assertThat(metric.desc().variableLabels()).containsExactly("b", "z");
        assertThat(metric.desc().help()).isEqualTo("Help.");
        assertThat(metric.desc().type()).isEqualTo(MetricType.COUNTER);
        assertThat(metric.timestampMillis()).isEqualTo(-5);
        assertThat(Written.by(metric).value()).isEqualTo(7);
    }

    @ParameterizedTest
    @MethodSource({"blanksAndComments", "quotesAndEscapes"})
    void isReadAs(String text, String expected) {
        assertThat(Reading.TEXT.again(text)).isEqualTo(expected);
    }

    static Stream<Arguments> blanksAndComments() {
        String one = "# HELP a \n# TYPE a untyped\na 1\n";
        String labelled = "# HELP a \n# TYPE a untyped\na{b=\"c\",d=\"e\"} 1 2\n";
        String described = "# HELP a Help. \n# TYPE a gauge\na 1\n";
        return Stream.of(
                Arguments.of("", ""),
                Arguments.of("\n\n \t\n  ", ""),
                Arguments.of("a 1\n", one),
                Arguments.of(" \ta \t 1 \t\n", one),
                Arguments.of("a+1\n", one),
                Arguments.of("a{}1\n", one),
                Arguments.of(" a\t{ b = \"c\" , d\t=\"e\", }\t1  2 \n", labelled),
                Arguments.of("a{d=\"e\",b=\"c\"}1 +2\n", labelled),
                Arguments.of("#\n# \n#HELP\n# TYPE \n# comment\n# EOF\n# UNIT a b\na 1\n", one),
                Arguments.of("# HELP a\n# TYPE a\n# HELP a \n# TYPE a \t\na 1\n", one),
                Arguments.of("#HELP a  \t Help. \n#\tTYPE\ta\tGaUgE\t\na 1\n", described),
                Arguments.of("# TYPE a gauge\na 1\n# HELP a Help. \n", described),
                Arguments.of("# HELP a \n# HELP a Help. \n# TYPE a gauge\na 1\n", described),
                Arguments.of("# HELP b Nothing.\n# TYPE b counter\na 1\n", one));
    }

    static Stream<Arguments> quotesAndEscapes() {
        String header = "# HELP a \n# TYPE a untyped\n";
        String dotted = "# HELP \"a.b\" \n# TYPE \"a.b\" untyped\n{\"a.b\",\"c d\"=\"e\"} 1\n";
        String all = "a{b=\"\\\\ \\\" \\n \t\r é \uD83D\uDD25 {}=,#\"} 1\n";
        return Stream.of(
                Arguments.of("# HELP a \\\\ \\n \\\" \"\na 1\n", "# HELP a \\\\ \\n \" \"\n# TYPE a untyped\na 1\n"),
                Arguments.of(all, header + all),
                Arguments.of("{\"a.b\",\"c d\"=\"e\"} 1\n", dotted),
                Arguments.of("{ \"c d\" = \"e\" , \"a.b\" , } 1\n", dotted),
                Arguments.of("{\"a\",\"b\"=\"c\"} 1\n", header + "a{b=\"c\"} 1\n"),
                Arguments.of("# HELP \"a\" \n# TYPE \"a\" untyped\na 1\n", header + "a 1\n"),
                Arguments.of(
                        "# TYPE \"a \\\\ \\\" \\n\" gauge\n{\"a \\\\ \\\" \\n\"} 1\n",
                        "# HELP \"a \\\\ \\\" \\n\" \n# TYPE \"a \\\\ \\\" \\n\" gauge\n{\"a \\\\ \\\" \\n\"} 1\n"));
    }

    @ParameterizedTest
    @CsvSource({
        "counter,COUNTER",
        "Gauge,GAUGE",
        "UNTYPED,UNTYPED",
        "histogram,HISTOGRAM",
        "summary,SUMMARY",
        "gaugehistogram,HISTOGRAM",
        "GAUGE_HISTOGRAM,HISTOGRAM"
    })
    void typesAreReadInAnyCase(String text, MetricType type) {
        String sample = type == MetricType.HISTOGRAM || type == MetricType.SUMMARY ? "a_count 0\n" : "a 0\n";

        assertThat(TextParser.text().parse("# TYPE a " + text + "\n" + sample))
                .extracting(MetricFamily::type)
                .containsExactly(type);
    }

    @Test
    void allWaysToParseReadTheSame() throws IOException {
        byte[] utf8 = "a{b=\"\u00e9\uD83D\uDD25\"} 1\n".getBytes(UTF_8);
        String expected = Reading.TEXT.again(new String(utf8, UTF_8));

        assertThat(Reading.TEXT.write(TextParser.text().parse(utf8))).isEqualTo(expected);
        assertThat(Reading.TEXT.write(TextParser.text().parse(new ByteArrayInputStream(utf8))))
                .isEqualTo(expected);
    }

    @Test
    void bytesThatAreNotUtf8AreRefusedWithTheirPlace() {
        byte[] bytes = "a 1\n{\"\u00e9\uD83D\uDD25".getBytes(UTF_8);
        byte[] malformed = Arrays.copyOf(bytes, bytes.length + 1);
        malformed[bytes.length] = (byte) 0xff;
        byte[] cut = Arrays.copyOf(bytes, bytes.length - 1);

        assertThatThrownBy(() -> TextParser.text().parse(malformed))
                .isInstanceOf(TextParseException.class)
                .hasMessage("line 2, column 5: expected valid UTF-8, got byte 0xff");
        assertThatThrownBy(() -> TextParser.text().parse(cut))
                .isInstanceOf(TextParseException.class)
                .hasMessage("line 2, column 4: expected valid UTF-8, got byte 0xf0");
    }

    static Stream<Arguments> halves() {
        return Stream.of(
                Arguments.of("# x\uD83D", "line 1, column 4: expected valid UTF-8, got surrogate \\ud83d"),
                Arguments.of("\n\uDD25\uD83D", "line 2, column 1: expected valid UTF-8, got surrogate \\udd25"),
                Arguments.of("\uD83D\uDD25\uD83Dx", "line 1, column 2: expected valid UTF-8, got surrogate \\ud83d"));
    }

    @ParameterizedTest
    @MethodSource("halves")
    void surrogatesWithoutTheirOtherHalfAreRefused(String text, String message) {
        assertThatThrownBy(() -> TextParser.text().parse(text))
                .isInstanceOf(TextParseException.class)
                .hasMessage(message);
    }

    @Test
    void anErrorHasALineAndAColumn() {
        TextParseException error = catchThrowableOfType(
                TextParseException.class, () -> TextParser.text().parse("a 1\na{b=\"\uD83D\uDD25\"} x\n"));

        assertThat(error.line()).isEqualTo(2);
        assertThat(error.column()).isEqualTo(10);
        assertThat(error).hasMessage("line 2, column 10: expected a number, got \"x\"");
    }

    @Test
    void theStreamIsNotClosed() throws IOException {
        boolean[] closed = {false};
        InputStream in = new ByteArrayInputStream("a 1\n".getBytes(UTF_8)) {
            @Override
            public void close() {
                closed[0] = true;
            }
        };

        assertThat(TextParser.text().parse(in)).hasSize(1);
        assertThat(closed[0]).isFalse();
    }
}
