package dev.fennel.pushgateway.internal;

import java.time.InstantSource;

/** The times of pushes into a store, in which a series has one sample for each time. Safe for use by any thread. */
public final class PushTimes {
    /** A clock that goes back by no more than this is only adjusted. */
    private static final long SOON_MILLIS = 1000;

    private final InstantSource clock;

    /** What the clock showed at the last push. */
    private long clockMillis;

    /** The time of the last push. */
    private long lastMillis;

    public PushTimes(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * The present time in milliseconds, or a little later if there were pushes just now. A clock that is set back by
     * more than a second counts.
     */
    public synchronized long nextMillis() {
        long now = clock.millis();
        boolean setBack = now < clockMillis - SOON_MILLIS;
        clockMillis = now;
        lastMillis = setBack ? now : Math.max(now, lastMillis + 1);
        return lastMillis;
    }
}
