package dev.fennel.examples.adapters;

import static dev.fennel.testing.MetricAssertions.assertThatMetrics;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.fennel.registry.Registry;
import dev.fennel.testing.GatheredMetrics;
import java.sql.Connection;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;

/** Two real pools, of connections to H2. */
class HikariMetricsTest {
    private static final long LEAST_TIMEOUT = 250;

    private final Registry registry = Registry.pedantic();

    private static HikariConfig config(String name, long timeoutMillis) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl("jdbc:h2:mem:" + name);
        config.setMaximumPoolSize(1);
        config.setConnectionTimeout(timeoutMillis);
        return config;
    }

    @Test
    void connectionsAreCountedAndTimedForEachPool() throws Exception {
        HikariMetrics metrics = HikariMetrics.registeredWith(registry);
        HikariConfig ofOrders = config("orders", LEAST_TIMEOUT);
        HikariConfig ofUsers = config("users", LEAST_TIMEOUT);
        ofOrders.setMetricsTrackerFactory(metrics);
        ofUsers.setMetricsTrackerFactory(metrics);
        try (HikariDataSource orders = new HikariDataSource(ofOrders);
                HikariDataSource users = new HikariDataSource(ofUsers)) {
            try (Connection connection = orders.getConnection()) {
                assertThat(connection.isValid(1)).isTrue();
                assertThatThrownBy(orders::getConnection).isInstanceOf(SQLTransientConnectionException.class);
            }
            users.getConnection().close();

            assertThatMetrics(registry).contains("""
                    hikaricp_connections_max{pool="orders"} 1
                    hikaricp_connections_max{pool="users"} 1
                    hikaricp_connections_timeout_total{pool="orders"} 1
                    hikaricp_connections_timeout_total{pool="users"} 0
                    """);
            for (String pool : new String[] {"orders", "users"}) {
                GatheredMetrics ofPool = GatheredMetrics.from(registry).withLabels("pool", pool);
                assertThatMetrics(ofPool)
                        .named("hikaricp_connections_usage_seconds")
                        .hasObservationCount(1);
                assertThat(ofPool.named("hikaricp_connections_acquire_seconds").observationCount())
                        .isPositive();
            }
            assertThatMetrics(registry).hasNoLintProblems();
        }
    }

    private HikariDataSource pool() {
        HikariConfig config = config("orders", 60_000);
        config.setMetricsTrackerFactory(HikariMetrics.registeredWith(registry));
        return new HikariDataSource(config);
    }

    /** The first connection is not among them, as the pool opens it before it makes its tracker. */
    @Test
    void theCreationOfAConnectionIsTimed() throws Exception {
        try (HikariDataSource orders = pool()) {
            Connection first = orders.getConnection();
            orders.evictConnection(first);
            orders.getConnection().close();

            assertThat(GatheredMetrics.from(registry)
                            .named("hikaricp_connections_creation_seconds")
                            .observationCount())
                    .isPositive();
        }
    }

    @Test
    void connectionsInUseAreSeen() throws Exception {
        // The pool keeps what it last read for a second, so the first reading must find the connection in use.
        try (HikariDataSource orders = pool();
                Connection connection = orders.getConnection()) {
            assertThat(connection.isClosed()).isFalse();
            assertThatMetrics(registry).contains("""
                    hikaricp_connections{pool="orders"} 1
                    hikaricp_connections_active{pool="orders"} 1
                    hikaricp_connections_idle{pool="orders"} 0
                    hikaricp_connections_pending{pool="orders"} 0
                    """);
        }
    }

    @Test
    void aClosedPoolIsGone() {
        pool().close();

        assertThatMetrics(registry).isEmpty();
    }
}
