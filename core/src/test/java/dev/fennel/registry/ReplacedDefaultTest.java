package dev.fennel.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.metrics.Gauge;
import org.junit.jupiter.api.Test;

class ReplacedDefaultTest {
    private final Registry first = Registry.create();
    private final Registry second = Registry.create();

    @Test
    void untilItIsClosedTheOtherOneIsTheDefault() {
        Registry before = Registry.defaultRegistry();
        Gauge gauge;
        try (Registry.Replacement replaced = Registry.replaceDefault(first)) {
            gauge = Gauge.builder("replaced_default", "").register();
            assertThat(Registry.defaultRegistry()).isSameAs(replaced.registry()).isSameAs(first);
        }

        assertThat(first.collectors()).containsExactly(gauge);
        assertThat(Registry.defaultRegistry()).isSameAs(before);
        assertThat(before.unregister(gauge)).isFalse();
    }

    @Test
    void theyNestAndCloseInOrder() {
        Registry before = Registry.defaultRegistry();
        Registry.Replacement outer = Registry.replaceDefault(first);
        Registry.Replacement inner = Registry.replaceDefault(second);
        try {
            assertThat(Registry.defaultRegistry()).isSameAs(second);
            assertThatThrownBy(outer::close).isInstanceOf(IllegalStateException.class);
            assertThat(Registry.defaultRegistry()).isSameAs(second);
        } finally {
            inner.close();
            inner.close();
            assertThat(Registry.defaultRegistry()).isSameAs(first);
            outer.close();
        }
        outer.close();
        assertThat(Registry.defaultRegistry()).isSameAs(before);
    }
}
