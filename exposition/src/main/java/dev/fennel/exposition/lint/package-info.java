/**
 * A linter, which tells what is unusual about metrics: names, labels and help texts that work, but not as users of
 * Prometheus expect.
 *
 * <p>A {@link dev.fennel.exposition.lint.Linter} applies {@link dev.fennel.exposition.lint.LintRule}s to gathered
 * families and finds {@link dev.fennel.exposition.lint.Problem}s. Its place is in a test of the program that has the
 * metrics. All types are immutable and can be used by several threads. Arguments are never null.
 */
package dev.fennel.exposition.lint;
