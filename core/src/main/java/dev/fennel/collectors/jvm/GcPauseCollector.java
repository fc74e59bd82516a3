package dev.fennel.collectors.jvm;

import dev.fennel.internal.Nullable;
import dev.fennel.metrics.HistogramVec;
import dev.fennel.model.Collector;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * How long garbage collections halted the program. Name and labels are Micrometer's, so that its dashboards work; the
 * buckets are those that OpenTelemetry recommends (0.01, 0.1, 1, 10), with some in between.
 */
public final class GcPauseCollector implements Collector, CollectionObserver {
    private static final Desc PAUSES = Desc.histogram(
                    "jvm_gc_pause_seconds",
                    "Seconds for which a garbage collection halted the program.",
                    "gc",
                    "action",
                    "cause")
            .withUnit("seconds");
    private static final double[] BUCKETS = {.001, .005, .01, .05, .1, .5, 1, 5, 10};

    /** Held while the histogram is made; readers never take it. */
    private final ReentrantLock making = new ReentrantLock();

    /** Null before the first pause, so that a fresh JVM need not make it before its first scrape. */
    private volatile @Nullable HistogramVec pauses;

    public GcPauseCollector() {
        this(ManagementFactory.getGarbageCollectorMXBeans());
    }

    public GcPauseCollector(List<GarbageCollectorMXBean> collectors) {
        CollectionListener.listen(collectors, this);
    }

    @Override
    public void accept(GcRun run) {
        if (run.isPause()) {
            histogram().withLabelValues(run.gc(), run.action(), run.cause()).observe(run.seconds());
        }
    }

    private HistogramVec histogram() {
        making.lock();
        try {
            if (pauses == null) {
                pauses = HistogramVec.builder(
                                PAUSES.name(),
                                PAUSES.help(),
                                PAUSES.variableLabels().toArray(String[]::new))
                        .unit(PAUSES.unit())
                        .buckets(BUCKETS)
                        .build();
            }
            return pauses;
        } finally {
            making.unlock();
        }
    }

    @Override
    public void describe(Consumer<? super Desc> out) {
        out.accept(PAUSES);
    }

    @Override
    public void collect(Consumer<? super Metric> out) {
        HistogramVec present = pauses;
        if (present != null) {
            present.collect(out);
        }
    }
}
