package dev.fennel.collectors.jvm;

import dev.fennel.internal.Nullable;
import dev.fennel.model.Collector;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.Consumer;

/** What compiling to machine code costs. */
public final class CompilationCollector implements Collector {
    private static final Desc TIME = Desc.counter(
                    "jvm_compilation_time_seconds_total",
                    "Seconds spent by the JVM on compiling bytecode to machine code.")
            .withUnit("seconds");
    private static final double MILLIS_PER_SECOND = 1e3;

    /** Null in a JVM that only interprets. */
    private final @Nullable CompilationMXBean compilation;

    public CompilationCollector() {
        this(ManagementFactory.getCompilationMXBean());
    }

    public CompilationCollector(@Nullable CompilationMXBean compilation) {
        this.compilation = compilation;
    }

    @Override
    public void describe(Consumer<? super Desc> out) {
        out.accept(TIME);
    }

    @Override
    public void collect(Consumer<? super Metric> out) {
        if (compilation != null && compilation.isCompilationTimeMonitoringSupported()) {
            out.accept(ConstMetric.of(TIME, compilation.getTotalCompilationTime() / MILLIS_PER_SECOND));
        }
    }
}
