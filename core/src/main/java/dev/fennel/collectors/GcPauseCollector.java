package dev.fennel.collectors;

import dev.fennel.metrics.HistogramVec;
import dev.fennel.model.Collector;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.Consumer;

/**
 * How long garbage collections halted the program. Name and labels are Micrometer's, whose dashboards ask for them; the
 * buckets are those that OpenTelemetry recommends (0.01, 0.1, 1, 10), with some in between.
 */
final class GcPauseCollector implements Collector {
    private static final double[] BUCKETS = {.001, .005, .01, .05, .1, .5, 1, 5, 10};

    private final HistogramVec pauses = HistogramVec.builder(
                    "jvm_gc_pause_seconds",
                    "Seconds for which a garbage collection halted the program.",
                    "gc",
                    "action",
                    "cause")
            .unit("seconds")
            .buckets(BUCKETS)
            .build();

    /** What the listener, which holds it weakly, is told to; kept here to live as long as this collector. */
    private final Consumer<GcRun> observer = this::observe;

    GcPauseCollector() {
        this(ManagementFactory.getGarbageCollectorMXBeans());
    }

    GcPauseCollector(List<GarbageCollectorMXBean> collectors) {
        CollectionListener.listen(collectors, observer);
    }

    void observe(GcRun run) {
        if (run.isPause()) {
            pauses.withLabelValues(run.gc(), run.action(), run.cause()).observe(run.seconds());
        }
    }

    @Override
    public void describe(Consumer<? super Desc> out) {
        pauses.describe(out);
    }

    @Override
    public void collect(Consumer<? super Metric> out) {
        pauses.collect(out);
    }
}
