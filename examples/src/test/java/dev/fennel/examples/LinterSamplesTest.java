package dev.fennel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.exposition.lint.LintRule;
import dev.fennel.exposition.lint.Linter;
import dev.fennel.exposition.lint.Problem;
import dev.fennel.exposition.lint.StandardRule;
import dev.fennel.metrics.Counter;
import dev.fennel.registry.Registry;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The samples in the Javadoc of the linter. {@link SnippetsTest} checks that they are the same. */
class LinterSamplesTest {
    private final Registry registry = Registry.pedantic();

    @Test
    void metricsAreLinted() {
        Counter.builder("jobs_total", "Jobs done.").register(registry);

        assertThat(Linter.standard().lint(registry)).isEmpty();
    }

    @Test
    void aRuleIsLeftOut() {
        Counter.builder("jobs", "Jobs done.").register(registry);

        List<Problem> problems =
                Linter.standard().without(StandardRule.TOTAL_SUFFIX).lint(registry);

        assertThat(problems).isEmpty();
    }

    @Test
    void aRuleIsAdded() {
        Counter.builder("jobs_total", "Jobs done.").register(registry);

        LintRule prefix = (family, problems) -> {
            if (!family.name().startsWith("shop_")) {
                problems.accept("metric names should start with \"shop_\"");
            }
        };
        List<Problem> problems = Linter.standard().with(prefix).lint(registry);

        assertThat(problems).containsExactly(new Problem("jobs_total", "metric names should start with \"shop_\""));
    }
}
