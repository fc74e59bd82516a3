package dev.fennel.testing;

import dev.fennel.exposition.lint.Problem;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Assertions about metrics. Each returns this object, so that assertions can be chained, or throws an
 * {@link AssertionError} that says what was expected and what was there. {@link #named}, {@link #without} and
 * {@link #withLabels} return assertions about fewer metrics.
 *
 * <p>A comparison matches families by their names, series by their labels (and by their timestamps if several have the
 * same labels), and the lines of a histogram or a summary by their bounds or quantiles. The report shows, family by
 * family, different values of the same thing side by side, then the missing series, and then the unexpected ones:
 *
 * <pre>{@code
 * metrics are not as expected: 1 family missing, 1 family different (- expected, + actual)
 *
 * jobs_total: 3 differences, 1 series missing, 1 series unexpected
 *   help                                   - "Jobs finished."  + "Jobs done."
 *   jobs_total{queue="mail",zone="eu"}     - 3                 + 4
 *   jobs_total{queue="printer",zone="eu"}  - 100               + 101
 *   - jobs_total{queue="web",zone="eu"} 1
 *       found with zone="us"
 *   + jobs_total{queue="web",zone="us"} 1
 *
 * queue_depths: missing, found with a similar name: queue_depth
 *   - queue_depths 2
 * }</pre>
 *
 * <p>Of a long list it shows the first items and the number of the others. Characters that a terminal would hide or
 * interpret are escaped as in Java: a tab is {@code \t}.
 */
public final class MetricAssert {
    private final GatheredMetrics actual;

    MetricAssert(GatheredMetrics actual) {
        this.actual = Objects.requireNonNull(actual, "metrics");
    }

    /**
     * Narrows the assertions to some families, on both sides of a comparison.
     *
     * @param names the full names of one or more families
     * @return assertions about these families
     * @throws IllegalArgumentException if no name is given
     */
    public MetricAssert named(String... names) {
        return new MetricAssert(actual.named(names));
    }

    /**
     * Takes families out of the assertions, on both sides of a comparison, such as those whose values a test cannot
     * know. The names are added to those of an earlier call.
     *
     * @param names the full names of one or more families
     * @return assertions about the other families
     * @throws IllegalArgumentException if no name is given
     */
    public MetricAssert without(String... names) {
        return new MetricAssert(actual.without(names));
    }

    /**
     * Narrows the assertions to some series, on both sides of a comparison: {@code withLabels("queue", "mail")}.
     *
     * @param namesAndValues name, value, name, value, ...; a series may have other labels too
     * @return assertions about the series with these labels
     * @throws IllegalArgumentException if a value is missing, or a name or value is invalid or a name is duplicate
     */
    public MetricAssert withLabels(String... namesAndValues) {
        return new MetricAssert(actual.withLabels(namesAndValues));
    }

    /**
     * Asserts that the metrics are exactly those of a text: they have the same names, types, help texts, labels, values
     * and timestamps. The order of families, series and labels does not matter. A text that ends in {@code # EOF} is
     * OpenMetrics: then units, exemplars, infos and state sets are compared too, and created timestamps in the families
     * where the text has any.
     *
     * @param expected a text in the format 0.0.4 or OpenMetrics, empty for no metrics
     * @return this
     * @throws AssertionError if something differs, with a report; also if neither side has a family or a series that
     *     was selected, because a test with a typing error in a name would compare nothing (use {@link #isEmpty} to
     *     expect nothing)
     * @throws IllegalArgumentException if the text cannot be parsed, or is OpenMetrics while the metrics were read from
     *     the text format 0.0.4
     */
    public MetricAssert isEqualTo(String expected) {
        failIfAny(Comparison.withText(Objects.requireNonNull(expected, "expected"), actual));
        return this;
    }

    /**
     * Asserts that the metrics are the same as others, as {@link #isEqualTo(String)} compares them. Created timestamps
     * are not compared, nor are native buckets, unless one side was read from OpenMetrics 2.0.
     *
     * @param expected the expected metrics, which are narrowed in the same way
     * @return this
     */
    public MetricAssert isEqualTo(GatheredMetrics expected) {
        failIfAny(Comparison.withMetrics(Objects.requireNonNull(expected, "expected"), actual));
        return this;
    }

    /**
     * Asserts that the metrics of a text are there, perhaps among others: each of its samples, with the same value.
     * Help, type and unit are compared where the text has them. Behind the {@code # TYPE} of a histogram or a summary,
     * the text may have any of the samples, such as the count alone; but OpenMetrics itself demands that some samples
     * of a histogram stand together.
     *
     * @param expected a text in the format 0.0.4 or OpenMetrics
     * @return this
     * @throws AssertionError as {@link #isEqualTo(String)} does, with a report of what is missing or different
     * @throws IllegalArgumentException as {@link #isEqualTo(String)} does, or if the text has no series that is
     *     selected, so that nothing would be expected (use {@link #hasType} to expect only a type)
     */
    public MetricAssert contains(String expected) {
        List<FamilyDiff> diffs = Comparison.withPart(Objects.requireNonNull(expected, "expected"), actual);
        failIfAny(diffs.stream()
                .filter(diff -> diff.presence() != FamilyDiff.Presence.UNEXPECTED)
                .map(FamilyDiff::ofExpected)
                .filter(diff -> !diff.isEmpty())
                .toList());
        return this;
    }

    private static void failIfAny(List<FamilyDiff> diffs) {
        if (!diffs.isEmpty()) {
            throw new AssertionError(DiffReport.of(diffs));
        }
    }

    /**
     * Asserts that the {@linkplain dev.fennel.exposition.lint.Linter#standard standard} rules of the linter find no
     * problems.
     *
     * @return this
     */
    public MetricAssert hasNoLintProblems() {
        List<Problem> problems = actual.lint();
        if (!problems.isEmpty()) {
            throw new AssertionError("expected no lint problems, got " + problems.size() + ":"
                    + problems.stream().map(problem -> "\n  " + problem).collect(Collectors.joining()));
        }
        return this;
    }

    /**
     * Asserts that there is exactly one series, with this value.
     *
     * @param expected the value of a counter, a gauge or an untyped metric; 1 or 0 for an info or a state
     * @return this
     */
    public MetricAssert hasValue(double expected) {
        check("the value", expected, actual.value());
        return this;
    }

    /**
     * Asserts that there is exactly one series, a histogram or a summary, with this number of observations.
     *
     * @param expected the number of observations
     * @return this
     */
    public MetricAssert hasObservationCount(long expected) {
        long count = actual.observationCount();
        if (count != expected) {
            throw new AssertionError(
                    "expected the number of observations " + expected + ", got " + count + ":" + actual.listing());
        }
        return this;
    }

    /**
     * Asserts that there is exactly one series, a histogram or a summary, whose observations have this sum.
     *
     * @param expected the sum of the observations
     * @return this
     */
    public MetricAssert hasObservationSum(double expected) {
        check("the sum of the observations", expected, actual.observationSum());
        return this;
    }

    private void check(String what, double expected, double value) {
        // Unlike Double.equals, this makes -0 and 0 equal, as every reader of a format does.
        if (expected != value && !(Double.isNaN(expected) && Double.isNaN(value))) {
            throw new AssertionError("expected " + what + " " + expected + ", got " + value + ":" + actual.listing());
        }
    }

    /**
     * Asserts that there is this number of series. A histogram or a summary is one series, however many lines it has.
     *
     * @param expected the number of series
     * @return this
     */
    public MetricAssert hasCount(int expected) {
        if (expected < 0) {
            throw new IllegalArgumentException("expected a count of at least 0, got " + expected);
        }
        if (actual.count() != expected) {
            throw new AssertionError("expected " + expected + " series" + actual.describe());
        }
        return this;
    }

    /**
     * Asserts that there is no series.
     *
     * @return this
     */
    public MetricAssert isEmpty() {
        return hasCount(0);
    }

    /**
     * Asserts that there is at least one series: {@code assertThatMetrics(registry).named("queue_depth").isNotEmpty()}.
     *
     * @return this
     */
    public MetricAssert isNotEmpty() {
        if (actual.families().isEmpty()) {
            throw new AssertionError("expected any series" + actual.describe());
        }
        return this;
    }

    /**
     * Asserts that the families that have series have exactly these names, in any order.
     *
     * @param expected the full names of one or more families
     * @return this
     * @throws IllegalArgumentException if no name is given
     */
    public MetricAssert hasNames(String... expected) {
        GatheredMetrics.requireNames(expected);
        List<String> missing = new ArrayList<>(new TreeSet<>(List.of(expected)));
        List<MetricFamily> unexpected = new ArrayList<>(actual.families());
        actual.families().forEach(family -> missing.remove(family.name()));
        unexpected.removeIf(family -> List.of(expected).contains(family.name()));
        if (!missing.isEmpty() || !unexpected.isEmpty()) {
            throw new AssertionError("expected the families " + String.join(", ", expected)
                    + (missing.isEmpty() ? "" : "\n  missing: " + String.join(", ", missing))
                    + (unexpected.isEmpty() ? "" : "\n  unexpected: " + Listing.ofNames(unexpected)));
        }
        return this;
    }

    /**
     * Asserts that there are series of exactly one family, and that it has this type.
     *
     * @param expected the type; an info or a state set that was read from the text format 0.0.4 is a gauge
     * @return this
     */
    public MetricAssert hasType(MetricType expected) {
        Objects.requireNonNull(expected, "expected");
        List<MetricFamily> families = actual.families();
        if (families.size() != 1) {
            throw new AssertionError("expected 1 family" + actual.describe());
        }
        if (families.get(0).type() != expected) {
            throw new AssertionError(
                    "expected the type " + expected + ", got " + families.get(0).type() + ":" + actual.listing());
        }
        return this;
    }
}
