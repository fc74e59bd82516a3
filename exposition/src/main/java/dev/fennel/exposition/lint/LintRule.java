package dev.fennel.exposition.lint;

import dev.fennel.model.MetricFamily;
import java.util.function.Consumer;

/** What a {@link Linter} checks: a convention that metrics keep. Safe to be used by several threads. */
@FunctionalInterface
public interface LintRule {
    /**
     * Checks a family.
     *
     * @param family a family with its name, help, type and metrics; values need not be written
     * @param problems takes the text of each problem; the same text twice is one problem
     */
    void check(MetricFamily family, Consumer<? super String> problems);
}
