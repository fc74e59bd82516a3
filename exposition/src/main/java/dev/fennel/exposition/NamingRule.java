package dev.fennel.exposition;

import dev.fennel.model.MetricType;

/** How a format derives what it calls a family. */
interface NamingRule {
    /** Names a family; the answer depends on nothing but type and name. */
    FamilyName name(MetricType type, String name);

    /**
     * Names a family where its first name would be another's too; the answer depends on nothing but type and name.
     *
     * @return a name that tells less and claims a part of what the first name does, or null if the format has no such
     */
    default FamilyName otherName(MetricType type, String name) {
        return null;
    }

    /**
     * The format for which families whose names are not escaped are compared with each other too; null if comparing
     * them when they were gathered is enough.
     */
    default String comparesAllFor() {
        return null;
    }

    /** The rule of formats that write a family's name as it is, or escaped, and know no infos and state sets. */
    static NamingRule plain(EscapingScheme escaping) {
        return (type, name) -> {
            String written = escaping.metricName(name);
            return new FamilyName(written, written, type.valueType().toString(), null, !written.equals(name));
        };
    }
}
