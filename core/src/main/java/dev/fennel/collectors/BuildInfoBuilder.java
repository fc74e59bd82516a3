package dev.fennel.collectors;

import dev.fennel.model.Labels;
import java.lang.module.ModuleDescriptor;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Builds a {@link BuildInfoCollector}. What is unknown has no label at all, which is the same to Prometheus as an empty
 * one. Of two values for a label the later one stays.
 *
 * <p>Used by one thread; may be used several times.
 */
public final class BuildInfoBuilder {
    private final String program;
    private final Map<String, String> labels = new TreeMap<>();

    BuildInfoBuilder(String program) {
        this.program = Objects.requireNonNull(program, "program");
        if (program.isEmpty()) {
            throw new IllegalArgumentException("build info: expected the name of a program, got an empty one");
        }
        labels.put("java_version", System.getProperty("java.version"));
    }

    /**
     * Takes the labels {@code version}, {@code title} and {@code vendor} from the packaging of a class, as far as it
     * tells them: from the attributes {@code Implementation-Version}, {@code -Title} and {@code -Vendor} in the
     * manifest of its jar, or for a class in a named module, the version and the name of the module.
     *
     * @param type any class of the program
     * @return this builder
     */
    public BuildInfoBuilder from(Class<?> type) {
        ModuleDescriptor module = type.getModule().getDescriptor(); // null outside of named modules
        if (module == null) {
            return from(type.getPackage());
        }
        module.rawVersion().ifPresent(this::version);
        return label("title", module.name());
    }

    private BuildInfoBuilder from(Package origin) {
        if (origin == null) { // of an array
            return this;
        }
        labelIfKnown("version", origin.getImplementationVersion());
        labelIfKnown("title", origin.getImplementationTitle());
        labelIfKnown("vendor", origin.getImplementationVendor());
        return this;
    }

    private void labelIfKnown(String name, String value) {
        if (value != null) {
            labels.put(name, value);
        }
    }

    /**
     * Sets the label {@code version}.
     *
     * @param version the version of the program
     * @return this builder
     */
    public BuildInfoBuilder version(String version) {
        return label("version", version);
    }

    /**
     * Sets a label.
     *
     * @param name a label name, such as {@code revision} or {@code branch}
     * @param value its value
     * @return this builder
     */
    public BuildInfoBuilder label(String name, String value) {
        labels.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
        return this;
    }

    /**
     * Makes the collector.
     *
     * @return a new collector
     * @throws IllegalArgumentException if the name of the program or of a label, or a value, is invalid
     */
    public BuildInfoCollector build() {
        return new BuildInfoCollector(program, Labels.of(labels));
    }
}
