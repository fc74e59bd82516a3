package dev.fennel.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.ModuleDescriptor;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the library adds to an application that uses all of it. */
class PublishedJarsTest {
    /**
     * The jars have 1,151 KiB today, of which 16 are the licence. The limit is a little above today's size, so that a
     * change that adds much has to raise it.
     */
    private static final long MOST_BYTES = 1156 * 1024;

    @Test
    void jarsOfAllModulesTogetherAreSmall() throws IOException {
        Map<String, Long> sizes = new TreeMap<>();
        for (Map.Entry<ModuleDescriptor, Path> jar : jars().entrySet()) {
            sizes.put(jar.getKey().name(), Files.size(jar.getValue()));
        }
        long sum = sizes.values().stream().mapToLong(Long::longValue).sum();
        System.out.printf("Published jars: %,d of at most %,d bytes %s%n", sum, MOST_BYTES, sizes);

        assertThat(sizes)
                .containsOnlyKeys(
                        "dev.fennel.core", "dev.fennel.exposition", "dev.fennel.httpserver", "dev.fennel.pushgateway");
        assertThat(sum).as("bytes of the published jars together, %s", sizes).isLessThanOrEqualTo(MOST_BYTES);
    }

    @Test
    void everyJarHasTheLicenceAndItsVersion() throws IOException {
        for (Map.Entry<ModuleDescriptor, Path> jar : jars().entrySet()) {
            try (JarFile file = new JarFile(jar.getValue().toFile())) {
                String name = jar.getKey().name();
                Attributes manifest = file.getManifest().getMainAttributes();
                String version = manifest.getValue("Implementation-Version");
                String licence = new String(
                        file.getInputStream(file.getEntry("META-INF/LICENSE")).readAllBytes(), StandardCharsets.UTF_8);

                assertThat(licence).as(name).contains("Apache License");
                assertThat(jar.getValue()).as(name).asString().endsWith("-" + version + ".jar");
                assertThat(manifest.getValue("Bundle-SymbolicName")).isEqualTo(name);
                assertThat(manifest.getValue("Bundle-Version")).as(name).isEqualTo(version.replace('-', '.'));
            }
        }
    }

    /** The sources, the Javadoc and the helpers of tests, as far as the build made them. Only code is a bundle. */
    @Test
    void theJarsBesideThemHaveTheLicenceAndTheVersionToo() throws IOException {
        for (Path jar : jars().values()) {
            for (Path beside : besideOf(jar)) {
                try (JarFile file = new JarFile(beside.toFile())) {
                    Attributes manifest = file.getManifest().getMainAttributes();

                    assertThat(file.getEntry("META-INF/LICENSE"))
                            .as("licence in %s", beside)
                            .isNotNull();
                    assertThat(jar.toString())
                            .as("version in %s", beside)
                            .endsWith("-" + manifest.getValue("Implementation-Version") + ".jar");
                    assertThat(manifest.getValue("Bundle-SymbolicName"))
                            .as("bundle in %s", beside)
                            .isNull();
                }
            }
        }
    }

    private static List<Path> besideOf(Path jar) throws IOException {
        String start = jar.getFileName().toString().replaceFirst("\\.jar$", "-");
        try (Stream<Path> files = Files.list(jar.getParent())) {
            return files.filter(file -> file.getFileName().toString().startsWith(start)
                            && file.toString().endsWith(".jar"))
                    .toList();
        }
    }

    @Test
    void everyBundleExportsWhatItsModuleDoesAndImportsWhatOthersHave() throws IOException {
        Set<String> exported = new TreeSet<>();
        Set<String> imported = new TreeSet<>();
        for (Map.Entry<ModuleDescriptor, Path> jar : jars().entrySet()) {
            try (JarFile file = new JarFile(jar.getValue().toFile())) {
                Attributes manifest = file.getManifest().getMainAttributes();
                Set<String> exports = packages(manifest.getValue("Export-Package"));

                assertThat(exports)
                        .isEqualTo(jar.getKey().exports().stream()
                                .map(ModuleDescriptor.Exports::source)
                                .collect(Collectors.toSet()));
                exported.addAll(exports);
                imported.addAll(packages(manifest.getValue("Import-Package")));
            }
        }
        ModuleLayer.boot().modules().forEach(module -> exported.addAll(module.getPackages()));
        assertThat(exported).containsAll(imported);
    }

    /** Without an import, a bundle cannot load the class; a package imported for nothing may keep it from starting. */
    @Test
    void everyBundleImportsWhatItsClassesUse() throws IOException {
        for (Map.Entry<ModuleDescriptor, Path> jar : jars().entrySet()) {
            try (JarFile file = new JarFile(jar.getValue().toFile())) {
                Set<String> used = usedPackages(jar.getValue(), jars().values());
                used.removeAll(jar.getKey().packages());
                used.removeIf(name -> name.startsWith("java."));

                assertThat(packages(file.getManifest().getMainAttributes().getValue("Import-Package")))
                        .as(jar.getKey().name())
                        .isEqualTo(used);
            }
        }
    }

    /** What the classes of a jar refer to, as jdeps prints it in lines such as {@code a.b -> c.d where}. */
    private static Set<String> usedPackages(Path jar, Collection<Path> modules) {
        String modulePath = modules.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        StringWriter printed = new StringWriter();
        PrintWriter out = new PrintWriter(printed);
        int status = ToolProvider.findFirst("jdeps")
                .orElseThrow()
                .run(
                        out,
                        out,
                        "--module-path",
                        modulePath,
                        "--ignore-missing-deps",
                        "-verbose:package",
                        "-filter:none",
                        jar.toString());
        assertThat(status).as(printed.toString()).isZero();
        return printed.toString()
                .lines()
                .filter(line -> line.startsWith(" ") && line.contains("->"))
                .map(line -> line.split("->")[1].strip().split(" ")[0])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The names in a header such as {@code a.b;version="1.0",c.d;resolution:=optional}. */
    private static Set<String> packages(String header) {
        return Stream.of(header.split(",")).map(clause -> clause.split(";")[0]).collect(Collectors.toSet());
    }

    /** The modules of the library on the class path, and their jars. */
    private Map<ModuleDescriptor, Path> jars() throws IOException {
        Map<ModuleDescriptor, Path> jars = new TreeMap<>();
        for (URL url : Collections.list(getClass().getClassLoader().getResources("module-info.class"))) {
            ModuleDescriptor module = descriptor(url);
            if (module.name().startsWith("dev.fennel.")) {
                URLConnection connection = url.openConnection();
                assumeTrue(
                        connection instanceof JarURLConnection,
                        "there are no jars before the phase package: run \"mvn verify\" in the root");
                jars.put(
                        module,
                        Path.of(((JarURLConnection) connection).getJarFile().getName()));
            }
        }
        return jars;
    }

    private static ModuleDescriptor descriptor(URL url) throws IOException {
        try (InputStream in = url.openStream()) {
            return ModuleDescriptor.read(in);
        }
    }
}
