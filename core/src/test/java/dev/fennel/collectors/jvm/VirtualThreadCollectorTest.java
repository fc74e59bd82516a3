package dev.fennel.collectors.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.fennel.testsupport.Collected;
import dev.fennel.testsupport.FakeBean;
import java.util.Map;
import javax.management.DynamicMBean;
import javax.management.StandardMBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;

class VirtualThreadCollectorTest {
    /** A bean with the attributes of the real one, whose type older JDKs lack. */
    public interface SchedulerMXBean {
        int getParallelism();

        int getPoolSize();

        int getMountedVirtualThreadCount();

        long getQueuedVirtualThreadCount();
    }

    private static Map<String, Double> values(int mounted, Object queued) {
        Map<String, Object> answers = queued == null
                ? Map.of("getParallelism", 4, "getPoolSize", 3, "getMountedVirtualThreadCount", mounted)
                : Map.of(
                        "getParallelism",
                        4,
                        "getPoolSize",
                        3,
                        "getMountedVirtualThreadCount",
                        mounted,
                        "getQueuedVirtualThreadCount",
                        queued);
        SchedulerMXBean bean = FakeBean.of(SchedulerMXBean.class, answers);
        DynamicMBean scheduler = new StandardMBean(bean, SchedulerMXBean.class, true);
        return Collected.from(new VirtualThreadCollector(scheduler)).values();
    }

    @Test
    void schedulerIsShown() {
        assertThat(values(2, 70L))
                .containsOnly(
                        entry("jvm_virtual_threads_parallelism", 4.0),
                        entry("jvm_virtual_threads_pool_size", 3.0),
                        entry("jvm_virtual_threads_mounted", 2.0),
                        entry("jvm_virtual_threads_queued", 70.0));
    }

    @Test
    void unknownNumbersAreAbsent() {
        assertThat(values(-1, -1L))
                .containsOnlyKeys("jvm_virtual_threads_parallelism", "jvm_virtual_threads_pool_size");
    }

    @Test
    void attributeThatFailsCostsItselfAlone() {
        assertThat(values(2, null)).hasSize(3).doesNotContainKey("jvm_virtual_threads_queued");
    }

    @Test
    void withoutSchedulerNothingIsCollected() {
        DynamicMBean none = null;

        assertThat(Collected.from(new VirtualThreadCollector(none)).values()).isEmpty();
    }

    @Test
    @EnabledForJreRange(minVersion = 24)
    void jdkThatTellsIsAsked() {
        assertThat(Collected.from(new VirtualThreadCollector()).values())
                .containsOnlyKeys(
                        "jvm_virtual_threads_parallelism",
                        "jvm_virtual_threads_pool_size",
                        "jvm_virtual_threads_mounted",
                        "jvm_virtual_threads_queued");
    }

    @Test
    @EnabledForJreRange(maxVersion = 23)
    void jdkThatDoesNotTellIsNotAsked() {
        assertThat(Collected.from(new VirtualThreadCollector()).values()).isEmpty();
    }
}
