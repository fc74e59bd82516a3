package dev.fennel.metrics;

import dev.fennel.model.Desc;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;

/** How many series a Vec may have, and how often it was asked for more. */
final class SeriesLimit {
    private final Desc desc;
    private final int maxSeries;
    private final Counter diverted;
    private final AtomicBoolean logged = new AtomicBoolean();

    SeriesLimit(Desc desc, int maxSeries) {
        this.desc = desc;
        this.maxSeries = maxSeries;
        this.diverted = VecAccount.counter(
                desc,
                "fennel_vec_diverted_lookups_total",
                "Look-ups that got a Vec's overflow series because it was full.");
    }

    int maxSeries() {
        return maxSeries;
    }

    /** How many look-ups were diverted. */
    Counter diverted() {
        return diverted;
    }

    /** Counts a look-up that got the overflow series instead of its own, and logs the first. Called without a lock. */
    void divert() {
        diverted.inc();
        if (!logged.get() && logged.compareAndSet(false, true)) {
            System.getLogger(SeriesLimit.class.getPackageName())
                    .log(
                            Level.WARNING,
                            "{0} \"{1}\" has reached its limit of {2} series: what has new label values goes to the"
                                    + " series with the values \"{3}\"",
                            desc.type(),
                            desc.name(),
                            String.valueOf(maxSeries),
                            Vec.OVERFLOW);
        }
    }
}
