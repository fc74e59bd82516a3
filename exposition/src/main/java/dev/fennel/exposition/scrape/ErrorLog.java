package dev.fennel.exposition.scrape;

import dev.fennel.exposition.internal.Nullable;
import dev.fennel.registry.GatherError;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * The default log of a scraper's errors: the first ten errors of a scrape as warnings, and how many more there were. A
 * target is scraped every few seconds, and what fails mostly goes on failing. So while the same sources fail, they are
 * logged once a minute. Used by any number of threads.
 */
final class ErrorLog {
    static final int MAX_ERRORS = 10;
    static final Duration PAUSE = Duration.ofMinutes(1);

    /** How many sets of failing sources are remembered; when there are more, they are logged more often. */
    static final int MAX_SETS = 16;

    private final Logger logger;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    /** When a set of sources was logged last, the latest last; guarded by the lock. */
    private final Map<List<String>, Long> logged = new LinkedHashMap<>();

    /**
     * Logs to a logger.
     *
     * @param nanoTime a clock with the unit and the properties of {@link System#nanoTime}
     */
    ErrorLog(Logger logger, LongSupplier nanoTime) {
        this.logger = logger;
        this.nanoTime = nanoTime;
    }

    /** The sources of a scrape's errors, as far as they are remembered, and last how many others there are. */
    private static List<String> sources(List<GatherError> errors) {
        SortedSet<String> all = new TreeSet<>();
        for (GatherError error : errors) {
            all.add(error.source());
        }
        Set<String> first = new LinkedHashSet<>();
        all.stream().limit(MAX_ERRORS).map(FailedSources::printable).forEach(first::add);
        List<String> sources = new ArrayList<>(first);
        sources.add(Integer.toString(all.size() - first.size()));
        return sources;
    }

    /** Logs the errors of a scrape, unless the same sources were logged within the last minute. */
    void log(List<GatherError> errors) {
        if (!isDue(sources(errors))) {
            return;
        }
        for (GatherError error : errors.subList(0, Math.min(errors.size(), MAX_ERRORS))) {
            warn("while serving metrics: " + error.message(), error.cause());
        }
        if (errors.size() > MAX_ERRORS) {
            warn("while serving metrics: " + FailedSources.errors(errors.size() - MAX_ERRORS) + " more", null);
        }
    }

    /** The text of an exception is foreign code. If it throws, the other errors are logged all the same. */
    private void warn(String message, @Nullable Throwable cause) {
        new GatherError(message, cause).log(logger, Level.WARNING);
    }

    private boolean isDue(List<String> sources) {
        long now = nanoTime.getAsLong();
        lock.lock();
        try {
            Long before = logged.get(sources);
            if (before != null && now - before < PAUSE.toNanos()) {
                return false;
            }
            logged.remove(sources);
            logged.put(sources, now);
            if (logged.size() > MAX_SETS) {
                logged.remove(logged.keySet().iterator().next());
            }
            return true;
        } finally {
            lock.unlock();
        }
    }
}
