package dev.fennel.collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import dev.fennel.registry.GatherError;
import dev.fennel.registry.GatherResult;
import dev.fennel.registry.Registry;
import dev.fennel.testsupport.Collected;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

class JmxCollectorTest {
    private static final JmxMetric ACTIVE = JmxMetric.gauge(
                    "pool_active", "Connections in use.", "app:type=Pool,*", "Active")
            .withLabel("pool", "name");

    private final JmxBeans beans = new JmxBeans();

    private static GatherResult gather(JmxCollector collector) {
        Registry registry = Registry.pedantic();
        registry.register(collector);
        return registry.gather();
    }

    /** The server, with every query answered by these names, and the calls of one method counted. */
    private MBeanServer watched(String method, List<String> calls, Set<ObjectName> names) {
        return (MBeanServer) Proxy.newProxyInstance(
                MBeanServer.class.getClassLoader(), new Class<?>[] {MBeanServer.class}, (proxy, called, args) -> {
                    if (called.getName().equals(method)) {
                        calls.add(String.valueOf(args[0]));
                    }
                    if (called.getName().equals("queryNames")) {
                        return names;
                    }
                    try {
                        return called.invoke(beans.server, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void eachMBeanOfThePatternGivesASeries() throws JMException {
        beans.pool("app:type=Pool,name=orders", 3)
                .pool("app:type=Pool,name=users", 5)
                .pool("app:type=Other", 7);

        assertThat(Collected.from(JmxCollector.of(beans.server, ACTIVE)).values())
                .containsOnly(entry("pool_active{pool=\"orders\"}", 3.0), entry("pool_active{pool=\"users\"}", 5.0));
    }

    @Test
    void mbeansComeAndGo() throws JMException {
        JmxCollector collector = JmxCollector.of(beans.server, ACTIVE);
        assertThat(Collected.from(collector).values()).isEmpty();

        beans.pool("app:type=Pool,name=orders", 3);
        assertThat(Collected.from(collector).values()).hasSize(1);

        beans.server.unregisterMBean(new ObjectName("app:type=Pool,name=orders"));
        assertThat(Collected.from(collector).values()).isEmpty();
    }

    @Test
    void mbeanThatIsGoneWhenItIsReadIsLeftOut() throws JMException {
        beans.pool("app:type=Pool,name=users", 5);
        Set<ObjectName> names =
                Set.of(new ObjectName("app:type=Pool,name=gone"), new ObjectName("app:type=Pool,name=users"));

        JmxCollector collector = JmxCollector.of(watched("none", new ArrayList<>(), names), ACTIVE);

        assertThat(gather(collector).errors()).isEmpty();
        assertThat(Collected.from(collector).values()).containsOnlyKeys("pool_active{pool=\"users\"}");
    }

    @Test
    void attributeThatFailsOrIsMissingCostsItselfAlone() throws JMException {
        beans.pool("app:type=Pool,name=users", 5);
        JmxCollector collector = JmxCollector.of(
                beans.server,
                JmxMetric.gauge("broken", "", "app:type=Pool,*", "Broken"),
                JmxMetric.gauge("missing", "", "app:type=Pool,*", "Missing"),
                ACTIVE);

        assertThat(gather(collector).errors()).isEmpty();
        assertThat(Collected.from(collector).values()).containsOnlyKeys("pool_active{pool=\"users\"}");
    }

    @Test
    void attributesOfAnMBeanAreReadTogether() throws JMException {
        beans.pool("app:type=Pool,name=users", 5);
        List<String> calls = new ArrayList<>();
        ObjectName users = new ObjectName("app:type=Pool,name=users");

        Collected.from(JmxCollector.of(
                watched("getAttributes", calls, Set.of(users)),
                ACTIVE,
                JmxMetric.counter("pool_wait_seconds_total", "", "app:type=Pool,*", "WaitMillis")));

        assertThat(calls).containsExactly(users.toString());
    }

    @Test
    void mbeansWithTheSameLabelsAreReportedAndTheFirstStays() throws JMException {
        beans.pool("app:type=Pool,name=users", 5).pool("app:type=Pool,name=orders", 3);
        JmxMetric unlabelled = JmxMetric.gauge("pool_active", "", "app:type=Pool,*", "Active");

        GatherResult result = gather(JmxCollector.of(beans.server, unlabelled));

        assertThat(result.errors())
                .hasSize(1)
                .extracting(GatherError::message)
                .first()
                .asString()
                .contains("Active of app:type=Pool,name=orders and Active of app:type=Pool,name=users both give gauge"
                        + " \"pool_active\" {}, expected a label that tells them apart");
        assertThat(result.families()).hasSize(1);
        assertThat(result.families().get(0).metrics()).hasSize(1);
    }

    @Test
    void severalPatternsMakeOneFamily() throws JMException {
        beans.pool("app:type=Pool,name=users", 5).pool("lib:kind=Pool,id=cache", 2);
        JmxCollector collector = JmxCollector.of(
                beans.server,
                ACTIVE,
                JmxMetric.gauge("pool_active", "Connections in use.", "lib:kind=Pool,*", "Active")
                        .withLabel("pool", "id"));

        assertThat(gather(collector).families()).hasSize(1);
        assertThat(Collected.from(collector).described()).hasSize(1);
        assertThat(Collected.from(collector).values())
                .containsOnlyKeys("pool_active{pool=\"users\"}", "pool_active{pool=\"cache\"}");
    }

    @Test
    void labelFunctionThatFailsIsReportedForItsMetricAlone() throws JMException {
        beans.pool("app:type=Pool,name=users", 5);
        JmxMetric failing = JmxMetric.gauge("failing", "", "app:type=Pool,*", "Active")
                .withLabel("pool", mbean -> {
                    throw new IllegalStateException("expected by a test");
                });

        GatherResult result = gather(JmxCollector.of(beans.server, failing, ACTIVE));

        assertThat(result.errors())
                .hasSize(1)
                .extracting(GatherError::message)
                .first()
                .asString()
                .contains("\"failing\"", "expected by a test");
        assertThat(result.families()).hasSize(1);
    }

    @Test
    void anErrorOfALabelFunctionIsReportedLikeAnException() throws JMException {
        beans.pool("app:type=Pool,name=users", 5);
        Error error = new NoClassDefFoundError("expected by a test");
        JmxMetric failing = JmxMetric.gauge("failing", "", "app:type=Pool,*", "Active")
                .withLabel("pool", mbean -> {
                    throw error;
                });

        GatherResult result = gather(JmxCollector.of(beans.server, failing, ACTIVE));

        assertThat(result.errors()).extracting(GatherError::cause).containsExactly(error);
        assertThat(result.families()).hasSize(1);
    }

    @Test
    void lackOfMemoryInALabelFunctionCostsItsSeriesOnly() throws JMException {
        beans.pool("app:type=Pool,name=users", 5);
        OutOfMemoryError error = new OutOfMemoryError("pretended");
        JmxMetric failing = JmxMetric.gauge("failing", "", "app:type=Pool,*", "Active")
                .withLabel("pool", mbean -> {
                    throw error;
                });

        GatherResult result = gather(JmxCollector.of(beans.server, failing, ACTIVE));

        assertThat(result.errors()).extracting(GatherError::cause).containsExactly(error);
        assertThat(result.families()).hasSize(1);
    }

    @Test
    void platformServerIsReadWhenNoneIsNamed() {
        JmxCollector heap = JmxCollector.of(
                JmxMetric.gauge("heap_max_bytes", "Heap.", "java.lang:type=Memory", "HeapMemoryUsage.max")
                        .withUnit("bytes"));

        assertThat(Collected.from(heap).values()).containsOnly(entry("heap_max_bytes", (double)
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getMax()));
        assertThat(Collected.from(heap).described().get(0).unit()).isEqualTo("bytes");
    }

    @Test
    void nothingToReadThrows() {
        assertThatIllegalArgumentException()
                .isThrownBy(JmxCollector::of)
                .withMessage("expected at least one metric to read from MBeans, got none");
    }
}
