package dev.fennel.exposition;

import dev.fennel.model.MetricType;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What a format calls a family.
 *
 * @param samples the name of its samples, before suffixes such as {@code _sum}
 * @param metadata the name in {@code HELP}, {@code TYPE} and {@code UNIT}
 * @param type the type as the format spells it
 * @param created the name of its created samples, or null if it cannot have any
 * @param escaped whether the samples' name is not the family's own
 */
record FamilyName(String samples, String metadata, String type, String created, boolean escaped) {
    /** All names that no other family of a body may have, if the family is of some type. */
    Set<String> claimed(MetricType family) {
        Set<String> names = new LinkedHashSet<>();
        names.add(metadata);
        names.add(samples);
        if (family == MetricType.HISTOGRAM || family == MetricType.SUMMARY) {
            names.add(samples + "_sum");
            names.add(samples + "_count");
        }
        if (family == MetricType.HISTOGRAM) {
            names.add(samples + "_bucket");
        }
        if (created != null) {
            names.add(created);
        }
        return names;
    }
}
