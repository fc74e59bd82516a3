package dev.fennel.exposition.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.exposition.Reading;
import dev.fennel.model.MetricFamily;
import dev.fennel.testsupport.HistogramTaker;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Texts so large that a parser would take minutes if its time grew with the square of their length. */
class HugeTextTest {
    private static final int MANY = 100_000;
    private static final String END = "# EOF\n";

    @ParameterizedTest
    @EnumSource
    void manyLabelsOfASeriesAreRead(Reading reading) {
        String labels = IntStream.range(0, MANY)
                .mapToObj(i -> "l" + (MANY - i) + "=\"\"")
                .collect(Collectors.joining(","));

        List<MetricFamily> families = reading.parser().parse("a{" + labels + "} 1\n" + END);

        assertThat(families.get(0).metrics().get(0).labels().size()).isEqualTo(MANY);
    }

    @ParameterizedTest
    @EnumSource
    void seriesWhoseLabelsHaveTheSameHashAreRead(Reading reading) {
        StringBuilder text = new StringBuilder("# TYPE a summary\n");
        for (int i = 0; i < 1 << 15; i++) {
            String value =
                    Integer.toBinaryString(1 << 15 | i).replace("0", "Aa").replace("1", "BB");
            text.append("a_count{b=\"").append(value).append("\"} 1\n");
        }

        List<MetricFamily> families = reading.parser().parse(text + END);

        assertThat(families.get(0).metrics()).hasSize(1 << 15);
    }

    @Test
    void manyBucketsWithExemplarsAreRead() {
        int buckets = 3 * MANY;
        StringBuilder text = new StringBuilder("# TYPE a histogram\n");
        for (int i = 1; i <= buckets; i++) {
            text.append("a_bucket{le=\"")
                    .append(i)
                    .append("\"} 1 # {} ")
                    .append(i)
                    .append('\n');
        }

        List<MetricFamily> families = TextParser.openMetrics().parse(text + "a_bucket{le=\"+Inf\"} 1\n" + END);

        families.get(0).metrics().get(0).write(new HistogramTaker(value -> {
            assertThat(value.exemplar(0).value()).isEqualTo(1);
            assertThat(value.exemplar(buckets - 1).value()).isEqualTo(buckets);
        }));
    }

    @ParameterizedTest
    @EnumSource
    void longTokensAreRead(Reading reading) {
        String value = "\\n\\\\x".repeat(MANY * 10);
        String digits = "1".repeat(MANY * 10);

        List<MetricFamily> families = reading.parser().parse("a{b=\"" + value + "\"} 0." + digits + "\n" + END);

        assertThat(families.get(0).metrics().get(0).labels().value(0)).hasSize(MANY * 30);
    }

    @ParameterizedTest
    @EnumSource
    void aLongWrongTokenIsShortened(Reading reading) {
        assertThatThrownBy(() -> reading.parser().parse("a " + "x".repeat(MANY * 10) + "\n" + END))
                .isInstanceOf(TextParseException.class)
                .hasMessage("line 1, column 3: expected a number, got \"" + "x".repeat(60) + "\"...");
    }
}
