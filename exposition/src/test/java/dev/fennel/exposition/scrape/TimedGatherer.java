package dev.fennel.exposition.scrape;

import dev.fennel.registry.GatherResult;
import dev.fennel.registry.Gatherer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes how much time each gather gets, and refuses one that has no limit. */
final class TimedGatherer implements Gatherer {
    private final Gatherer source;
    private final List<Duration> limits = new CopyOnWriteArrayList<>();

    TimedGatherer(Gatherer source) {
        this.source = source;
    }

    /** The limits of the gathers, in the order in which they began. */
    List<Duration> limits() {
        return limits;
    }

    @Override
    public GatherResult gather() {
        throw new AssertionError("without a limit");
    }

    @Override
    public GatherResult gather(Duration timeLimit) {
        limits.add(timeLimit);
        return source.gather(timeLimit);
    }
}
