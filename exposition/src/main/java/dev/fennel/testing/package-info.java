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
 * <p>{@link dev.fennel.testing.GatheredMetrics} tells the values, the number of series and the text of a format
 * themselves, for a test that computes with them or has assertions of its own.
 *
 * <p>What fails throws {@link java.lang.AssertionError}, a mistake in the test itself
 * {@link java.lang.IllegalArgumentException}. Arguments are never null; a null throws
 * {@link java.lang.NullPointerException}. All types are immutable, so several threads can use them.
 */
package dev.fennel.testing;
