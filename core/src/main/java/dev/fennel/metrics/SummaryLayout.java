package dev.fennel.metrics;

import dev.fennel.internal.quantiles.Objectives;
import dev.fennel.internal.quantiles.WindowSpec;
import dev.fennel.model.Desc;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/** What all summaries of a Vec share: the Desc, what their windows share, and a buffer for reading. */
final class SummaryLayout {
    private final Desc desc;
    private final WindowSpec window;
    private final AtomicReference<SummaryReading> spare = new AtomicReference<>();

    SummaryLayout(Desc desc, Objectives objectives, Duration maxAge, int ageBuckets, LongSupplier clock) {
        this.desc = desc;
        this.window = new WindowSpec(objectives, maxAge, ageBuckets, clock);
    }

    Desc desc() {
        return desc;
    }

    Objectives objectives() {
        return window.objectives();
    }

    WindowSpec window() {
        return window;
    }

    /** Lends a buffer to read into; a second reader at the same time gets a new one. */
    SummaryReading borrow() {
        SummaryReading reading = spare.getAndSet(null);
        return reading != null ? reading : new SummaryReading(objectives());
    }

    void giveBack(SummaryReading reading) {
        spare.set(reading);
    }
}
