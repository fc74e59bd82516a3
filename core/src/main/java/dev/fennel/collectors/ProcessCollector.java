package dev.fennel.collectors;

import dev.fennel.model.Collector;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import java.util.function.Consumer;

/** What the process tells. */
public final class ProcessCollector implements Collector {
    /** A collector for this process. */
    public ProcessCollector() {}

    @Override
    public void describe(Consumer<? super Desc> out) {}

    @Override
    public void collect(Consumer<? super Metric> out) {}
}
