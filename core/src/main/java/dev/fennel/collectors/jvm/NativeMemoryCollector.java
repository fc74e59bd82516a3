package dev.fennel.collectors.jvm;

import dev.fennel.internal.Nullable;
import dev.fennel.model.Collector;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Memory that the JVM itself needs, where it keeps track of that. */
public final class NativeMemoryCollector implements Collector {
    private static final Desc RESERVED = Desc.gauge(
                    "jvm_native_memory_reserved_bytes",
                    "Bytes of address space that the JVM has set aside for this use.",
                    "pool")
            .withUnit("bytes");
    private static final Desc COMMITTED = Desc.gauge(
                    "jvm_native_memory_committed_bytes", "Bytes of memory that the JVM takes up for this use.", "pool")
            .withUnit("bytes");

    /** Writes the report; null if there is none, which only the command line of the JVM can change. */
    private final @Nullable Supplier<String> report;

    public NativeMemoryCollector() {
        this(NativeMemoryTracking.find());
    }

    public NativeMemoryCollector(@Nullable Supplier<String> report) {
        this.report = report;
    }

    @Override
    public void describe(Consumer<? super Desc> out) {
        List.of(RESERVED, COMMITTED).forEach(out);
    }

    @Override
    public void collect(Consumer<? super Metric> out) {
        if (report == null) {
            return;
        }
        for (NativeMemoryTracking.Pool pool : NativeMemoryTracking.Pool.parse(report.get())) {
            out.accept(ConstMetric.of(RESERVED, pool.reserved(), pool.name()));
            out.accept(ConstMetric.of(COMMITTED, pool.committed(), pool.name()));
        }
    }
}
