package dev.fennel.exposition.parser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.exposition.Families;
import dev.fennel.exposition.Format;
import dev.fennel.exposition.Reading;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that client_golang wrote can be parsed, and are written again with the same bytes. */
class ParsedGoldenTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"counters", "exemplars", "gauges", "histograms", "native", "sparse", "summaries", "untyped"})
    void textReadsBack(String name) throws IOException {
        String golden = Families.resource("/golden/" + name + ".txt");

        assertThat(Families.encode(Format.TEXT.newEncoder(), TextParser.text().parse(golden)))
                .isEqualTo(golden);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"counters", "exemplars", "gauges", "histograms", "native", "sparse", "summaries", "untyped"})
    void openMetricsReadsBack(String name) throws IOException {
        String golden = Families.resource("/golden/" + name + ".om");

        assertThat(Reading.OPENMETRICS.again(golden)).isEqualTo(golden);
    }
}
