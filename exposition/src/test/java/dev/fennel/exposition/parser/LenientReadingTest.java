package dev.fennel.exposition.parser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.fennel.exposition.Reading;
import dev.fennel.model.MetricFamily;
import dev.fennel.registry.GatherError;
import dev.fennel.registry.GatherResult;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which of several lines counts, what an error says, and what bounds the errors. */
class LenientReadingTest {
    private static final int MANY = 100_000;

    private static GatherResult read(String text) {
        return TextParser.text().parseLeniently(text);
    }

    @Test
    void theLastHelpAndTheLastTypeCount() {
        GatherResult read = read("# HELP a x\n# TYPE a gauge\na 1\n# HELP a y\n# TYPE a counter\na{b=\"c\"} 2");

        assertThat(read.errors()).isEmpty();
        assertThat(Reading.TEXT.write(read.families())).isEqualTo("# HELP a y\n# TYPE a counter\na 1\na{b=\"c\"} 2\n");
    }

    @Test
    void ofLinesThatAreThereTwiceTheFirstCounts() {
        String histogram = "a_bucket{le=\"1\"} 1\na_bucket{le=\"+Inf\"} 2\na_sum 3\na_count 2\n";
        GatherResult read = read("# TYPE a histogram\n" + histogram
                + histogram.replace(" 2\n", " 9\n").replace(" 3\n", " 8\n"));

        assertThat(read.errors()).isEmpty();
        assertThat(Reading.TEXT.write(read.families())).isEqualTo("# HELP a \n# TYPE a histogram\n" + histogram);
    }

    @Test
    void familiesAreSortedByTheBytesOfTheirNames() {
        assertThat(read("{\"\uD83D\uDD25\"} 1\n{\"\uffe6\"} 1\nz 1\na 1\n").families())
                .extracting(MetricFamily::name)
                .containsExactly("a", "z", "\uffe6", "\uD83D\uDD25");
    }

    @Test
    void anErrorHasItsPlaceAndItsMetric() {
        GatherError error = read("a 1\na{b=\"c\"} x\n").errors().get(0);

        assertThat(error.source()).isEqualTo("metric \"a\"");
        assertThat(error.message()).isEqualTo("metric \"a\": line 2, column 10: expected a number, got \"x\"");
        assertThat(error.cause()).isInstanceOfSatisfying(TextParseException.class, cause -> {
            assertThat(cause.line()).isEqualTo(2);
            assertThat(cause.column()).isEqualTo(10);
            assertThat(cause.metric()).isEqualTo("a");
        });
    }

    @Test
    void errorsAreInTheOrderOfTheirPlaces() {
        // The first is found last, when all lines were read.
        String text = "# TYPE a summary\na_count{quantile=\"1\"} 1\nb x\n";

        assertThat(read(text).errors())
                .extracting(GatherError::message)
                .containsExactly(
                        "metric \"a\": line 2, column 1: summary \"a\": label \"quantile\" is reserved for the format of"
                                + " a summary",
                        "metric \"b\": line 3, column 3: expected a number, got \"x\"");
    }

    @Test
    void allWaysToParseReadTheSame() throws IOException {
        String text = "a 1\nb x\n";
        byte[] utf8 = text.getBytes(UTF_8);

        for (GatherResult read : List.of(
                TextParser.text().parseLeniently(utf8),
                TextParser.text().parseLeniently(new ByteArrayInputStream(utf8)))) {
            assertThat(read.families()).hasToString(read(text).families().toString());
            assertThat(read.errors())
                    .extracting(GatherError::message)
                    .containsExactly(read(text).errors().get(0).message());
        }
    }

    @Test
    void compressedBytesAreNamed() {
        byte[] gzip = {0x1f, (byte) 0x8b, 8, 0};

        assertThat(TextParser.text().parseLeniently(gzip).errors())
                .extracting(GatherError::message)
                .containsExactly("text: line 1, column 1: expected text, got data compressed with gzip");
        assertThatThrownBy(() -> TextParser.openMetrics().parse(gzip))
                .isInstanceOf(TextParseException.class)
                .hasMessage("line 1, column 1: expected text, got data compressed with gzip");
    }

