package dev.fennel.testsupport.gates;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The public API of a module as text: what its descriptor promises, then every type that a user can name, with a line
 * for each member that a user can call, override or read.
 *
 * <p>The text is the same whichever JDK compiled the module and reads it: it is sorted, and says nothing that a
 * compiler may choose, such as synthetic members. Names are qualified except those of {@code java.lang} and of the
 * type's own package.
 */
final class PublicApi {
    private final ModuleDescriptor module;
    private final Path classes;
    private final ClassLoader loader;
    private final Nameable nameable;
    private final List<ApiType> types = new ArrayList<>();

    /**
     * Reads a module.
     *
     * @param classes the folder that it was compiled into
     * @param loader loads its classes and those of the modules that it needs
     */
    PublicApi(Path classes, ClassLoader loader) {
        try (InputStream in = Files.newInputStream(classes.resolve("module-info.class"))) {
            module = ModuleDescriptor.read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.classes = classes;
        this.loader = loader;
        nameable = new Nameable(exportedPackages(loader));
        Set<String> exported = new TreeSet<>();
        module.exports().forEach(export -> exported.add(export.source()));
        for (ClassFile file : ClassFile.readAll(classes)) {
            if (exported.contains(ClassFile.packageOf(file.name()))
                    && !file.name().endsWith(".package-info")) {
                Class<?> type = load(file.name(), loader);
                if (nameable.test(type)) {
                    types.add(new ApiType(type, file.constants(), nameable));
                }
            }
        }
        types.sort(Comparator.comparing(ApiType::name));
    }

    /** The packages that any module on the class path exports to everybody. */
    static Set<String> exportedPackages(ClassLoader loader) {
        return exportedPackages(loader, "");
    }

    /** The packages that any module on the class path exports to everybody, or to a module. */
    static Set<String> exportedPackages(ClassLoader loader, String to) {
        Set<String> packages = new TreeSet<>();
        try {
            for (URL descriptor : Collections.list(loader.getResources("module-info.class"))) {
                try (InputStream in = descriptor.openStream()) {
                    ModuleDescriptor.read(in).exports().stream()
                            .filter(export ->
                                    !export.isQualified() || export.targets().contains(to))
                            .forEach(export -> packages.add(export.source()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packages;
    }

    private static Class<?> load(String name, ClassLoader loader) {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    String moduleName() {
        return module.name();
    }

    /** The API, a block for each type: its declaration, then its members, indented. */
    String text() {
        StringBuilder text = new StringBuilder("module " + module.name() + '\n');
        Set<String> lines = new TreeSet<>();
        for (Exports export : module.exports()) {
            lines.add("exports " + export.source() + (export.isQualified() ? " to " + export.targets() : ""));
        }
        for (Requires required : module.requires()) {
            if (required.modifiers().contains(Requires.Modifier.TRANSITIVE)) {
                lines.add("requires transitive " + required.name());
            }
        }
        module.opens().forEach(open -> lines.add("opens " + open.source()));
        module.uses().forEach(service -> lines.add("uses " + service));
        module.provides().forEach(provided -> lines.add("provides " + provided.service()));
        lines.forEach(line -> text.append("    ").append(line).append('\n'));
        for (ApiType type : types) {
            text.append('\n').append(type.declaration()).append('\n');
            type.members().forEach(member -> text.append("    ").append(member).append('\n'));
        }
        return text.toString();
    }

    /** The lines of the API that name a type that users cannot name, each with its type. */
    List<String> leaks() {
        return types.stream().flatMap(type -> type.leaks().stream()).toList();
    }

    /** What the Javadoc that users see names and users cannot: {@code type: name}. */
    Set<String> namedInJavadoc(Path sources) {
        Set<String> shown = new TreeSet<>();
        types.forEach(type -> shown.addAll(type.shown()));
        Set<String> hidden = new TreeSet<>();
        Set<String> usable = new TreeSet<>();
        for (ClassFile file : ClassFile.readAll(classes)) {
            Class<?> type = load(file.name(), loader);
            if (nameable.test(type)) {
                usable.add(type.getSimpleName());
            } else if (type.getCanonicalName() != null) {
                hidden.add(type.getCanonicalName());
                hidden.add(type.getSimpleName());
                if (!nameable.inExportedPackage(type)) {
                    hidden.add(type.getPackageName());
                }
            }
        }
        hidden.removeAll(usable);
        Set<String> exported = new TreeSet<>();
        module.exports().stream()
                .filter(export -> !export.isQualified())
                .forEach(export -> exported.add(export.source()));
        return new PublicJavadoc(exported, shown::contains, hidden::contains).hiddenNames(sources);
    }

    /**
     * Whether a user of the library can name a type: it and what it is nested in are public or protected, and its
     * package is exported.
     */
    record Nameable(Set<String> exported) {
        boolean test(Class<?> type) {
            if (type.isAnonymousClass() || type.isLocalClass() || type.isSynthetic()) {
                return false;
            }
            for (Class<?> outer = type; outer != null; outer = outer.getDeclaringClass()) {
                if ((outer.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) == 0) {
                    return false;
                }
            }
            return inExportedPackage(type);
        }

        boolean inExportedPackage(Class<?> type) {
            Module module = type.getModule();
            return module.isNamed()
                    ? module.isExported(type.getPackageName())
                    : exported.contains(type.getPackageName());
        }
    }
}
