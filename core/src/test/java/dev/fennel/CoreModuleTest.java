package dev.fennel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.model.Desc;
import dev.fennel.model.MetricFamily;
import dev.fennel.registry.DefaultCollectors;
import dev.fennel.registry.Registry;
import dev.fennel.testsupport.Modules;
import dev.fennel.testsupport.OtherJvm;
import java.lang.module.ModuleDescriptor.Requires;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CoreModuleTest {
    /** Prints what the default registry starts with where the library is a named module. */
    public static void main(String[] args) {
        System.out.println("named: " + Desc.class.getModule().isNamed());
        for (MetricFamily family : Registry.defaultRegistry().gather().families()) {
            System.out.println(family.name());
        }
    }

    @Test
    void exportsTheApiAndNothingElse() {
        assertThat(Modules.descriptor().name()).isEqualTo("dev.fennel.core");
        assertThat(Modules.exports(Modules.descriptor()))
                .containsExactly(
                        "dev.fennel.collectors", "dev.fennel.metrics", "dev.fennel.model", "dev.fennel.registry");
    }

    @Test
    void requiresManagementAlone() {
        assertThat(Modules.descriptor().requires())
                .filteredOn(required -> !required.modifiers().contains(Requires.Modifier.MANDATED))
                .filteredOn(required -> !required.modifiers().contains(Requires.Modifier.STATIC))
                .extracting(Requires::name)
                .containsExactly("java.management");
    }

    @Test
    void takesCollectorsOfOthersAsAServiceAndProvidesNoneItself() {
        String service = DefaultCollectors.class.getName();

        assertThat(Modules.descriptor().uses()).isEqualTo(Set.of(service));
        assertThat(Modules.descriptor().provides()).isEmpty();
        assertThat(Path.of("target", "classes", "META-INF", "services")).doesNotExist();
    }

    @Test
    @Timeout(60)
    void defaultRegistryOfTheNamedModuleStartsWithTheProcessAndTheJvm() {
        assertThat(OtherJvm.runModular(CoreModuleTest.class).lines())
                .contains("named: true", "jvm_threads_current", "process_start_time_seconds");
    }
}
