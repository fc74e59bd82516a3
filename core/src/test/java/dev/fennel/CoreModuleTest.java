package dev.fennel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.testsupport.Modules;
import org.junit.jupiter.api.Test;

class CoreModuleTest {
    @Test
    void exportsTheApiAndNothingElse() {
        assertThat(Modules.descriptor().name()).isEqualTo("dev.fennel.core");
        assertThat(Modules.exports(Modules.descriptor()))
                .containsExactly("dev.fennel.collectors", "dev.fennel.metrics", "dev.fennel.model", "dev.fennel.registry");
    }
}