    @Test
    void aSurrogateWithoutItsOtherHalfCostsItsFamily() {
        GatherResult read = read("# \uD83D\na 1\nb{x=\"\uDD25\"} 1\n");

        assertThat(read.families()).extracting(MetricFamily::name).containsExactly("a");
        assertThat(read.errors())
                .extracting(GatherError::message)
                .containsExactly("metric \"b\": line 3, column 6: expected valid UTF-8, got surrogate \\udd25");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u200b", "\u202e", "\u0000", "\u2028", "\ufeff"})
    void whatNobodySeesIsEscaped(String invisible) {
        String escaped = String.format("\\u%04x", (int) invisible.charAt(0));

        assertThat(read("a " + invisible + "1\n").errors())
                .extracting(GatherError::message)
                .containsExactly("metric \"a\": line 1, column 3: expected a number, got \"" + escaped + "1\"");
        assertThat(read("{\"" + invisible + "\"} x\n").errors())
                .extracting(GatherError::source)
                .containsExactly("metric \"" + escaped + "\"");
    }

    @Test
    void aLongMessageKeepsItsEnds() {
        String text = "# TYPE a counter\na_total 1 # {t=\"" + "x".repeat(MANY) + "\"} 1\n# EOF\n";

        assertThatThrownBy(() -> TextParser.openMetrics().parse(text))
                .hasMessageStartingWith("line 2, column 11: exemplar labels {t=\"xxx")
                .hasMessageContaining("xxx...xxx")
                .hasMessageEndingWith("have 100001 code points, expected at most 128")
                .satisfies(error -> assertThat(error.getMessage()).hasSizeLessThan(500));
    }

    @Test
    void aHistogramOfManyBucketsHasAShortError() {
        StringBuilder text = new StringBuilder("# TYPE a histogram\n");
        for (int i = 0; i < MANY; i++) {
            text.append("a_bucket{le=\"").append(i).append("\"} 1\n");
        }

        assertThatThrownBy(() -> TextParser.openMetrics().parse(text + "# EOF\n"))
                .hasMessage("line 100001, column 1: expected a bucket \"+Inf\", got buckets up to 99999.0");
    }

    @ParameterizedTest
    @EnumSource
    void manyErrorsAreCut(Reading reading) {
        String lines = "%\n".repeat(MANY) + "b 1\n# EOF\n";
        GatherResult read = reading.parser().parseLeniently(lines);

        assertThat(read.families()).extracting(MetricFamily::name).containsExactly("b");
        assertThat(read.errors()).hasSize(101);
        assertThat(read.errors().get(100).message())
                .isEqualTo("text: line 101, column 1: expected at most 100 errors, got more, which are not listed");
    }

    @ParameterizedTest
    @EnumSource
    void manyFamiliesWithErrorsAreLeftOut(Reading reading) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < MANY; i++) {
            text.append("a").append(i).append(" x\n");
        }
        GatherResult read = reading.parser().parseLeniently(text + "b 1\n# EOF\n");

        assertThat(read.families()).extracting(MetricFamily::name).containsExactly("b");
        assertThat(read.errors()).hasSize(101);
    }

    @ParameterizedTest
    @EnumSource
    void aFamilyWithManyErrorsHasOneAndCostsNoOther(Reading reading) {
        GatherResult read = reading.parser().parseLeniently("a x\n".repeat(MANY) + "b 1\n# EOF\n");

        assertThat(read.families()).extracting(MetricFamily::name).containsExactly("b");
        assertThat(read.errors()).hasSize(1);
    }

    @Test
    void aHistogramThatIsThereManyTimesIsReadOnce() {
        String lines = "a_bucket{le=\"1\"} 1\na_bucket{le=\"+Inf\"} 1\na_count 1\n";

        GatherResult read = read("# TYPE a histogram\n" + lines.repeat(MANY));

        assertThat(read.errors()).isEmpty();
        assertThat(read.families().get(0).metrics()).hasSize(1);
    }

    @Test
    void bytesThatAreNotUtf8InEveryLineAreRead() {
        byte[] page = ("# x\n".repeat(MANY) + "a 1\n").getBytes(UTF_8);
        for (int i = 2; i < 4 * MANY; i += 4) {
            page[i] = (byte) 0xff;
        }

        assertThat(TextParser.text().parseLeniently(page).families()).hasSize(1);
        assertThat(TextParser.text().parseLeniently(page).errors()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aLongLineWithManyFaultsIsRead(Reading reading) {
        GatherResult read = reading.parser().parseLeniently("{" + "\"a\",".repeat(MANY) + "\nb 1\n# EOF\n");

        assertThat(read.families()).extracting(MetricFamily::name).containsExactly("b");
        assertThat(read.errors()).hasSize(1);
    }

    /** OpenMetrics has seconds as doubles, which are two seconds apart there, so nothing writes such times. */
    @ParameterizedTest
    @CsvSource({
        "TEXT, 9223372036854775807, 9223372036854775807",
        "TEXT, -9223372036854775807, -9223372036854775807",
        "OPENMETRICS, 9.223372036854776e+15, 9223372036854775807",
        "OPENMETRICS, -9.223372036854776e+15, -9223372036854775807"
    })
    void theOutermostTimestampsAreRead(Reading reading, String timestamp, long millis) {
        String end = reading == Reading.OPENMETRICS ? "# EOF\n" : "";

        List<MetricFamily> families = reading.parser().parse("# TYPE a gauge\na 1 " + timestamp + "\n" + end);

        assertThat(families.get(0).metrics().get(0).timestampMillis()).isCloseTo(millis, within(1_000L));
    }

    /** The error is found when the next family begins, and is not that one's. */
    @Test
    void anErrorOfAFamilyThatHasEndedHasItsName() {
        String text = "# TYPE a histogram\na_bucket{le=\"1\"} 1\nb 1\n# EOF\n";

        assertThatThrownBy(() -> TextParser.openMetrics().parse(text))
                .isInstanceOfSatisfying(TextParseException.class, error -> assertThat(error.metric())
                        .isEqualTo("a"));
    }

    @Test
    void thatThereAreMoreErrorsIsTheLastOne() {
        String text = "# TYPE a histogram\na_sum 1\n" + "!\n".repeat(100) + "# TYPE b gauge\nb 1\n# EOF\n";
        List<GatherError> errors = TextParser.openMetrics().parseLeniently(text).errors();

        assertThat(errors).hasSize(101);
        assertThat(errors.get(0).message()).startsWith("text: line 3,");
        assertThat(errors.get(100).message()).endsWith("got more, which are not listed");
    }
}
