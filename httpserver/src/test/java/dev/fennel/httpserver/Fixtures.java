package dev.fennel.httpserver;

import dev.fennel.exposition.Format;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.registry.GatherError;
import dev.fennel.registry.GatherResult;
import dev.fennel.registry.Registry;
import dev.fennel.testing.GatheredMetrics;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/** Gather results for the tests, and the bodies to expect of them. */
final class Fixtures {
    private static final Desc DEPTH = Desc.gauge("queue_depth", "Jobs waiting.", "queue");
    private static final Desc BROKEN = Desc.gauge("broken", "Cannot be read.");

    private Fixtures() {}

    static GatherResult depth(double value) {
        return good(new MetricFamily(DEPTH, List.of(ConstMetric.of(DEPTH, value, "mail"))));
    }

    /** About 30 bytes for each series. */
    static GatherResult large(int series) {
        List<ConstMetric> metrics = IntStream.range(0, series)
                .mapToObj(i -> ConstMetric.of(DEPTH, i, String.format("queue-%08d", i)))
                .toList();
        return good(new MetricFamily(DEPTH, metrics));
    }

    /** Waits until a handler that counts its requests in a registry is done with all of them. */
    static void awaitNoneInFlight(Registry own) throws Exception {
        await(() -> inFlight(own) == 0);
    }

    /** How many requests a handler that counts them in a registry is answering. */
    static double inFlight(Registry own) {
        return GatheredMetrics.from(own)
                .named("promhttp_metric_handler_requests_in_flight")
                .value();
    }

    /** Waits until a condition holds. */
    static void await(Callable<Boolean> condition) throws Exception {
        while (!condition.call()) {
            Thread.sleep(10);
        }
    }

    static GatherResult empty() {
        return good();
    }

    static GatherResult withGatherErrors(GatherResult result, String... messages) {
        List<GatherError> errors =
                List.of(messages).stream().map(GatherError::new).toList();
        return new GatherResult(result.families(), errors);
    }

    /** One metric that throws "cannot read" when it is encoded, beside one that doesn't. */
    static GatherResult withUnreadable() {
        return good(unreadable(), depth(7).families().get(0));
    }

    static GatherResult allUnreadable() {
        return good(unreadable());
    }

    private static MetricFamily unreadable() {
        Metric metric = ConstMetric.invalid(BROKEN, new IllegalStateException("cannot read"));
        return new MetricFamily(BROKEN, List.of(metric));
    }

    static String text(GatherResult result) {
        return GatheredMetrics.from(() -> result).format(Format.TEXT);
    }

    private static GatherResult good(MetricFamily... families) {
        return new GatherResult(List.of(families), List.of());
    }
}
