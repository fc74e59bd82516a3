package dev.fennel.registry;

import dev.fennel.model.Desc;
import java.util.List;

/**
 * What {@link Desc#sameIdentity} compares, as a key: within a registry, it belongs to one collector.
 *
 * @param name the metric name
 * @param constLabelValues the values of the const labels, in the order of their names
 */
record DescId(String name, List<String> constLabelValues) {
    static DescId of(Desc desc) {
        return new DescId(desc.name(), desc.constLabels().values());
    }
}
