package dev.fennel.registry;

import dev.fennel.model.Collector;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Runs a collector and keeps what it hands out, which counts only if the collector returns. */
final class CollectorRun {
    private static final Desc NOT_DESCRIBED =
            Desc.untyped("undescribed", "Stands for the metrics of a failed collector that describes nothing.");

    private CollectorRun() {}

    /**
     * Collects. The queue is a concurrent one because a collector may hand out metrics from several threads; what it
     * hands out after it returned is not seen.
     *
     * @throws RuntimeException or any error, checked exceptions that were thrown unseen included, from the collector
     */
    static List<Metric> metricsOf(Collector collector) {
        ConcurrentLinkedQueue<Metric> metrics = new ConcurrentLinkedQueue<>();
        collector.collect(metrics::add);
        return List.of(metrics.toArray(Metric[]::new));
    }

    /** Collects, and turns an exception into a metric that reports it when it is gathered. */
    static List<Metric> metricsOrInvalid(RegisteredCollector registered) {
        try {
            return metricsOf(registered.collector());
        } catch (Throwable thrown) {
            GatherError error = GatherError.of(registered.toString(), thrown);
            List<Desc> descs = registered.descs().descs();
            return List.of(ConstMetric.invalid(
                    descs.isEmpty() ? NOT_DESCRIBED : descs.get(0),
                    new IllegalStateException(error.message(), thrown)));
        }
    }
}
