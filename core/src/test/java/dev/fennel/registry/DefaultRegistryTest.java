package dev.fennel.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.collectors.JvmCollector;
import dev.fennel.collectors.ProcessCollector;
import org.junit.jupiter.api.Test;

class DefaultRegistryTest {
    @Test
    void thereIsOneWithTheProcessAndTheJvmRegistered() {
        Registry registry = Registry.defaultRegistry();
        assertThat(Registry.defaultRegistry()).isSameAs(registry);
        assertThat(registry.collectors()).hasAtLeastOneElementOfType(ProcessCollector.class)
                .hasAtLeastOneElementOfType(JvmCollector.class);
        assertThat(registry.gather().errors()).isEmpty();
    }
}
