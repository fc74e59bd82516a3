package dev.fennel.collectors;

import dev.fennel.internal.Nullable;
import dev.fennel.internal.families.FamilySink;
import dev.fennel.model.Collector;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import java.lang.module.ModuleDescriptor;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Which build of a program or library runs: an info {@code <program>_build_info} that is always 1, with the build in
 * its labels, so that a query can join it to other metrics or count what runs where.
 *
 * <pre>{@code
 * registry.register(BuildInfoCollector.of("shop", Shop.class));
 * }</pre>
 *
 * <p>What the packaging does not say is added by hand:
 *
 * <pre>{@code
 * registry.register(BuildInfoCollector.builder("shop")
 *         .version("2.7.1")
 *         .label("revision", "4f2a91c")
 *         .label("branch", "main")
 *         .build());
 * }</pre>
 *
 * <p>Immutable.
 */
public final class BuildInfoCollector implements Collector {
    private final Desc desc;

    private BuildInfoCollector(String program, Labels build) {
        desc = Desc.info(Desc.fullName(program, "", "build_info"), "The build of " + program + " that runs; always 1.")
                .withConstLabels(build);
    }

    /**
     * The build as the packaging of a class describes it: {@linkplain Builder#from version, title and vendor}, as far
     * as they are there, and the version of Java.
     *
     * @param program the first part of the metric's name
     * @param type any class of the program
     * @return the collector
     * @throws IllegalArgumentException if the program is empty, or its name or a label is not valid Unicode
     */
    public static BuildInfoCollector of(String program, Class<?> type) {
        return builder(program).from(type).build();
    }

    /**
     * Starts to describe a build. The builder sets the label {@code java_version} itself.
     *
     * @param program the first part of the metric's name
     * @return a builder
     * @throws IllegalArgumentException if the program is empty
     */
    public static Builder builder(String program) {
        return new Builder(program);
    }

    @Override
    public void describe(Consumer<? super Desc> out) {
        out.accept(desc);
        if (out instanceof FamilySink sink) {
            sink.promiseToReturn(this);
        }
    }

    @Override
    public void collect(Consumer<? super Metric> out) {
        out.accept(ConstMetric.of(desc, 1));
    }

    /**
     * Builds a collector. What is unknown has no label, which is the same to Prometheus as an empty one. If a label is
     * set twice, the later value stays.
     *
     * <p>Used by one thread; may be used several times.
     */
    public static final class Builder {
        private final String program;
        private final Map<String, String> labels = new TreeMap<>();

        private Builder(String program) {
            this.program = Objects.requireNonNull(program, "program");
            if (program.isEmpty()) {
                throw new IllegalArgumentException("build info: expected the name of a program, got an empty one");
            }
            labels.put("java_version", System.getProperty("java.version"));
        }

        /**
         * Takes the labels {@code version}, {@code title} and {@code vendor} from the packaging of a class, as far as
         * they are there: from the attributes {@code Implementation-Version}, {@code -Title} and {@code -Vendor} in the
         * manifest of its jar, or for a class in a named module, the version and the name of the module.
         *
         * @param type any class of the program
         * @return this builder
         */
        public Builder from(Class<?> type) {
            ModuleDescriptor module = type.getModule().getDescriptor(); // null outside of named modules
            if (module == null) {
                return from(type.getPackage());
            }
            module.rawVersion().ifPresent(this::version);
            return label("title", module.name());
        }

        private Builder from(@Nullable Package origin) {
            if (origin == null) { // of an array
                return this;
            }
            labelIfKnown("version", origin.getImplementationVersion());
            labelIfKnown("title", origin.getImplementationTitle());
            labelIfKnown("vendor", origin.getImplementationVendor());
            return this;
        }

        private void labelIfKnown(String name, @Nullable String value) {
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
        public Builder version(String version) {
            return label("version", version);
        }

        /**
         * Sets a label.
         *
         * @param name a label name, such as {@code revision} or {@code branch}
         * @param value its value
         * @return this builder
         */
        public Builder label(String name, String value) {
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
}
