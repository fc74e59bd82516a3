package dev.fennel.metrics;

import dev.fennel.internal.Nullable;
import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.MetricFamily;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/**
 * All series of a Vec, shared by its curried views, with what its options ask for: a limit, an age to expire at.
 *
 * <p>What look-ups return is always a series itself, of the type that the Vec casts it to.
 */
final class VecSeries {
    /** For companions, whatever the default: a user's supplier must not run where these counters are incremented. */
    private static final ExemplarSampler NO_EXEMPLARS = ExemplarSampler.of(ExemplarSupplier.NONE, Clock.systemUTC());

    private final Function<String[], ? extends Instrument> constructor;

    /** Without an expiry, its entries are the series themselves. */
    private final SeriesTable table;

    private final SeriesLookup lookup;

    /** Null if there is none. */
    private final @Nullable SeriesLimit limit;

    /** Null if series never expire. */
    private final @Nullable SeriesExpiry expiry;

    VecSeries(Desc desc, Function<String[], ? extends Instrument> constructor, Options options) {
        this.constructor = constructor;
        this.limit = options.limit(desc);
        SeriesExpiry age = options.expiry(desc);
        this.expiry = age;
        this.table = new SeriesTable(
                desc, age == null ? constructor : values -> age.track(constructor.apply(values)), limit);
        this.lookup = table.lookup();
    }

    SeriesTable table() {
        return table;
    }

    /** Whether series never expire, so that each entry found in the table is a series itself. */
    boolean isLasting() {
        return expiry == null;
    }

    @Nullable
    SeriesEntry find(String[] values) {
        return touched(lookup.find(values));
    }

    /**
     * Finds or makes a series, given the values of a view's free labels. Finding one allocates nothing if there are no
     * more than four labels, fixed and free.
     */
    SeriesEntry findOrCreate(CurriedLabels curried, String a, String b, String c, String d) {
        return switch (curried.count()) {
            case 1 -> {
                String first = curried.value(0, a, b, c, d);
                SeriesEntry found = touched(lookup.find(first));
                yield found != null ? found : create(first);
            }
            case 2 -> {
                String first = curried.value(0, a, b, c, d);
                String second = curried.value(1, a, b, c, d);
                SeriesEntry found = touched(lookup.find(first, second));
                yield found != null ? found : create(first, second);
            }
            case 3 -> {
                String first = curried.value(0, a, b, c, d);
                String second = curried.value(1, a, b, c, d);
                String third = curried.value(2, a, b, c, d);
                SeriesEntry found = touched(lookup.find(first, second, third));
                yield found != null ? found : create(first, second, third);
            }
            case 4 -> {
                String first = curried.value(0, a, b, c, d);
                String second = curried.value(1, a, b, c, d);
                String third = curried.value(2, a, b, c, d);
                String fourth = curried.value(3, a, b, c, d);
                SeriesEntry found = touched(lookup.find(first, second, third, fourth));
                yield found != null ? found : create(first, second, third, fourth);
            }
            default -> {
                String[] values = new String[curried.count()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = curried.value(i, a, b, c, d);
                }
                yield findOrCreate(values);
            }
        };
    }

    SeriesEntry findOrCreate(String[] values) {
        SeriesEntry found = find(values);
        return found != null ? found : create(values);
    }

    /** Makes a series, unless another thread just did, or the limit is reached. */
    SeriesEntry create(String... values) {
        if (expiry != null) {
            expiry.checkIfDue(table);
        }
        while (true) {
            SeriesEntry entry = table.findOrCreate(values);
            SeriesEntry series = touched(entry);
            if (series != null) {
                if (limit != null && !SeriesLookup.sameValues(entry.labelValues, values)) {
                    limit.divert();
                }
                return series;
            }
        }
    }

    /** The series of the entry that a look-up found; null if it found none, or one that has just expired. */
    private @Nullable SeriesEntry touched(@Nullable SeriesEntry entry) {
        return expiry == null || entry == null ? entry : expiry.touch(entry) ? entry.exposed() : null;
    }

    /** The series in order, after those that are idle by now have expired. */
    MetricFamily family() {
        if (expiry != null) {
            expiry.check(table);
        }
        return table.family();
    }

    long diverted() {
        return limit == null ? 0 : (long) limit.diverted().value();
    }

    long expired() {
        return expiry == null ? 0 : (long) expiry.expired().value();
    }

    /** What the series and the Vec are made of, in words. */
    String layout() {
        String series = constructor
                .apply(new String[table.desc().variableLabels().size()])
                .layout();
        return (series.isEmpty() ? "" : series + " in ")
                + (limit == null ? "any number of series" : limit)
                + (expiry == null ? "" : " kept " + expiry);
    }

    /** The counters of diverted look-ups and expired series, one for each option in use. */
    List<Counter> companions() {
        List<Counter> companions = new ArrayList<>();
        if (limit != null) {
            companions.add(limit.diverted());
        }
        if (expiry != null) {
            companions.add(expiry.expired());
        }
        return List.copyOf(companions);
    }

    /**
     * A counter about a Vec, exposed beside its series. The label {@code metric} has the Vec's name, followed by its
     * const labels if it has any: so the counters of all Vecs have the same label names, and each Vec has its own
     * series.
     */
    static Counter companion(Desc vec, String name, String help) {
        String metric = vec.constLabels().isEmpty() ? vec.name() : vec.name() + vec.constLabels();
        Desc desc = Desc.counter(name, help).withConstLabels(Labels.of("metric", metric));
        return new Counter(new CounterBuilder.Spec(desc, NO_EXEMPLARS));
    }

    /** What was asked of the series of a Vec: constraints, a limit, an expiry. Checked when the Vec is built. */
    static final class Options {
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
        CurriedLabels.Constraints constraints(Desc desc) {
            return CurriedLabels.Constraints.of(desc, constraints);
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
}
