package dev.fennel.exposition.cli;

import dev.fennel.registry.Gatherer;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The main class of the jar: makes sure of {@code fennel-core}, runs a {@link CommandLine} and exits with its status.
 *
 * <p>With {@code java -jar}, the class path is this one jar. A {@code Class-Path} in its manifest would also be
 * followed by the compilers and servlet containers of all who use the library, and each of its entries that is not
 * there is a warning: {@code javac -Xlint:all -Werror} then fails. So this class, which is linked without
 * {@code fennel-core}, looks for it: beside its own jar, in the neighbouring folder of a Maven repository, and in the
 * tree of a build.
 */
public final class Main {
    private static final String OWN = "fennel-exposition";
    private static final String CORE = "fennel-core";

    private Main() {}

    /**
     * Runs a command and exits.
     *
     * @param arguments the command and its arguments
     * @throws Exception if the jar is broken; whatever else goes wrong ends with a message and a status
     */
    public static void main(String[] arguments) throws Exception {
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        System.exit(run(List.of(arguments), System.in, out, System.err));
    }

    private static int run(List<String> arguments, InputStream in, OutputStream out, PrintStream err) throws Exception {
        if (isCoreHere()) {
            return CommandLine.run(arguments, in, out, err);
        }
        Path jar = Path.of(
                Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        String own = jar.getFileName().toString();
        String name = own.contains(OWN) ? own.replace(OWN, CORE) : CORE + ".jar";
        Path core = Stream.of(
                        jar.resolveSibling(name),
                        Path.of(jar.toString().replace(OWN, CORE)),
                        jar.resolve("../../../core/target").normalize().resolve(name))
                .filter(found -> !found.equals(jar) && Files.isRegularFile(found))
                .findFirst()
                .orElse(null);
        if (core == null) {
            err.println("fennel: " + CORE + " is missing, expected it beside " + jar + ", as " + name);
            return CommandLine.UNUSABLE;
        }
        URL[] both = {jar.toUri().toURL(), core.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(both, ClassLoader.getPlatformClassLoader())) {
            Method run = loader.loadClass(CommandLine.class.getName())
                    .getMethod("run", List.class, InputStream.class, OutputStream.class, PrintStream.class);
            return (int) run.invoke(null, arguments, in, out, err);
        }
    }

    private static boolean isCoreHere() {
        try {
            return !Gatherer.class.getName().isEmpty();
        } catch (NoClassDefFoundError missing) {
            return false;
        }
    }
}
