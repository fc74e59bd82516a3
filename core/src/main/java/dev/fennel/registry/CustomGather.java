package dev.fennel.registry;

import dev.fennel.internal.Nullable;
import dev.fennel.model.Collector;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * One gather of custom collectors: runs them, checks each metric, and merges those that pass with the families of the
 * trusted collectors. Used by one thread.
 */
final class CustomGather {
    private static final Desc NOT_DESCRIBED =
            Desc.untyped("undescribed", "Stands for the metrics of a failed collector that describes nothing.");

    private final TrustedFamilies trusted;
    private final boolean pedantic;
    private final FamilyMerger families;
    private final List<GatherError> errors = new ArrayList<>();

    CustomGather(TrustedFamilies trusted, boolean pedantic) {
        this.trusted = trusted;
        this.pedantic = pedantic;
        this.families = new FamilyMerger(trusted.byName());
    }

    GatherResult gather(RegisteredCollector[] collectors) {
        for (RegisteredCollector collector : collectors) {
            run(collector);
        }
        return families.isUnchanged() && errors.isEmpty()
                ? trusted.result()
                : new GatherResult(families.build(errors), errors);
    }

    private void run(RegisteredCollector collector) {
        List<Metric> metrics;
        try {
            metrics = metricsOf(collector.collector());
        } catch (Throwable thrown) {
            errors.add(GatherError.of(collector.toString(), thrown));
            return;
        }
        String source = collector.toString();
        DescSet described = pedantic && !collector.descs().isEmpty() ? collector.descs() : null;
        for (Metric metric : metrics) {
            take(metric, source, described);
        }
    }

    /** Every step may run a user's code, and whatever that throws costs this metric alone. */
    private void take(Metric metric, String source, @Nullable DescSet described) {
        Series series = null;
        try {
            series = Series.of(metric, source);
            add(series, described);
        } catch (Throwable thrown) {
            String what = series == null ? "metric " + metric.getClass().getName() : series.toString();
            errors.add(GatherError.of(source + ": " + what, thrown));
        }
    }

    private void add(Series series, @Nullable DescSet described) {
        Series.LabelCheck.notReserved(series);
        Series readable =
                MetricCapture.isNeeded(series.metric()) ? series.withMetric(MetricCapture.capture(series)) : series;
        if (described != null) {
            Series.LabelCheck.described(series, described);
        }
        Desc desc = series.desc();
        families.familyFor(desc.type(), desc.name(), desc.help(), desc.unit()).add(readable);
    }

    /**
     * Collects, and keeps what the collector hands out, which counts only if it returns. The queue is a concurrent one
     * because a collector may hand out metrics from several threads; what it hands out after it returned is not seen.
     *
     * @throws RuntimeException or any error, checked exceptions that were thrown unseen included, from the collector
     */
    private static List<Metric> metricsOf(Collector collector) {
        ConcurrentLinkedQueue<Metric> metrics = new ConcurrentLinkedQueue<>();
        collector.collect(metrics::add);
        return List.of(metrics.toArray(Metric[]::new));
    }

    /** Collects without a check, and turns an exception into a metric that reports it when it is gathered. */
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
