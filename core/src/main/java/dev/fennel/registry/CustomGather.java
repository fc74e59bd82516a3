package dev.fennel.registry;

import dev.fennel.internal.SelfConsistent;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import java.util.ArrayList;
import java.util.List;

/**
 * One gather of custom collectors: runs them, checks each metric, and merges those that pass with the families of the
 * trusted collectors. Used by one thread.
 */
final class CustomGather {
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
            metrics = CollectorRun.metricsOf(collector.collector());
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
    private void take(Metric metric, String source, DescSet described) {
        Series series = null;
        try {
            series = Series.of(metric, source);
            add(series, described);
        } catch (Throwable thrown) {
            String what = series == null ? "metric " + metric.getClass().getName() : series.toString();
            errors.add(GatherError.of(source + ": " + what, thrown));
        }
    }

    private void add(Series series, DescSet described) {
        SeriesCheck.checkReservedLabels(series);
        Series readable =
                series.metric() instanceof SelfConsistent ? series : series.withMetric(MetricCapture.capture(series));
        if (described != null) {
            SeriesCheck.checkDescribed(series, described);
        }
        Desc desc = series.desc();
        families.familyFor(desc.type(), desc.name(), desc.help(), desc.unit()).add(readable);
    }
}
