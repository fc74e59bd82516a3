package dev.fennel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.exposition.parser.TextParser;
import dev.fennel.model.MetricFamily;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The samples in the Javadoc of the parser. */
class TextParserSamplesTest {
    @Test
    void familiesAreReadFromText() {
        String body = "# TYPE jobs_total counter\njobs_total 7\n";

        List<MetricFamily> families = TextParser.text().parse(body);
        families.forEach(family -> System.out.println(family.name() + " is a " + family.type()));

        assertThat(families).hasToString("[MetricFamily{counter \"jobs_total\", 1 metrics}]");
    }
}
