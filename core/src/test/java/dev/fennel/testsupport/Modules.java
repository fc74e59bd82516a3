package dev.fennel.testsupport;

import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/** Reads the descriptor of the module under test. */
public final class Modules {
    private Modules() {}

    /** The descriptor of the module that Maven compiled into {@code target/classes} of the current module. */
    public static ModuleDescriptor descriptor() {
        return ModuleFinder.of(Path.of("target", "classes"))
                .findAll()
                .iterator()
                .next()
                .descriptor();
    }

    /** The packages that a module exports to everybody. A qualified export or an opened package is an error. */
    public static Set<String> exports(ModuleDescriptor descriptor) {
        if (!descriptor.opens().isEmpty()) {
            throw new AssertionError(descriptor.name() + " opens " + descriptor.opens());
        }
        Set<String> packages = new TreeSet<>();
        for (ModuleDescriptor.Exports export : descriptor.exports()) {
            if (export.isQualified()) {
                throw new AssertionError(descriptor.name() + " has a qualified export " + export);
            }
            packages.add(export.source());
        }
        return packages;
    }
}
