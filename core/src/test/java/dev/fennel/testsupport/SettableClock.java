package dev.fennel.testsupport;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands still until a test moves it. */
public final class SettableClock extends Clock {
    private final AtomicLong millis;
    private final AtomicLong looks = new AtomicLong();

    public SettableClock(Instant start) {
        millis = new AtomicLong(start.toEpochMilli());
    }

    /** Moves the clock forward, or back if the number is negative. */
    public void advanceMillis(long by) {
        millis.addAndGet(by);
    }

    /** How often somebody has looked at the clock. */
    public long looks() {
        return looks.get();
    }

    @Override
    public long millis() {
        looks.incrementAndGet();
        return millis.get();
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("withZone");
    }
}
