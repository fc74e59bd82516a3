package dev.fennel.registry;

import java.util.List;

/** Runs a gatherer, which may be a user's, and keeps what it throws as an error of the gather. */
final class GathererRun {
    private GathererRun() {}

    static GatherResult resultOf(Gatherer gatherer) {
        try {
            GatherResult result = gatherer.gather();
            return result != null ? result : failed(new MetricFault("returned null, expected a result"));
        } catch (Throwable thrown) {
            return failed(thrown);
        }
    }

    private static GatherResult failed(Throwable thrown) {
        return new GatherResult(List.of(), List.of(GatherError.of("gather()", thrown)));
    }
}
