package dev.fennel.benchmarks.answers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarsTest {
    @TempDir
    private Path folder;

    @Test
    void aLibraryIsAsLargeAsItsJarsAndThoseThatItDependsOn() throws IOException {
        Path core = jar("fennel-core-0.1.0-SNAPSHOT.jar", "");
        Path exposition = jar("fennel-exposition-0.1.0-SNAPSHOT.jar", "");
        Path micrometer = jar("micrometer-core-1.17.2.jar", "");
        Path model = jar("prometheus-metrics-model-1.10.0.jar", "");
        Path server = jar("prometheus-metrics-exporter-httpserver-1.10.0.jar", "");

        Jars jars = on(core, exposition, micrometer, model, server, jar("jmh-core-1.37.jar", ""));

        assertThat(jars.sizeOf(Library.FENNEL)).isEqualTo(Files.size(core) + Files.size(exposition));
        assertThat(jars.sizeOf(Library.CLIENT_JAVA)).isEqualTo(Files.size(model) + Files.size(server));
        assertThat(jars.sizeOf(Library.MICROMETER)).isEqualTo(Files.size(micrometer) + Files.size(model));
        assertThat(jars.sizeOf(Library.SIMPLECLIENT)).isZero();
    }

    @Test
    void jarsOfAManifestCountOnceAndThoseThatAreMissingDoNot() throws IOException {
        Path core = jar("fennel-core-0.1.0.jar", "");
        Path main = jar("benchmarks.jar", "fennel-core-0.1.0.jar missing-1.jar");

        assertThat(on(main, core, folder, folder.resolve("missing.jar")).paths())
                .containsExactlyInAnyOrder(main, core);
    }

    @Test
    void theVersionIsThatOfTheCore() throws IOException {
        Jars jars = on(jar("HdrHistogram-2.2.2.jar", ""), jar("micrometer-core-1.17.2.jar", ""));

        assertThat(jars.versionOf(Library.MICROMETER)).contains("1.17.2");
        assertThat(jars.versionOf(Library.CLIENT_JAVA)).isEmpty();
        assertThat(Circumstances.versions(jars)).isEqualTo("micrometer 1.17.2");
    }

    private static Jars on(Path... classPath) throws IOException {
        return Jars.on(Stream.of(classPath).map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    }

    private Path jar(String name, String classPath) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
        Path path = folder.resolve(name);
        new JarOutputStream(Files.newOutputStream(path), manifest).close();
        return path;
    }
}
