package dev.fennel.collectors;

import dev.fennel.model.Collector;
import dev.fennel.model.Desc;
import java.util.function.Consumer;

/**
 * A collector that describes what it collects: for one whose metrics are always the same, which then only has to say
 * how to collect them, perhaps as a lambda.
 *
 * <pre>{@code
 * Desc desc = Desc.gauge("queue_depth", "Jobs waiting.");
 * DescribeByCollect depth = out -> out.accept(ConstMetric.of(desc, queue.size()));
 * registry.register(depth);
 * }</pre>
 *
 * <p>Registering and unregistering run {@link #collect} once. Do not use it for metrics that come and go, as those
 * missing at registration count as never described.
 */
@FunctionalInterface
public interface DescribeByCollect extends Collector {
    /**
     * Collects, and hands out the Desc of each metric.
     *
     * @param out takes each Desc
     */
    @Override
    default void describe(Consumer<? super Desc> out) {
        collect(metric -> out.accept(metric.desc()));
    }
}
