package dev.fennel.exposition.scrape;

import dev.fennel.registry.GatherError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Remembers who failed lately, for a person who looks at the live page: the {@link FailedSources} of the last scrapes,
 * how often each failed and when it did last. When there are too many, the one that has not failed for longest is
 * forgotten. Used by any number of threads.
 */
final class RecentErrors {
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    /** By source, the latest last; guarded by the lock. */
    private final Map<String, Failures> bySource = new LinkedHashMap<>();

    /** Uses a clock with the unit and the properties of {@link System#nanoTime}. */
    RecentErrors(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    private record Failures(long count, long lastNanos) {}

    /** Takes in the errors of a scrape. */
    void add(List<GatherError> errors) {
        long now = nanoTime.getAsLong();
        Map<String, Integer> counts = FailedSources.count(errors);
        lock.lock();
        try {
            for (Map.Entry<String, Integer> entry : counts.entrySet()) {
                Failures before = bySource.remove(entry.getKey());
                long count = entry.getValue() + (before == null ? 0 : before.count());
                bySource.put(entry.getKey(), new Failures(count, now));
            }
            while (bySource.size() > FailedSources.MAX_SOURCES) {
                bySource.remove(bySource.keySet().iterator().next());
            }
        } finally {
            lock.unlock();
        }
    }

    /** A line for each source, the latest first. */
    List<String> lines() {
        long now = nanoTime.getAsLong();
        List<String> lines = new ArrayList<>();
        lock.lock();
        try {
            bySource.forEach((source, failures) -> {
                long seconds = TimeUnit.NANOSECONDS.toSeconds(now - failures.lastNanos());
                lines.add(
                        0, source + ": " + FailedSources.errors(failures.count()) + ", the last " + seconds + " s ago");
            });
        } finally {
            lock.unlock();
        }
        return lines;
    }
}
