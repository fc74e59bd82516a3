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
 *
 * <p>How it works inside, in reading order:
 *
 * <ul>
 *   <li>Where metrics come from: {@code PageFetcher} gets a page, {@code Detail} decides which format a text has and
 *       parses it, {@code Selection} is the view that {@code named}, {@code without} and {@code withLabels} narrow,
 *       {@code ValueReader} reads one metric, and {@code GatherFailure} makes the errors of a gather fail the test.
 *   <li>How they are compared: {@code FamilyWriter} writes both sides in one format, series by series.
 *       {@code Comparison} is the entry: it prepares both sides, for {@code contains} with {@code ReportedSamples},
 *       which leaves out what the text did not report. {@code MetricsDiff} matches families, {@code FamilyComparison}
 *       the series and lines of one family, and a {@code FamilyDiff} is the result.
 *   <li>How a difference is shown: {@code DiffReport} writes it, with a {@code ChangeTable} for values, and
 *       {@code ChangeLines} a line for each change. The hints come from {@code SimilarName} and {@code NearMisses}.
 *       {@code Listing} is for the other messages, and {@code dev.fennel.exposition.internal.Visible} escapes what a
 *       terminal would hide or interpret.
 * </ul>
 */
package dev.fennel.testing;
