package dev.fennel.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.collectors.JvmCollector;
import dev.fennel.collectors.ProcessCollector;
import dev.fennel.model.Collector;
import dev.fennel.model.MetricFamily;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefaultRegistryTest {
    private static final Logger LOGGER = Logger.getLogger("dev.fennel.registry");

    private final List<Throwable> logged = new ArrayList<>();
    private final Handler log = new Handler() {
        @Override
        public void publish(LogRecord failure) {
            logged.add(failure.getThrown());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void readLog() {
        LOGGER.addHandler(log);
        LOGGER.setUseParentHandlers(false);
    }

    @AfterEach
    void leaveLog() {
        LOGGER.removeHandler(log);
        LOGGER.setUseParentHandlers(true);
    }

    /** A library's contribution. */
    public static final class Contributing implements DefaultCollectors {
        @Override
        public void registerWith(Registerer registerer) {
            registerer.register(FixedGauge.of("contributed", 1));
        }
    }

    /** One that fails half-way. */
    public static final class Failing implements DefaultCollectors {
        @Override
        public void registerWith(Registerer registerer) {
            registerer.register(FixedGauge.of("half", 1));
            throw new IllegalStateException("expected by a test");
        }
    }

    /** One that cannot even be made. */
    public static final class Unmakable implements DefaultCollectors {
        public Unmakable() {
            throw new IllegalStateException("expected by a test");
        }

        @Override
        public void registerWith(Registerer registerer) {}
    }

    private static List<Class<?>> classes(Registry registry) {
        return registry.collectors().stream().<Class<?>>map(Collector::getClass).toList();
    }

    /** What is registered where the class path names these services besides the library's own. */
    private static Registry filled(Path folder, String services) throws IOException {
        return filled(Registry.create(), folder, services);
    }

    private static Registry filled(Registry registry, Path folder, String services) throws IOException {
        Path file = folder.resolve("META-INF/services/" + DefaultCollectors.class.getName());
        Files.createDirectories(file.getParent());
        Files.writeString(file, services);
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, DefaultRegistryTest.class.getClassLoader())) {
            DefaultRegistry.fill(registry, loader);
        }
        return registry;
    }

    @Test
    void thereIsOneWithTheProcessAndTheJvmRegistered() {
        Registry registry = Registry.defaultRegistry();
        assertThat(Registry.defaultRegistry()).isSameAs(registry);
        assertThat(classes(registry)).contains(ProcessCollector.class, JvmCollector.class);
        assertThat(registry.gather().errors()).isEmpty();
    }

    @Test
    void librariesContribute(@TempDir Path folder) throws IOException {
        Registry registry = filled(folder, Contributing.class.getName());

        assertThat(classes(registry))
                .containsExactlyInAnyOrder(ProcessCollector.class, JvmCollector.class, FixedGauge.class);
        assertThat(logged).isEmpty();
    }

    @Test
    void serviceThatFailsCostsItselfAlone(@TempDir Path folder) throws IOException {
        Registry registry = filled(
                folder,
                String.join(
                        "\n",
                        Failing.class.getName(),
                        Unmakable.class.getName(),
                        "no.such.Service",
                        DefaultRegistryTest.class.getName(),
                        Contributing.class.getName()));

        assertThat(classes(registry)).contains(ProcessCollector.class, JvmCollector.class);
        assertThat(registry.gather().families()).extracting(MetricFamily::name).contains("contributed", "half");
        assertThat(logged).hasSize(4);
    }

    @Test
    void collectorsOfTheLibraryThatCannotBeRegisteredCostThemselvesAlone(@TempDir Path folder) throws IOException {
        Registry registry = Registry.create();
        registry.register(new JvmCollector());

        filled(registry, folder, Contributing.class.getName());

        assertThat(classes(registry))
                .containsExactlyInAnyOrder(JvmCollector.class, ProcessCollector.class, FixedGauge.class);
        assertThat(logged)
                .hasOnlyElementsOfType(AlreadyRegisteredException.class)
                .hasSize(1);
    }

    @Test
    void illegibleServicesCostThemselvesAlone(@TempDir Path folder) throws IOException {
        Registry registry = filled(folder, "not a class name!");

        assertThat(classes(registry)).containsExactly(ProcessCollector.class, JvmCollector.class);
        assertThat(logged).hasSize(1);
    }

    @Test
    void aClassLoaderThatAlwaysFailsIsGivenUp() {
        ClassLoader broken = new ClassLoader(DefaultRegistryTest.class.getClassLoader()) {
            @Override
            public Enumeration<URL> getResources(String name) throws IOException {
                throw new IOException("expected by a test");
            }
        };
        Registry registry = Registry.create();

        DefaultRegistry.fill(registry, broken);

        assertThat(classes(registry)).containsExactly(ProcessCollector.class, JvmCollector.class);
        assertThat(logged).hasSize(10);
    }
}
