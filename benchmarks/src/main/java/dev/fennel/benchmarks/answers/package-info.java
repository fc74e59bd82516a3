/**
 * How questions are answered, and how the answers are printed: what is not a benchmark itself.
 *
 * <p>A {@link dev.fennel.benchmarks.answers.Measurement} asks each {@link dev.fennel.benchmarks.answers.Library} and
 * returns {@link dev.fennel.benchmarks.answers.Comparison}s, each of which is a line of the
 * {@link dev.fennel.benchmarks.answers.ComparisonTable}. Most are {@link dev.fennel.benchmarks.answers.Interview}s,
 * which run JMH.
 */
package dev.fennel.benchmarks.answers;
