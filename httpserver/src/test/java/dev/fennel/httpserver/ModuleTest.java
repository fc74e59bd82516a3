package dev.fennel.httpserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.net.URL;
import org.junit.jupiter.api.Test;

class ModuleTest {
    @Test
    void moduleExportsItsApiAndOpensNothing() throws Exception {
        ModuleDescriptor module = descriptor();

        assertThat(module.name()).isEqualTo("dev.fennel.httpserver");
        assertThat(module.exports())
                .extracting(Object::toString)
                .containsExactlyInAnyOrder("dev.fennel.http", "dev.fennel.httpserver");
        assertThat(module.opens()).isEmpty();
        assertThat(module.isOpen()).isFalse();
    }

    @Test
    void moduleNeedsOnlyTheJdkAndTheExposition() throws Exception {
        assertThat(descriptor().requires())
                .extracting(ModuleDescriptor.Requires::name)
                .containsExactlyInAnyOrder("java.base", "java.net.http", "jdk.httpserver", "dev.fennel.exposition");
    }

    /** The one beside the classes under test: the class path has several. */
    private static ModuleDescriptor descriptor() throws Exception {
        URL classes = MetricsServer.class.getProtectionDomain().getCodeSource().getLocation();
        try (InputStream in = new URL(classes, "module-info.class").openStream()) {
            return ModuleDescriptor.read(in);
        }
    }
}
