package dev.fennel.exposition.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.collectors.JvmCollector;
import dev.fennel.collectors.ProcessCollector;
import dev.fennel.metrics.Info;
import dev.fennel.metrics.StateSet;
import dev.fennel.registry.Registry;
import org.junit.jupiter.api.Test;

/** What the linter says of the library's own metrics. */
class OwnCollectorsTest {
    private enum Phase {
        STARTING,
        RUNNING
    }

    private final Registry registry = Registry.pedantic();

    @Test
    void processCollectorHasNoProblem() {
        registry.register(new ProcessCollector());
        assertThat(registry.gather().families()).isNotEmpty();
        assertThat(Linter.standard().lint(registry)).isEmpty();
    }

    @Test
    void jvmCollectorHasNoProblem() {
        registry.register(new JvmCollector());
        assertThat(registry.gather().families()).isNotEmpty();
        assertThat(Linter.standard().lint(registry)).isEmpty();
    }

    @Test
    void infosAndStateSetsHaveNoProblem() {
        StateSet.builder("job_phase", "What the job does.", Phase.class).register(registry);
        registry.register(Info.builder("build_info", "What runs.").build());
        assertThat(Linter.standard().lint(registry)).isEmpty();
    }
}
