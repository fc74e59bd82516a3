package dev.fennel.metrics;

import dev.fennel.internal.Nullable;
import dev.fennel.model.Desc;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/** What was asked of the series of a Vec: constraints, a limit, an expiry. Checked when the Vec is built. */
final class VecOptions {
    private static final Duration LONGEST_AGE = Duration.ofDays(36_500);

    private final Map<String, UnaryOperator<String>> constraints = new LinkedHashMap<>();
    private @Nullable Integer maxSeries;
    private @Nullable Duration age;
    private LongSupplier clock = System::nanoTime;

    void constrain(String labelName, UnaryOperator<String> constraint) {
        constraints.put(
                Objects.requireNonNull(labelName, "labelName"), Objects.requireNonNull(constraint, "constraint"));
    }

    void maxSeries(int max) {
        maxSeries = max;
    }

    void expireAfter(Duration idle) {
        age = Objects.requireNonNull(idle, "expireAfter");
    }

    /** Sets the clock of the expiry, in nanoseconds since some time. */
    void clock(LongSupplier nanoTime) {
        clock = nanoTime;
    }

    /** Null if there are none. */
    @Nullable
    LabelConstraints constraints(Desc desc) {
        return LabelConstraints.of(desc, constraints);
    }

    /** Null if there is none. */
    @Nullable
    SeriesLimit limit(Desc desc) {
        if (maxSeries == null) {
            return null;
        }
        check(maxSeries >= 1, desc, "a limit of at least 1 series", maxSeries);
        return new SeriesLimit(desc, maxSeries);
    }

    /** Null if series never expire. */
    @Nullable
    SeriesExpiry expiry(Desc desc) {
        if (age == null) {
            return null;
        }
        check(!age.isNegative() && !age.isZero(), desc, "an age above zero to expire after", age);
        check(age.compareTo(LONGEST_AGE) <= 0, desc, "an age of at most 36500 days to expire after", age);
        return new SeriesExpiry(desc, age.toNanos(), clock);
    }

    private static void check(boolean fits, Desc desc, String expected, Object given) {
        if (!fits) {
            throw new IllegalArgumentException(desc.quoted() + ": expected " + expected + ", got " + given);
        }
    }
}
