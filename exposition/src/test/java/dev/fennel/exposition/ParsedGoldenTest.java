package dev.fennel.exposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the reference wrote reads back, and is then written as it was. */
class ParsedGoldenTest {
    @ParameterizedTest
    @ValueSource(strings = {
        "counters", "exemplars", "gauges", "histograms", "native", "sparse", "summaries", "untyped"
    })
    void textReadsBack(String name) throws IOException {
        String golden = Families.resource("/golden/" + name + ".txt");

        assertThat(Families.encode(Format.TEXT.newEncoder(), TextParser.text().parse(golden)))
                .isEqualTo(golden);
    }

    @ParameterizedTest
    @ValueSource(strings = {"counters", "gauges", "histograms", "native", "sparse", "summaries", "untyped"})
    void openMetricsReadsBack(String name) throws IOException {
        assertReadsBack(Families.resource("/golden/" + name + ".om"));
    }

    /** The reference writes exemplars even for counters that it has to call unknown, where they are not allowed. */
    @Test
    void openMetricsWithExemplarsReadsBackWhereTheyAreAllowed() throws IOException {
        String golden = Families.resource("/golden/exemplars.om");

        assertThatThrownBy(() -> TextParser.openMetrics().parse(golden))
                .isInstanceOf(TextParseException.class)
                .hasMessageEndingWith("expected an exemplar on counters and buckets alone, got one on \"unsuffixed\"");
        assertReadsBack(golden.lines()
                .filter(line -> !line.contains("unsuffixed"))
                .map(line -> line + "\n")
                .collect(Collectors.joining()));
    }

    private static void assertReadsBack(String golden) {
        assertThat(Reading.OPENMETRICS.again(golden)).isEqualTo(golden);
    }
}
