package dev.fennel.collectors.jvm;

import dev.fennel.model.Collector;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** How often each garbage collector ran, and for how long altogether. */
public final class GcCollector implements Collector {
    private static final Desc COLLECTIONS = Desc.summary(
                    "jvm_gc_collection_seconds", "Runs of this garbage collector and the seconds they took.", "gc")
            .withUnit("seconds");
    private static final double MILLIS_PER_SECOND = 1e3;

    private final List<GarbageCollectorMXBean> collectors;

    public GcCollector() {
        this(ManagementFactory.getGarbageCollectorMXBeans());
    }

    public GcCollector(List<GarbageCollectorMXBean> collectors) {
        this.collectors = collectors;
    }

    @Override
    public void describe(Consumer<? super Desc> out) {
        out.accept(COLLECTIONS);
    }

    @Override
    public void collect(Consumer<? super Metric> out) {
        for (GarbageCollectorMXBean gc : collectors) {
            long count = gc.getCollectionCount();
            long millis = gc.getCollectionTime();
            if (count >= 0 && millis >= 0) { // -1 if the JVM does not know
                out.accept(ConstMetric.summary(COLLECTIONS, count, millis / MILLIS_PER_SECOND, Map.of(), gc.getName()));
            }
        }
    }
}
