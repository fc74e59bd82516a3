package dev.fennel.collectors;

import dev.fennel.model.Collector;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import java.util.function.Consumer;

/**
 * Which build of a program or library runs: an info {@code <program>_build_info} that is always 1, with the build in
 * its labels, so that a query can join it to other metrics or count what runs where.
 *
 * <pre>{@code
 * registry.register(BuildInfoCollector.of("shop", Shop.class));
 * }</pre>
 *
 * <p>What the packaging does not tell is added by hand:
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

    BuildInfoCollector(String program, Labels build) {
        desc = Desc.info(Desc.fullName(program, "", "build_info"), "The build of " + program + " that runs; always 1.")
                .withConstLabels(build);
    }

    /**
     * The build as the packaging of a class tells it, as far as it does: {@linkplain BuildInfoBuilder#from version,
     * title and vendor}, and the version of Java.
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
     * Starts to describe a build. So far its only label is {@code java_version}.
     *
     * @param program the first part of the metric's name
     * @return a builder
     * @throws IllegalArgumentException if the program is empty
     */
    public static BuildInfoBuilder builder(String program) {
        return new BuildInfoBuilder(program);
    }

    @Override
    public void describe(Consumer<? super Desc> out) {
        out.accept(desc);
    }

    @Override
    public void collect(Consumer<? super Metric> out) {
        out.accept(ConstMetric.of(desc, 1));
    }
}
