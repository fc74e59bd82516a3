package dev.fennel.exposition.lint;

import dev.fennel.model.MetricFamily;
import java.util.function.Consumer;

/** A convention for metrics, which a {@link Linter} checks. Safe for use by several threads. */
@FunctionalInterface
public interface LintRule {
    /**
     * Checks a family.
     *
     * @param family the family; a rule checks its name, help, type and metrics, and need not read values
     * @param problems receives the text of each problem; the same text twice is one problem
     */
    void check(MetricFamily family, Consumer<? super String> problems);
}
