/**
 * Assertions about metrics, for tests under any framework: client_golang's testutil.
 *
 * <p>{@link dev.fennel.testing.MetricAssertions#assertThatMetrics(dev.fennel.registry.Registry) assertThatMetrics}
 * takes an instrument, a custom collector, a registry or the URL of a page, and starts a chain of assertions, a
 * {@link dev.fennel.testing.MetricAssert}:
 *
 * <pre>{@code
 * assertThatMetrics(depth).hasValue(0);
 * assertThatMetrics(jobs).withLabels("queue", "mail").hasValue(3);
 * assertThatMetrics(latency).hasObservationCount(1).hasObservationSum(0.5);
 * assertThatMetrics(registry).contains("jobs_total{queue=\"mail\",zone=\"eu\"} 3");
 * assertThatMetrics(registry).named("queue_depth").isEqualTo("""
 *         # HELP queue_depth Jobs waiting.
 *         # TYPE queue_depth gauge
 *         queue_depth 0
 *         """);
 * assertThatMetrics(registry).hasNoLintProblems();
 * }</pre>
 *
 * <p>{@link dev.fennel.testing.GatheredMetrics} returns the values, the number of series and the text in a format, for
 * a test that computes with them or has assertions of its own.
 *
 * <p>An assertion that fails throws {@link java.lang.AssertionError}. A mistake in the test itself throws
 * {@link java.lang.IllegalArgumentException}. Arguments must not be null; a null throws
 * {@link java.lang.NullPointerException}. The public types are immutable, so several threads can use them.
 */
/*
 * How it works inside, in reading order:
 *
 * - Where metrics come from: PageFetcher gets a page, Detail decides which format a text has and parses it, Selection
 *   is the view that named, without and withLabels narrow, ValueReader reads one metric, and GatherFailure makes the
 *   errors of a gather fail the test.
 * - How they are compared: FamilyWriter writes both sides in one format, series by series. Comparison is the entry: it
 *   prepares both sides, for contains with ReportedSamples, which leaves out what the text did not report. MetricsDiff
 *   matches families, FamilyComparison the series and lines of one family, and a FamilyDiff is the result.
 * - How a difference is shown: DiffReport writes it, with a ChangeTable for values, and ChangeLines a line for each
 *   change. The hints come from SimilarName and NearMisses. Listing is for the other messages, and Visible escapes
 *   what a terminal would hide or interpret.
 */
package dev.fennel.testing;
