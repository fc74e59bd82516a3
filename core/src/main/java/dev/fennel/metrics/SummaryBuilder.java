package dev.fennel.metrics;

import dev.fennel.internal.quantiles.Objectives;
import dev.fennel.internal.quantiles.WindowSpec;
import dev.fennel.model.Collector;
import dev.fennel.model.Desc;
import dev.fennel.model.MetricType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Builds summaries, alone or as a Vec.
 *
 * @param <M> what is built
 */
public final class SummaryBuilder<M extends Collector> extends MetricBuilder<M, SummaryBuilder<M>> {
    private static final Duration LONGEST_AGE = Duration.ofDays(36_500);

    private final Function<Spec, M> constructor;
    private final List<Objective> objectives = new ArrayList<>();
    private Duration maxAge = Duration.ofMinutes(10);
    private int ageBuckets = 5;
    private LongSupplier clock = System::nanoTime;

    /** What all summaries of a Vec share: besides the Desc, what their windows share. */
    static final class Spec extends ReadingSpec<SummaryReading> {
        private final WindowSpec window;

        Spec(Desc desc, WindowSpec window) {
            super(desc);
            this.window = window;
            giveBack(newReading()); // loaded now, and not at the end of a stack, where a cell may have to be emptied
        }

        Objectives objectives() {
            return window.objectives();
        }

        WindowSpec window() {
            return window;
        }

        /** The window and its objectives in words. */
        String layout() {
            return window.toString();
        }

        @Override
        SummaryReading newReading() {
            return new SummaryReading(objectives());
        }
    }

    private record Objective(double quantile, double error) {}

    SummaryBuilder(Function<Spec, M> constructor, String name, String help, String... labelNames) {
        super(MetricType.SUMMARY, name, help, labelNames);
        this.constructor = constructor;
    }

    /**
     * Adds a quantile to report. Without any, a summary has count and sum only, and costs less.
     *
     * <p>An error of 0.01 for the quantile 0.95 means that the reported value is between the true quantiles 0.94 and
     * 0.96. The smaller the error, the more observations are kept. The quantiles 0 and 1, which are the least and the
     * greatest observation, are always exact.
     *
     * @param quantile from 0 to 1, not added already
     * @param error above 0 and at most 1; for the quantiles 0 and 1 it may be 0; {@link #build} refuses others
     * @return this builder
     */
    public SummaryBuilder<M> objective(double quantile, double error) {
        // Turns -0.0 into 0.0, which is the same quantile.
        objectives.add(new Objective(quantile + 0.0, error));
        return this;
    }

    /**
     * Adds quantiles to report.
     *
     * @param errors for each quantile its error, as for {@link #objective}
     * @return this builder
     */
    public SummaryBuilder<M> objectives(Map<Double, Double> errors) {
        errors.forEach(this::objective);
        return this;
    }

    /**
     * Sets for how long an observation counts in the quantiles. Left unset, it is 10 minutes.
     *
     * @param age above zero and at most 36,500 days; {@link #build} refuses others
     * @return this builder
     */
    public SummaryBuilder<M> maxAge(Duration age) {
        maxAge = Objects.requireNonNull(age, "maxAge");
        return this;
    }

    /**
     * Sets in how many steps the window slides over the {@linkplain #maxAge max age}. With each step, the observations
     * of the oldest one are forgotten. So the window is as long as the max age, or shorter by up to a step. Memory and
     * time grow with the number of steps. Left unset, it is 5.
     *
     * @param count at least 1; {@link #build} refuses others
     * @return this builder
     */
    public SummaryBuilder<M> ageBuckets(int count) {
        ageBuckets = count;
        return this;
    }

    /** Sets the clock, in nanoseconds since some time. */
    SummaryBuilder<M> clock(LongSupplier nanoTime) {
        clock = nanoTime;
        return this;
    }

    @Override
    public M build() {
        Desc desc = desc();
        String subject = desc.quoted();
        check(!maxAge.isNegative() && !maxAge.isZero(), subject, "a max age above zero", maxAge);
        check(maxAge.compareTo(LONGEST_AGE) <= 0, subject, "a max age of at most 36500 days", maxAge);
        check(ageBuckets >= 1, subject, "at least 1 age bucket", ageBuckets);
        return constructor.apply(new Spec(desc, new WindowSpec(sortedObjectives(subject), maxAge, ageBuckets, clock)));
    }

    private Objectives sortedObjectives(String subject) {
        objectives.forEach(objective -> check(subject, objective));
        double[] quantiles = new double[objectives.size()];
        double[] errors = new double[objectives.size()];
        List<Objective> sorted = new ArrayList<>(objectives);
        sorted.sort((a, b) -> Double.compare(a.quantile, b.quantile));
        for (int i = 0; i < quantiles.length; i++) {
            quantiles[i] = sorted.get(i).quantile;
            errors[i] = sorted.get(i).error;
            check(i == 0 || quantiles[i] > quantiles[i - 1], subject, "each quantile once", quantiles[i] + " twice");
        }
        return new Objectives(quantiles, errors);
    }

    private static void check(String subject, Objective objective) {
        double quantile = objective.quantile;
        double error = objective.error;
        check(quantile >= 0 && quantile <= 1, subject, "quantiles from 0 to 1", quantile);
        boolean exact = (quantile == 0 || quantile == 1) && error == 0;
        check(
                exact || (error > 0 && error <= 1),
                subject,
                "an error above 0 and at most 1 for the quantile " + quantile,
                error);
    }

    private static void check(boolean fits, String subject, String expected, Object given) {
        if (!fits) {
            throw new IllegalArgumentException(subject + ": expected " + expected + ", got " + given);
        }
    }

    @Override
    SummaryBuilder<M> self() {
        return this;
    }
}
