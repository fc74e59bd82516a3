package dev.fennel.collectors;

import dev.fennel.model.Collector;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import java.util.function.Consumer;

/** What the JVM tells. */
public final class JvmCollector implements Collector {
    /** A collector for this process. */
    public JvmCollector() {}

    @Override
    public void describe(Consumer<? super Desc> out) {}

    @Override
    public void collect(Consumer<? super Metric> out) {}
}
