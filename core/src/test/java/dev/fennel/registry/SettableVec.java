package dev.fennel.registry;

import dev.fennel.internal.families.FamilySink;
import dev.fennel.model.Collector;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A trusted family whose series a test sets. */
final class SettableVec implements Collector {
    private final Desc desc;
    private volatile MetricFamily family;

    SettableVec(Desc desc, String... sortedLabelValues) {
        this.desc = desc;
        set(sortedLabelValues);
    }

    /** Series with the value 1 for these values of the one variable label, in order. */
    void set(String... sortedLabelValues) {
        List<ConstMetric> metrics = Stream.of(sortedLabelValues)
                .map(value -> ConstMetric.of(desc, 1, value))
                .toList();
        family = new MetricFamily(desc, metrics);
    }

    MetricFamily family() {
        return family;
    }

    @Override
    public void describe(Consumer<? super Desc> out) {
        out.accept(desc);
        if (out instanceof FamilySink sink) {
            sink.offer(this, this::family);
        }
    }

    @Override
    public void collect(Consumer<? super Metric> out) {
        family.metrics().forEach(out);
    }
}
