package dev.fennel.collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricType;
import dev.fennel.registry.Registry;
import dev.fennel.testsupport.Written;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildInfoCollectorTest {
    private static final String JAVA = System.getProperty("java.version");

    /** Put into a jar by a test. */
    public static final class Packaged {}

    private static Metric metric(BuildInfoCollector collector) {
        List<Metric> metrics = new ArrayList<>();
        collector.collect(metrics::add);
        assertThat(metrics).hasSize(1);
        return metrics.get(0);
    }

    private static Labels labels(BuildInfoCollector collector) {
        return metric(collector).labels();
    }

    /** The class of this name in a jar whose manifest has these attributes. */
    private static Labels labelsOfJar(Path folder, String... attributes) throws Exception {
        Path jar = folder.resolve("packaged.jar");
        writeJar(jar, attributes);
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
            return labels(BuildInfoCollector.of("shop", loader.loadClass(Packaged.class.getName())));
        }
    }

    private static void writeJar(Path jar, String... attributes) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        for (int i = 0; i < attributes.length; i += 2) {
            manifest.getMainAttributes().putValue(attributes[i], attributes[i + 1]);
        }
        String file = Packaged.class.getName().replace('.', '/') + ".class";
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out, manifest);
                InputStream bytes = Packaged.class.getClassLoader().getResourceAsStream(file)) {
            entries.putNextEntry(new JarEntry(file));
            bytes.transferTo(entries);
        }
    }

    @Test
    void isAGaugeThatIsOne() {
        Metric metric = metric(BuildInfoCollector.builder("shop").version("1.2").build());

        assertThat(metric.desc().name()).isEqualTo("shop_build_info");
        assertThat(Written.by(metric).type()).isEqualTo(MetricType.GAUGE);
        assertThat(Written.by(metric).value()).isEqualTo(1);
    }

    @Test
    void manifestTellsVersionTitleAndVendor(@TempDir Path folder) throws Exception {
        assertThat(labelsOfJar(
                        folder,
                        "Implementation-Version",
                        "2.7.1",
                        "Implementation-Title",
                        "The Shop",
                        "Implementation-Vendor",
                        "ACME"))
                .isEqualTo(Labels.of("java_version", JAVA, "version", "2.7.1", "title", "The Shop", "vendor", "ACME"));
    }

    @Test
    void whatTheManifestDoesNotTellHasNoLabel(@TempDir Path folder) throws Exception {
        assertThat(labelsOfJar(folder, "Implementation-Version", "2.7.1"))
                .isEqualTo(Labels.of("java_version", JAVA, "version", "2.7.1"));
        assertThat(labelsOfJar(folder)).isEqualTo(Labels.of("java_version", JAVA));
    }

    @Test
    void namedModuleTellsVersionAndName() {
        String version = Object.class.getModule().getDescriptor().rawVersion().orElseThrow();

        assertThat(labels(BuildInfoCollector.of("java", Object.class)))
                .isEqualTo(Labels.of("java_version", JAVA, "version", version, "title", "java.base"));
    }

    @Test
    void typesWithoutPackageAreNoFault() {
        assertThat(labels(BuildInfoCollector.of("shop", new Packaged[0].getClass())))
                .isEqualTo(Labels.of("java_version", JAVA));
    }

    @Test
    void laterValuesReplaceEarlierOnes() {
        assertThat(labels(BuildInfoCollector.builder("java")
                        .from(Object.class)
                        .version("mine")
                        .label("revision", "4f2a91c")
                        .label("title", "")
                        .build()))
                .isEqualTo(Labels.of("java_version", JAVA, "version", "mine", "title", "", "revision", "4f2a91c"));
    }

    @Test
    void builderCanBeUsedAgain() {
        BuildInfoCollector.Builder builder = BuildInfoCollector.builder("shop");
        Labels before = labels(builder.build());
        BuildInfoCollector later = builder.version("2").build();

        assertThat(before.get("version")).isNull();
        assertThat(labels(later).get("version")).isEqualTo("2");
    }

    @Test
    void buildsOfSeveralProgramsLiveInOneRegistry() {
        Registry registry = Registry.pedantic();
        registry.register(BuildInfoCollector.of("shop", Packaged.class));
        registry.register(BuildInfoCollector.of("stock", Object.class));

        assertThat(registry.gather().errors()).isEmpty();
        assertThat(registry.gather().families()).hasSize(2);
    }

    @Test
    void wrongArgumentsThrow() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BuildInfoCollector.builder(""))
                .withMessage("build info: expected the name of a program, got an empty one");
        BuildInfoCollector.Builder reserved = BuildInfoCollector.builder("shop").label("__name__", "x");
        assertThatIllegalArgumentException().isThrownBy(reserved::build).withMessageContaining("__name__");
        assertThatNullPointerException()
                .isThrownBy(() -> BuildInfoCollector.builder("shop").label("revision", null))
                .withMessage("value");
    }
}
