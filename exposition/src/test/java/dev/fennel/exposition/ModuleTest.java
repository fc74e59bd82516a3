package dev.fennel.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ModuleTest {
    private static ModuleDescriptor descriptor() throws URISyntaxException {
        Path classes = Path.of(
                Format.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        return ModuleFinder.of(classes)
                .find("dev.fennel.exposition")
                .orElseThrow()
                .descriptor();
    }

    @Test
    void exportsItsApiToAllAndNothingElse() throws URISyntaxException {
        assertThat(descriptor().exports().stream().filter(export -> !export.isQualified()))
                .extracting(Exports::source)
                .containsExactlyInAnyOrder(
                        "dev.fennel.exposition",
                        "dev.fennel.exposition.catalogue",
                        "dev.fennel.exposition.graphite",
                        "dev.fennel.exposition.lint",
                        "dev.fennel.exposition.parser",
                        "dev.fennel.exposition.scrape",
                        "dev.fennel.testing");
        assertThat(descriptor().opens()).isEmpty();
        assertThat(descriptor().isOpen()).isFalse();
    }

    @Test
    void exportsWhatWritesBytesToTheModuleThatPushes() throws URISyntaxException {
        assertThat(descriptor().exports().stream().filter(Exports::isQualified))
                .extracting(Exports::toString)
                .containsExactly("dev.fennel.exposition.internal to [dev.fennel.pushgateway]");
    }

    @Test
    void requiresNothingButTheCore() throws URISyntaxException {
        Set<Requires> requires = descriptor().requires();
        assertThat(requires).extracting(Requires::name).containsExactlyInAnyOrder("java.base", "dev.fennel.core");
    }
}
