package dev.fennel.benchmarks.answers;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The jars on the class path, and those that their manifests add to it.
 *
 * @param paths the jars
 */
public record Jars(Set<Path> paths) {
    private static final Pattern FILE = Pattern.compile("(?<artifact>.+?)-(?<version>\\d.*)\\.jar");

    /** Copies the set. */
    public Jars {
        paths = new TreeSet<>(paths);
    }

    /**
     * The jars of this JVM.
     *
     * @return all that it can load classes from
     * @throws IOException if a jar cannot be read
     */
    public static Jars ofThisJvm() throws IOException {
        return on(System.getProperty("java.class.path"));
    }

    /**
     * The jars on a class path.
     *
     * @param classPath files and folders, as for the option of the JVM
     * @return the files, and those that their manifests add
     * @throws IOException if a jar cannot be read
     */
    public static Jars on(String classPath) throws IOException {
        Set<Path> paths = new TreeSet<>();
        for (String entry : classPath.split(File.pathSeparator)) {
            Path path = Path.of(entry).toAbsolutePath().normalize();
            if (Files.isRegularFile(path)) {
                paths.add(path);
                paths.addAll(addedBy(path));
            }
        }
        return new Jars(paths);
    }

    private static List<Path> addedBy(Path jar) throws IOException {
        List<Path> added = new ArrayList<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            Optional<String> names = Optional.ofNullable(file.getManifest())
                    .map(Manifest::getMainAttributes)
                    .map(attributes -> attributes.getValue(Attributes.Name.CLASS_PATH));
            for (String name : names.orElse("").split(" ")) {
                Path path = Path.of(jar.toUri().resolve(name)).normalize();
                if (Files.isRegularFile(path)) {
                    added.add(path);
                }
            }
        }
        return added;
    }

    /**
     * The size of a library and of those that it depends on.
     *
     * @param library the library
     * @return bytes, 0 if it is not there
     * @throws IOException if a jar cannot be read
     */
    public long sizeOf(Library library) throws IOException {
        long size = 0;
        for (Path path : paths) {
            Matcher file = FILE.matcher(path.getFileName().toString());
            if (file.matches() && library.consistsOf(file.group("artifact"))) {
                size += Files.size(path);
            }
        }
        return size;
    }

    /** The version of a library, unless it is not there. */
    Optional<String> versionOf(Library library) {
        return paths.stream()
                .map(path -> FILE.matcher(path.getFileName().toString()))
                .filter(file -> file.matches() && file.group("artifact").equals(library.core()))
                .map(file -> file.group("version"))
                .findFirst();
    }
}
