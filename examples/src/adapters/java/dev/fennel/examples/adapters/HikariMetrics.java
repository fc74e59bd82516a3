package dev.fennel.examples.adapters;

import com.zaxxer.hikari.metrics.IMetricsTracker;
import com.zaxxer.hikari.metrics.MetricsTrackerFactory;
import com.zaxxer.hikari.metrics.PoolStats;
import dev.fennel.metrics.Counter;
import dev.fennel.metrics.CounterVec;
import dev.fennel.metrics.Histogram;
import dev.fennel.metrics.HistogramVec;
import dev.fennel.model.Collector;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import dev.fennel.registry.Registerer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The connection pools of HikariCP: connections and waiting threads, and how long it takes to get, use and create a
 * connection. To use it, copy this file, and give one to all pools before they start:
 *
 * <pre>{@code
 * config.setMetricsTrackerFactory(HikariMetrics.registeredWith(registry));
 * }</pre>
 *
 * <p>Names are Micrometer's, with the pool's name in the label {@code pool}, so no two may have the same. A pool that
 * is closed takes its series with it.
 */
public final class HikariMetrics implements MetricsTrackerFactory, Collector {
    private static final Desc CONNECTIONS = Desc.gauge("hikaricp_connections", "Connections of the pool.", "pool");
    private static final Desc ACTIVE = Desc.gauge("hikaricp_connections_active", "Connections in use.", "pool");
    private static final Desc IDLE = Desc.gauge("hikaricp_connections_idle", "Connections not in use.", "pool");
    private static final Desc PENDING =
            Desc.gauge("hikaricp_connections_pending", "Threads that wait for a connection.", "pool");
    private static final Desc MAX =
            Desc.gauge("hikaricp_connections_max", "Connections that the pool may have.", "pool");
    private static final Desc MIN =
            Desc.gauge("hikaricp_connections_min", "Connections that the pool keeps idle.", "pool");

    private final Map<String, PoolStats> pools = new ConcurrentHashMap<>();
    private final CounterVec timeouts;
    private final HistogramVec acquire;
    private final HistogramVec usage;
    private final HistogramVec creation;

    private HikariMetrics(Registerer registerer) {
        timeouts = CounterVec.builder(
                        "hikaricp_connections_timeout_total", "Threads that got no connection in time.", "pool")
                .register(registerer);
        acquire = seconds(registerer, "hikaricp_connections_acquire_seconds", "Time to get a connection.");
        usage = seconds(registerer, "hikaricp_connections_usage_seconds", "Time that a connection was in use.");
        creation = seconds(registerer, "hikaricp_connections_creation_seconds", "Time to create a connection.");
    }

    private static HistogramVec seconds(Registerer registerer, String name, String help) {
        return HistogramVec.builder(name, help, "pool")
                .unit("seconds")
                .buckets(.0001, .001, .01, .1, 1, 10)
                .register(registerer);
    }

    /** Registers the metrics of all pools to come; throws what a registerer throws if they are registered already. */
    public static HikariMetrics registeredWith(Registerer registerer) {
        HikariMetrics metrics = new HikariMetrics(registerer);
        registerer.register(metrics);
        return metrics;
    }

    @Override
    public IMetricsTracker create(String pool, PoolStats stats) {
        pools.put(pool, stats);
        return new Tracker(pool);
    }

    @Override
    public void describe(Consumer<? super Desc> out) {
        out.accept(CONNECTIONS);
        out.accept(ACTIVE);
        out.accept(IDLE);
        out.accept(PENDING);
        out.accept(MAX);
        out.accept(MIN);
    }

    @Override
    public void collect(Consumer<? super Metric> out) {
        pools.forEach((pool, stats) -> {
            out.accept(ConstMetric.of(CONNECTIONS, stats.getTotalConnections(), pool));
            out.accept(ConstMetric.of(ACTIVE, stats.getActiveConnections(), pool));
            out.accept(ConstMetric.of(IDLE, stats.getIdleConnections(), pool));
            out.accept(ConstMetric.of(PENDING, stats.getPendingThreads(), pool));
            out.accept(ConstMetric.of(MAX, stats.getMaxConnections(), pool));
            out.accept(ConstMetric.of(MIN, stats.getMinConnections(), pool));
        });
    }

    /** What one pool reports. */
    private final class Tracker implements IMetricsTracker {
        private final String pool;
        private final Counter ofTimeouts;
        private final Histogram ofAcquire;
        private final Histogram ofUsage;
        private final Histogram ofCreation;

        Tracker(String pool) {
            this.pool = pool;
            ofTimeouts = timeouts.withLabelValues(pool);
            ofAcquire = acquire.withLabelValues(pool);
            ofUsage = usage.withLabelValues(pool);
            ofCreation = creation.withLabelValues(pool);
        }

        @Override
        public void recordConnectionAcquiredNanos(long nanos) {
            ofAcquire.observe(nanos / 1e9);
        }

        @Override
        public void recordConnectionUsageMillis(long millis) {
            ofUsage.observe(millis / 1e3);
        }

        @Override
        public void recordConnectionCreatedMillis(long millis) {
            ofCreation.observe(millis / 1e3);
        }

        @Override
        public void recordConnectionTimeout() {
            ofTimeouts.inc();
        }

        @Override
        public void close() {
            pools.remove(pool);
            timeouts.deleteLabelValues(pool);
            acquire.deleteLabelValues(pool);
            usage.deleteLabelValues(pool);
            creation.deleteLabelValues(pool);
        }
    }
}
