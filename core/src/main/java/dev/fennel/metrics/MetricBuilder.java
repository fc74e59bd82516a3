package dev.fennel.metrics;

import dev.fennel.model.Collector;
import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.MetricType;
import dev.fennel.registry.Registerer;
import dev.fennel.registry.Registry;
import java.util.Objects;

/**
 * What the builders of all instruments have in common: the parts of the name, help, unit and const labels.
 *
 * <p>A builder is used by one thread; it may be used several times.
 *
 * @param <M> what is built
 * @param <B> the builder's own type
 */
public abstract sealed class MetricBuilder<M extends Collector, B extends MetricBuilder<M, B>>
        permits InstrumentBuilder, CounterBuilder, HistogramBuilder, SummaryBuilder {
    private final MetricType type;
    private final String name;
    private final String help;
    private final String[] labelNames;
    private String namespace = "";
    private String subsystem = "";
    private String unit = "";
    private Labels constLabels = Labels.EMPTY;

    MetricBuilder(MetricType type, String name, String help, String... labelNames) {
        this.type = type;
        this.name = Objects.requireNonNull(name, "name");
        this.help = Objects.requireNonNull(help, "help");
        this.labelNames = labelNames.clone();
    }

    /**
     * Sets the first part of the name, usually the application or library.
     *
     * @param value joined to the name with {@code _}; empty for none
     * @return this builder
     */
    public B namespace(String value) {
        namespace = Objects.requireNonNull(value, "namespace");
        return self();
    }

    /**
     * Sets the second part of the name, usually the part of the application.
     *
     * @param value joined to the name with {@code _}; empty for none
     * @return this builder
     */
    public B subsystem(String value) {
        subsystem = Objects.requireNonNull(value, "subsystem");
        return self();
    }

    /**
     * Sets the unit, which OpenMetrics and protobuf show; it is not added to the name, which must end in it already.
     *
     * @param value a base unit such as {@code seconds} or {@code bytes}; empty for none
     * @return this builder
     */
    public B unit(String value) {
        unit = Objects.requireNonNull(value, "unit");
        return self();
    }

    /**
     * Sets labels whose values never change. What holds for the whole process (its zone, its version) is better left
     * to the server, which adds it to everything that it scrapes.
     *
     * @param labels label names and values
     * @return this builder
     */
    public B constLabels(Labels labels) {
        constLabels = Objects.requireNonNull(labels, "constLabels");
        return self();
    }

    /**
     * Makes the metric without registering it.
     *
     * @return a new metric
     * @throws IllegalArgumentException if a name is invalid, reserved or duplicate, or an option does not fit
     */
    public abstract M build();

    /**
     * Makes the metric and registers it.
     *
     * @param registerer takes the metric
     * @return the new metric
     * @throws IllegalArgumentException if the metric is invalid or cannot be registered
     */
    public M register(Registerer registerer) {
        M metric = build();
        registerer.register(metric);
        return metric;
    }

    /**
     * Makes the metric and registers it with the {@linkplain Registry#defaultRegistry default registry}.
     *
     * @return the new metric
     * @throws IllegalArgumentException if the metric is invalid or cannot be registered
     */
    public M register() {
        return register(Registry.defaultRegistry());
    }

    abstract B self();

    final Desc desc() {
        String fullName = Desc.fullName(namespace, subsystem, name);
        String[] labels = type == MetricType.STATE_SET ? new String[] {fullName} : labelNames;
        return Desc.of(type, fullName, help, labels)
                .withUnit(unit)
                .withConstLabels(constLabels);
    }
}
