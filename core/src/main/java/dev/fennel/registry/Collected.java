package dev.fennel.registry;

import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import java.util.ArrayList;
import java.util.List;

/**
 * What one run of a collector gave: each metric read, so that no code of the collector's or of its metrics has to be
 * run any more. Immutable, as several gathers may use it.
 *
 * @param series the metrics, in the order in which they were handed out
 * @param errors one for each metric that cannot be read, or one for a collector that failed
 */
record Collected(List<Series> series, List<GatherError> errors) {
    /** For a run that left no memory to say why it failed. */
    static final Collected UNREPORTED = new Collected(List.of(), List.of(GatherError.UNREPORTED));

    /** For a collector that was not run, as no thread was free in time. */
    static final Collected NOT_RUN = new Collected(List.of(), List.of());

    /** For a collector that did not return in time. */
    static final Collected OVERDUE = new Collected(List.of(), List.of());

    /** What a collector gave that has failed as a whole. */
    static Collected failed(GatherError error) {
        return new Collected(List.of(), List.of(error));
    }

    /**
     * Runs a collector, and reads what it hands out, which counts only if it returns. All that is thrown is reported.
     *
     * @param registered whose collector to run
     * @param handedOut takes its metrics; closed afterwards
     */
    static Collected by(RegisteredCollector registered, HandedOut handedOut) {
        String source = registered.toString();
        try {
            return read(handedOut.by(registered.collector()), source);
        } catch (Throwable thrown) {
            return failed(GatherError.of(source, thrown));
        }
    }

    private static Collected read(Metric[] metrics, String source) {
        List<Series> series = new ArrayList<>(metrics.length);
        List<GatherError> errors = new ArrayList<>(0);
        for (Metric metric : metrics) {
            read(metric, source, series, errors);
        }
        return new Collected(series, errors);
    }

    /** Every step may run a user's code, and whatever that throws costs this metric alone. */
    private static void read(Metric metric, String source, List<Series> all, List<GatherError> errors) {
        Series series = null;
        try {
            series = Series.of(metric, source);
            Series.LabelCheck.notReserved(series);
            all.add(MetricCapture.isNeeded(metric) ? series.withMetric(MetricCapture.capture(series)) : series);
        } catch (Throwable thrown) {
            String where =
                    series == null ? source + ": metric " + metric.getClass().getName() : series.withSource();
            errors.add(GatherError.of(where, thrown));
        }
    }

    /**
     * Collects in this thread, without reading the metrics, for a registry that is asked to collect.
     *
     * @return the metrics, or one that reports what the collector threw when it is written
     */
    static List<Metric> metricsOrInvalid(RegisteredCollector registered) {
        boolean entered = false;
        try {
            if (registered.underWay() != null) { // foreign code, which may come back here
                entered = CollectorThread.enter(registered);
                if (!entered) {
                    throw CollectorThread.alreadyIn();
                }
            }
            return List.of(new HandedOut().by(registered.collector()));
        } catch (Throwable thrown) {
            GatherError error = GatherError.of(registered.toString(), thrown);
            List<Desc> descs = registered.descs().descs();
            Desc desc = descs.isEmpty()
                    ? Desc.untyped(
                            "undescribed", "Stands for the metrics of a failed collector that describes nothing.")
                    : descs.get(0);
            return List.of(ConstMetric.invalid(desc, new IllegalStateException(error.message(), thrown)));
        } finally {
            if (entered) {
                CollectorThread.leave(registered);
            }
        }
    }
}
