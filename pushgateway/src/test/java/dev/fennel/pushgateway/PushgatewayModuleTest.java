package dev.fennel.pushgateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.testsupport.Modules;
import org.junit.jupiter.api.Test;

class PushgatewayModuleTest {
    @Test
    void exportsTheApiAndNothingElse() {
        assertThat(Modules.descriptor().name()).isEqualTo("dev.fennel.pushgateway");
        assertThat(Modules.exports(Modules.descriptor()))
                .containsExactly("dev.fennel.otlp", "dev.fennel.pushgateway", "dev.fennel.remotewrite");
    }
}
