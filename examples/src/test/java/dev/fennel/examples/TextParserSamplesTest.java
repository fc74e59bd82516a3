package dev.fennel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.exposition.lint.Linter;
import dev.fennel.exposition.lint.Problem;
import dev.fennel.exposition.parser.TextParser;
import dev.fennel.model.MetricFamily;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The samples in the Javadoc of the parser, and of the linter for what it reads. */
class TextParserSamplesTest {
    @Test
    void familiesAreReadFromText() {
        String body = "# TYPE jobs_total counter\njobs_total 7\n";

        List<MetricFamily> families = TextParser.text().parse(body);
        families.forEach(family -> System.out.println(family.name() + " is a " + family.type()));

        assertThat(families).hasToString("[MetricFamily{counter \"jobs_total\", 1 metrics}]");
    }

    @Test
    void aPageOfWhichOnlyAPartCanBeReadIsLinted() {
        String page = "# HELP jobs Jobs done.\n# TYPE jobs counter\njobs 7\n# TYPE depth level\ndepth 1\n";

        List<Problem> problems = Linter.standard().lint(TextParser.text().parseLeniently(page));

        assertThat(problems)
                .containsExactly(
                        new Problem("depth", "line 4, column 14: expected a metric type, got \"level\""),
                        new Problem("jobs", "counter metrics should have \"_total\" suffix"));
    }
}
