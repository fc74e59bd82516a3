package dev.fennel.pushgateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ModuleTest {
    @Test
    void moduleExportsItsOnePackageToAllAndOpensNone() throws URISyntaxException {
        Path classes = Path.of(
                Pusher.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        ModuleDescriptor module = ModuleFinder.of(classes)
                .find("dev.fennel.pushgateway")
                .orElseThrow()
                .descriptor();

        assertThat(module.exports()).extracting(Object::toString).containsExactly("dev.fennel.pushgateway");
        assertThat(module.isOpen()).isFalse();
        assertThat(module.opens()).isEmpty();
    }
}
