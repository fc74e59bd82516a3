package dev.fennel.registry;

import dev.fennel.model.Collector;
import dev.fennel.model.Labels;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * Registers and unregisters collectors: the half of a registry that instrumented code needs. Safe to be used by several
 * threads.
 */
public interface Registerer {
    /**
     * Registers a collector: all of it or, if this throws, nothing of it.
     *
     * <p>Readers that know legacy names only get all names with {@code _} for each character that the legacy rules do
     * not allow, unless they ask for another way. Two names that are one there, such as {@code a.b} and {@code a_b},
     * are therefore refused, even if all readers of a program take UTF-8: the next one may not. The same goes for two
     * label names of a Desc, and for a name that becomes that of a histogram's or summary's series.
     *
     * <p>A counter whose name does not end in {@code _total} is of type {@code unknown} in OpenMetrics 1.0, which the
     * log says, at level {@code INFO}, when the name is first registered.
     *
     * @param collector the collector
     * @throws AlreadyRegisteredException if a collector with the same set of Descs is registered
     * @throws IllegalArgumentException if one of its Descs is already described by another collector, or does not fit
     *     what is or was registered under its name: another type, help, unit or label names; or if its name, or one of
     *     its labels, is only different from another as long as it is not escaped
     */
    void register(Collector collector);

    /**
     * Registers collectors, all of them or, if this throws, none. A {@link Registry} does so at once: a gather finds
     * all or none, and what is refused leaves no trace. Other registerers register one after the other, unless they do
     * better, and unregister those before one that is refused.
     *
     * @param collectors the collectors
     * @throws IllegalArgumentException if one of them {@linkplain #register cannot be registered}
     */
    default void registerAll(Collector... collectors) {
        registerAll(List.of(collectors));
    }

    /**
     * Registers collectors, all or none, like {@link #registerAll(Collector...)}.
     *
     * @param collectors the collectors
     * @throws IllegalArgumentException if one of them {@linkplain #register cannot be registered}
     */
    default void registerAll(Collection<? extends Collector> collectors) {
        List<Collector> registered = new ArrayList<>(collectors.size());
        try {
            for (Collector collector : collectors) {
                register(collector);
                registered.add(collector);
            }
        } catch (Throwable refused) {
            registered.forEach(this::unregister);
            throw refused;
        }
    }

    /**
     * A registerer that registers nothing, for a library whose user wants no metrics of it: its instruments work, and
     * are exposed nowhere.
     *
     * @return a registerer that accepts everything, and knows nothing
     */
    static Registerer noop() {
        return new Registerer() {
            @Override
            public void register(Collector collector) {
                Objects.requireNonNull(collector, "collector");
            }

            @Override
            public boolean unregister(Collector collector) {
                Objects.requireNonNull(collector, "collector");
                return false;
            }
        };
    }

    /**
     * Unregisters a collector: the one that describes the same set of Descs, so an equal one will do, or for collectors
     * that describe nothing, this very object.
     *
     * <p>What was registered through {@link #withLabels} or {@link #withPrefix} has other Descs than the collector
     * itself. It is unregistered through a registerer that adds the same labels and prefixes, which may be a new one:
     * {@code registry.withLabels(labels).unregister(vec)}. Without that, the collector is unknown and this returns
     * false. The same goes for the wrappers that {@link Wrapped} makes.
     *
     * <p>What is registered under its names later must still have the same type, help, unit and label names, as a
     * server that has seen them expects. A registry remembers that for the last 1,000 names of which no collector is
     * left, so that programs that make up names do not fill the memory; older ones can be used as if they were new.
     *
     * @param collector the collector
     * @return whether it was registered
     */
    boolean unregister(Collector collector);

    /**
     * Registers a collector, or finds the equal one that is registered already: for code that may run more than once,
     * such as the constructor of a client whose instances are to count together. The builders of instruments have the
     * same.
     *
     * <p>Equal are collectors of one class with equal Descs, and of the library's own instruments only those that are
     * laid out alike: the same buckets, options of native buckets, objectives, states, limits and ages of Vecs.
     * Suppliers of exemplars and what constraints do with label values cannot be compared, so those of the registered
     * one stay. A function whose value is exposed is equal to itself alone, and a Vec of metrics of your own to one
     * whose factory is of the same class.
     *
     * @param collector the collector
     * @param <C> its type
     * @return the collector that is registered now: this one or its equal
     * @throws IllegalArgumentException if it cannot be registered, and what is registered is not its equal
     */
    default <C extends Collector> C registerOrGet(C collector) {
        try {
            register(collector);
            return collector;
        } catch (AlreadyRegisteredException e) {
            return Likeness.existing(e, collector);
        }
    }

    /**
     * A registerer that adds const labels to everything that is registered through it.
     *
     * <pre>{@code
     * Registerer replica = registry.withPrefix("db_").withLabels(Labels.of("role", "replica"));
     * Gauge lag = Gauge.builder("lag_seconds", "Replication lag.").register(replica);
     * }</pre>
     *
     * <p>This makes {@code db_lag_seconds{role="replica"}}. It can be wrapped again. It unregisters what it registered,
     * and so does any other registerer that adds the same to names and labels, in whatever steps. Nothing but such a
     * one does: this registerer itself does not know the collector without the labels. Registering throws
     * {@link IllegalArgumentException} if a Desc has one of the labels already.
     *
     * @param labels the labels to add
     * @return a registerer that passes everything on to this one
     */
    default Registerer withLabels(Labels labels) {
        return Wrapping.ofLabels(labels).around(this);
    }

    /**
     * A registerer that puts a prefix in front of the names of everything that is registered through it. Like
     * {@link #withLabels}, it can be wrapped again: {@code withPrefix("a_").withPrefix("b_")} makes {@code a_b_x} of
     * {@code x}.
     *
     * @param prefix what the names are to start with, such as {@code app_}; empty for no change
     * @return a registerer that passes everything on to this one
     * @throws IllegalArgumentException if the prefix is not valid Unicode
     */
    default Registerer withPrefix(String prefix) {
        return Wrapping.ofPrefix(prefix).around(this);
    }
}
