package dev.fennel.exposition;

import dev.fennel.exposition.internal.Nullable;
import dev.fennel.model.MetricType;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What a format calls a family.
 *
 * @param samples the name of its samples, before suffixes such as {@code _sum}
 * @param metadata the name in {@code HELP}, {@code TYPE} and {@code UNIT}
 * @param type the type as the format spells it
 * @param created the name that is kept for its created samples, whether any are written or not; null if it cannot have
 *     any
 * @param escaped whether the samples' name differs from the family's own
 */
record FamilyName(
        String samples,
        String metadata,
        String type,
        @Nullable String created,
        boolean escaped) {
    /** All names that no other family of a body may have, if the family is of the given type. */
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

    /** How a format derives the name of a family from its type and its own name, and from nothing else. */
    interface Rule {
        /** The name that the format prefers. */
        FamilyName name(MetricType type, String name);

        /**
         * The name to fall back on if another family claims a part of the preferred one.
         *
         * @return a name that is less precise and claims only a part of what the preferred one does, or null if the
         *     format has none
         */
        default @Nullable FamilyName fallback(MetricType type, String name) {
            return null;
        }

        /** Whose rule it is that keeps two families apart, to begin a message with; empty if all formats have it. */
        default String where() {
            return "";
        }

        /** The rule of formats that write a family's name unchanged or escaped, and have no infos and state sets. */
        static Rule plain(EscapingScheme escaping) {
            return new Rule() {
                @Override
                public FamilyName name(MetricType type, String name) {
                    String written = escaping.metricName(name);
                    return new FamilyName(written, written, type.valueType().toString(), null, !written.equals(name));
                }
            };
        }
    }
}
