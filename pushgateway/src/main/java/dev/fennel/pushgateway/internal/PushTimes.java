package dev.fennel.pushgateway.internal;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** The times of pushes into a store, in which a series has one sample for each time. Safe for use by any thread. */
public final class PushTimes {
    /** A clock that shows an earlier time than this before the last push was set back. */
    private static final long SOON_MILLIS = 1000;

    private final InstantSource clock;
    private final AtomicLong lastMillis = new AtomicLong();

    public PushTimes(InstantSource clock) {
        this.clock = clock;
    }

    /** The present time in milliseconds, or a little later if there were pushes just now. */
    public long nextMillis() {
        long now = clock.millis();
        return lastMillis.updateAndGet(last -> last >= now && last - now < SOON_MILLIS ? last + 1 : now);
    }
}
