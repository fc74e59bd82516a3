package dev.fennel.exposition.lint;

import static dev.fennel.testing.MetricAssertions.assertThatMetrics;

import dev.fennel.collectors.JvmCollector;
import dev.fennel.collectors.ProcessCollector;
import dev.fennel.metrics.Info;
import dev.fennel.metrics.StateSet;
import dev.fennel.registry.Registry;
import org.junit.jupiter.api.Test;

/** What the linter finds in the library's own metrics. */
class OwnCollectorsTest {
    private enum Phase {
        STARTING,
        RUNNING
    }

    @Test
    void processCollectorHasNoProblem() {
        assertThatMetrics(new ProcessCollector()).isNotEmpty().hasNoLintProblems();
    }

    @Test
    void jvmCollectorHasNoProblem() {
        assertThatMetrics(new JvmCollector()).isNotEmpty().hasNoLintProblems();
    }

    @Test
    void infosAndStateSetsHaveNoProblem() {
        Registry registry = Registry.pedantic();
        StateSet.builder("job_phase", "What the job does.", Phase.class).register(registry);
        Info.builder("build_info", "What runs.").register(registry);
        assertThatMetrics(registry).hasNames("build_info", "job_phase").hasNoLintProblems();
    }
}
