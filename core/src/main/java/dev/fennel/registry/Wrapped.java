package dev.fennel.registry;

import dev.fennel.model.Collector;
import dev.fennel.model.Labels;

/**
 * Wraps a single collector, so that its metrics have more labels or longer names; {@link Registerer#withLabels} and
 * {@link Registerer#withPrefix} do the same for all that is registered through them.
 *
 * <p>A wrapped collector can be wrapped again. An unchecked collector stays unchecked, and what a collector throws is
 * reported as its own error. Registering the library's own instruments wrapped makes a scrape no slower.
 */
public final class Wrapped {
    private Wrapped() {}

    /**
     * Adds const labels to all metrics of a collector.
     *
     * @param labels the labels to add
     * @param collector the collector; not changed
     * @return a collector whose Descs and metrics have these labels too; describing or registering it throws
     *     {@link IllegalArgumentException} if a Desc has one of the labels already
     */
    public static Collector withLabels(Labels labels, Collector collector) {
        return new WrappedCollector(collector, Wrapping.ofLabels(labels), false);
    }

    /**
     * Puts a prefix in front of the names of all metrics of a collector.
     *
     * @param prefix what the names are to start with, such as {@code app_}; empty for no change
     * @param collector the collector; not changed
     * @return a collector whose Descs and metrics have the longer names
     * @throws IllegalArgumentException if the prefix is not valid Unicode
     */
    public static Collector withPrefix(String prefix, Collector collector) {
        return new WrappedCollector(collector, Wrapping.ofPrefix(prefix), false);
    }
}
