package dev.fennel.exposition.programs;

import java.util.List;
import java.util.Map;

/** Statements for programs that are written by hand. */
final class Example {
    static final Statement GATHER = Statement.of("Gather").with("registries", List.of(0));

    private Example() {}

    static Statement instrument(String kind, String name) {
        return Statement.of("Instrument").with("id", 0).with("kind", kind).with("name", name);
    }

    static Statement vec(String kind, String name, String... labelNames) {
        return instrument(kind, name).with("isVec", true).with("labelNames", List.of(labelNames));
    }

    static Statement observe(double value) {
        return Statement.of("Observe").with("id", 0).with("method", "observe").with("value", value);
    }

    static Statement observe(double value, String exemplarLabel) {
        return observe(value).with("exemplar", Map.of(exemplarLabel, "x"));
    }

    static Statement constant(String kind, String name, String... labelNames) {
        return Statement.of("Constant")
                .with("id", 0)
                .with("kind", kind)
                .with("name", name)
                .with("labelNames", List.of(labelNames))
                .with("labelValues", List.of(labelNames));
    }

    static Statement bucket(double bound, long count) {
        return Statement.of("").with("bound", bound).with("count", count);
    }

    static Statement collect(boolean isDescribed) {
        return Statement.of("Collect").with("id", 0).with("isDescribed", isDescribed);
    }
}
