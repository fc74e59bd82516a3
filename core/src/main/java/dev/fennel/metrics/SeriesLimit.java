package dev.fennel.metrics;

import dev.fennel.internal.LoggedOnce;
import dev.fennel.model.Desc;
import dev.fennel.registry.GatherError;
import java.lang.System.Logger.Level;
import java.util.Arrays;

/**
 * Limits the number of series of a Vec, and counts how often it was asked for more.
 *
 * <p>The rule: there are at most {@code maxSeries} ordinary series, and one more, the overflow series, whose label
 * values are all {@link Vec#OVERFLOW}. A look-up of a new series that is one too many gets the overflow series. That
 * one is found, deleted and exposed like any other, and is always admitted. {@link SeriesTable#findOrCreate} applies
 * the rule.
 */
final class SeriesLimit {
    private final Desc desc;
    private final int maxSeries;
    private final String[] overflowValues;
    private final Counter diverted;
    private final LoggedOnce logged = new LoggedOnce();

    SeriesLimit(Desc desc, int maxSeries) {
        this.desc = desc;
        this.maxSeries = maxSeries;
        this.overflowValues = new String[desc.variableLabels().size()];
        Arrays.fill(overflowValues, Vec.OVERFLOW);
        this.diverted = VecSeries.companion(
                desc,
                "fennel_vec_diverted_lookups_total",
                "Look-ups that got a Vec's overflow series because it was full.");
    }

    /** The limit in words, for {@link VecSeries#layout}. */
    @Override
    public String toString() {
        return "at most " + maxSeries + " series";
    }

    /** Whether one more ordinary series might exceed the limit, given the number of all series. */
    boolean isReached(int size) {
        return size >= maxSeries;
    }

    /** Whether the overflow series must be among the series, given their number. */
    boolean isExceeded(int size) {
        return size > maxSeries;
    }

    /**
     * Whether a new series may be made.
     *
     * @param values its label values
     * @param ordinary how many ordinary series there are
     */
    boolean admits(String[] values, int ordinary) {
        return ordinary < maxSeries || SeriesLookup.sameValues(overflowValues, values);
    }

    /** The label values of the overflow series; not to be changed. */
    String[] overflowValues() {
        return overflowValues;
    }

    /** Counts the look-ups that got the overflow series. */
    Counter diverted() {
        return diverted;
    }

    /** Counts a look-up that got the overflow series instead of its own, and logs the first. Called without a lock. */
    void divert() {
        diverted.inc();
        if (logged.isDue()) {
            new GatherError(desc.quoted() + " has reached its limit of " + maxSeries
                            + " series: what has new label values goes to the series with the values \"" + Vec.OVERFLOW
                            + "\"")
                    .log(SeriesLimit.class.getPackageName(), Level.WARNING);
        }
    }
}
