package dev.fennel.collectors;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.fennel.collectors.process.ManagedProcess;
import dev.fennel.testsupport.Collected;
import dev.fennel.testsupport.FakeBean;
import java.lang.management.OperatingSystemMXBean;
import java.lang.management.RuntimeMXBean;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ManagedProcessTest {
    private static final RuntimeMXBean RUNTIME =
            FakeBean.of(RuntimeMXBean.class, Map.of("getStartTime", 1_700_000_000_250L));

    private static Map<String, Double> values(OperatingSystemMXBean system) {
        return Collected.from(new ProcessCollector("", new ManagedProcess(RUNTIME, system)))
                .values();
    }

    @Test
    void unixTellsFive() {
        UnixOperatingSystemMXBean system = FakeBean.of(
                UnixOperatingSystemMXBean.class,
                Map.of(
                        "getProcessCpuTime", 2_500_000_000L,
                        "getCommittedVirtualMemorySize", 4096L,
                        "getOpenFileDescriptorCount", 12L,
                        "getMaxFileDescriptorCount", 256L));

        assertThat(values(system))
                .containsOnly(
                        Map.entry("process_start_time_seconds", 1_700_000_000.25),
                        Map.entry("process_cpu_seconds_total", 2.5),
                        Map.entry("process_virtual_memory_bytes", 4096.0),
                        Map.entry("process_open_fds", 12.0),
                        Map.entry("process_max_fds", 256.0));
    }

    @Test
    void whatTheSystemDoesNotKnowIsAbsent() {
        OperatingSystemMXBean system = FakeBean.of(
                com.sun.management.OperatingSystemMXBean.class,
                Map.of("getProcessCpuTime", -1L, "getCommittedVirtualMemorySize", -1L));

        assertThat(values(system)).containsOnlyKeys("process_start_time_seconds");
    }

    @Test
    void plainSystemBeanTellsTheStartTimeAlone() {
        assertThat(values(FakeBean.of(OperatingSystemMXBean.class, Map.of())))
                .containsOnlyKeys("process_start_time_seconds");
    }

    @Test
    void whatWasReadBeforeAFailureIsKept() {
        OperatingSystemMXBean failing = FakeBean.of(
                com.sun.management.OperatingSystemMXBean.class, Map.of("getProcessCpuTime", 1_000_000_000L));

        assertThat(values(failing)).containsOnlyKeys("process_start_time_seconds", "process_cpu_seconds_total");
    }
}
