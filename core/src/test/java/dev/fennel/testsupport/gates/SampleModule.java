package dev.fennel.testsupport.gates;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * A module of a few lines, compiled for one test of the gates.
 *
 * @param sources the folder of its sources
 * @param classes the folder of its class files
 */
record SampleModule(Path sources, Path classes) {
    private static final Pattern PACKAGE = Pattern.compile("^package ([\\w.]+);", Pattern.MULTILINE);
    private static final Pattern TYPE = Pattern.compile("\\b(?:class|interface|enum|record) (\\w+)");

    /**
     * Compiles sources as Maven does the library's.
     *
     * @param folder a folder of the test's own
     * @param sources each a file with its package, or {@code module ...} or {@code package ...;} alone
     */
    static SampleModule compile(Path folder, String... sources) {
        SampleModule module = new SampleModule(folder.resolve("sources"), folder.resolve("classes"));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        List<String> options = List.of("--release", "17", "-d", module.classes.toString());
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<Path> written = new ArrayList<>();
            for (String source : sources) {
                written.add(module.write(source));
            }
            boolean compiled = compiler.getTask(
                            messages, files, null, options, null, files.getJavaFileObjectsFromPaths(written))
                    .call();
            assertThat(compiled).as(messages.toString()).isTrue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return module;
    }

    private Path write(String source) throws IOException {
        Matcher declared = PACKAGE.matcher(source);
        Path folder = declared.find() ? sources.resolve(declared.group(1).replace('.', '/')) : sources;
        Matcher type = TYPE.matcher(source);
        String name = type.find() ? type.group(1) : folder.equals(sources) ? "module-info" : "package-info";
        return Files.writeString(Files.createDirectories(folder).resolve(name + ".java"), source);
    }

    Packages packages() {
        return new Packages(sources, classes);
    }

    PublicApi api() {
        return new PublicApi(classes, loader());
    }

    private ClassLoader loader() {
        try {
            return new URLClassLoader(
                    new URL[] {classes.toUri().toURL()}, getClass().getClassLoader());
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }
}
