package dev.fennel.exposition.scrape;

import java.time.Duration;

/**
 * Until when a request may wait. It is set once, when the request comes in, so that the waits for a slot, for other
 * requests, for collectors and for memory do not add up to more than the client's patience.
 *
 * @param collectedNanos when collectors must have come to an end, as a value of {@link System#nanoTime}
 * @param sentNanos when the answer should be there: a margin later
 */
record Deadline(long collectedNanos, long sentNanos) {
    private static final long MAX_MARGIN_NANOS = 500_000_000;

    /** For a request that comes in now, and gives collectors so much time. */
    static Deadline of(Duration collectorLimit) {
        // Halved, so that the difference of two times does not overflow with the margin: 146 years.
        long limit = Math.min(collectorLimit.toNanos(), Long.MAX_VALUE / 2);
        long collected = System.nanoTime() + limit;
        return new Deadline(collected, collected + Math.min(limit / 9, MAX_MARGIN_NANOS));
    }

    /** The time that is left for collectors: above zero, since a gather needs some. */
    Duration leftForCollectors() {
        return Duration.ofNanos(Math.max(1, leftToCollectNanos()));
    }

    /** Zero or less if there is none. */
    long leftToCollectNanos() {
        return collectedNanos - System.nanoTime();
    }

    /** Zero or less if there is none. */
    long leftNanos() {
        return sentNanos - System.nanoTime();
    }
}
