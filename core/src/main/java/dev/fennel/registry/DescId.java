package dev.fennel.registry;

import dev.fennel.model.Desc;
import java.util.List;

/**
 * What {@link Desc#sameIdentity} compares, as a key: within a registry, it belongs to one collector.
 *
 * <p>Equality and hash are written out as a record's own are linked when first used, which takes a fresh JVM a third of
 * the time that it has until its first scrape.
 *
 * @param name the metric name
 * @param constLabelValues the values of the const labels, in the order of their names
 */
record DescId(String name, List<String> constLabelValues) {
    static DescId of(Desc desc) {
        return new DescId(desc.name(), desc.constLabels().values());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DescId that && name.equals(that.name) && constLabelValues.equals(that.constLabelValues);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + constLabelValues.hashCode();
    }
}
