package dev.fennel.collectors;

import dev.fennel.model.Collector;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Attributes of MBeans as metrics, for what other libraries publish there, such as connection pools.
 *
 * <pre>{@code
 * registry.register(JmxCollector.of(
 *         JmxMetric.gauge("pool_active_connections", "In use.", "com.zaxxer.hikari:type=Pool (*)", "ActiveConnections")
 *                 .withLabel("pool", "type")));
 * }</pre>
 *
 * <p>MBeans may come and go: each gather reads those that there are, the attributes of each all at once. What is
 * missing or cannot be read is left out. A metric for which the first gather finds nothing at all is named once in the
 * log, with what was found instead. If several attributes, rows or MBeans give the same series, the first of them in
 * the order of the MBeans' names counts, and the others are reported as errors of that gather.
 *
 * <p>Safe to be used by several threads, as MBeans have to be, too.
 */
public final class JmxCollector implements Collector {
    private final MBeanServer server;
    private final List<JmxMetric> metrics;

    /** The same metrics by the MBeans to ask, so that each is asked once. */
    private final Map<ObjectName, List<JmxMetric>> byMBeans = new LinkedHashMap<>();

    private final JmxMisses misses;

    private JmxCollector(MBeanServer server, List<JmxMetric> metrics) {
        if (metrics.isEmpty()) {
            throw new IllegalArgumentException("expected at least one metric to read from MBeans, got none");
        }
        this.server = server;
        this.misses = new JmxMisses(server);
        this.metrics = metrics;
        for (JmxMetric metric : metrics) {
            byMBeans.computeIfAbsent(metric.mbeans(), name -> new ArrayList<>()).add(metric);
        }
    }

    /**
     * A collector that reads from the platform's MBean server.
     *
     * @param metrics what to read, at least one
     * @return the collector
     * @throws IllegalArgumentException if there is none
     */
    public static JmxCollector of(JmxMetric... metrics) {
        return of(ManagementFactory.getPlatformMBeanServer(), metrics);
    }

    /**
     * A collector that reads from an MBean server.
     *
     * @param server has the MBeans
     * @param metrics what to read, at least one
     * @return the collector
     * @throws IllegalArgumentException if there is none
     */
    public static JmxCollector of(MBeanServer server, JmxMetric... metrics) {
        return new JmxCollector(Objects.requireNonNull(server, "server"), List.of(metrics));
    }

    @Override
    public void describe(Consumer<? super Desc> out) {
        metrics.stream().map(JmxMetric::desc).distinct().forEach(out);
    }

    @Override
    public void collect(Consumer<? super Metric> out) {
        JmxReading reading = new JmxReading(server, misses);
        byMBeans.forEach(reading::read);
        misses.log(metrics);
        reading.handOut(out);
    }
}
