/**
 * A linter for metrics. It finds names, labels and help texts that work, but are not what users of Prometheus expect.
 *
 * <p>A {@link dev.fennel.exposition.lint.Linter} applies {@link dev.fennel.exposition.lint.LintRule}s to gathered
 * families, and returns {@link dev.fennel.exposition.lint.Problem}s. {@link dev.fennel.exposition.lint.StandardRule}
 * has promlint's rules. Use a linter in a test of the program that has the metrics.
 *
 * <p>All types are immutable and may be used by any number of threads. Arguments are never null, and nothing returns
 * null.
 */
package dev.fennel.exposition.lint;
