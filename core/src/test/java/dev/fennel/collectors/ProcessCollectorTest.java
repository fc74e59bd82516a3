package dev.fennel.collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.fennel.model.Desc;
import dev.fennel.testsupport.Collected;
import dev.fennel.testsupport.FakeProc;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ProcessCollectorTest {
    private static final String[] FAMILIES = {
        "counter process_cpu_seconds_total",
        "gauge process_open_fds",
        "gauge process_max_fds",
        "gauge process_virtual_memory_bytes",
        "gauge process_virtual_memory_max_bytes",
        "gauge process_resident_memory_bytes",
        "gauge process_start_time_seconds",
        "counter process_network_receive_bytes_total",
        "counter process_network_transmit_bytes_total",
    };

    private static Stream<String> text(Stream<Desc> descs) {
        return descs.map(desc -> desc.type() + " " + desc.name());
    }

    @Test
    void describesTheNineFamilies() {
        Collected collected = Collected.from(new ProcessCollector());

        assertThat(text(collected.described().stream())).containsExactlyInAnyOrder(FAMILIES);
        assertThat(collected.described()).allMatch(desc -> desc.variableLabels().isEmpty());
        assertThat(collected.described()).containsAll(collected.handedOut());
    }

    @Test
    void namespaceIsPutBeforeEachName(@TempDir Path root) {
        FakeProc.complete(root);

        Collected collected = Collected.from(new ProcessCollector("app", root.toFile()));

        assertThat(collected.values()).hasSize(9).containsEntry("app_process_cpu_seconds_total", 18.0);
        assertThat(collected.described()).allMatch(desc -> desc.name().startsWith("app_process_"));
    }

    @Test
    void nullNamespaceThrows() {
        assertThatNullPointerException()
                .isThrownBy(() -> new ProcessCollector(null))
                .withMessage("namespace");
    }

    @Test
    void withoutProcTheBeansTell(@TempDir Path empty) {
        Collected collected = Collected.from(new ProcessCollector("", empty.toFile()));

        double start = ManagementFactory.getRuntimeMXBean().getStartTime() / 1e3;
        assertThat(collected.values()).containsEntry("process_start_time_seconds", start);
        assertThat(collected.described()).hasSize(9);
    }

    @Test
    void consumersExceptionIsNotSwallowed() {
        IllegalStateException fault = new IllegalStateException("full");

        assertThatThrownBy(() -> new ProcessCollector().collect(metric -> {
                    throw fault;
                }))
                .isSameAs(fault);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void agreesWithTheBeansOnLinux() {
        UnixOperatingSystemMXBean system = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        double cpuBefore = system.getProcessCpuTime() / 1e9;

        Collected collected = Collected.from(new ProcessCollector());

        double tick = 0.01;
        assertThat(collected.values()).hasSize(9);
        assertThat(collected.value("process_cpu_seconds_total"))
                .isBetween(cpuBefore - 2 * tick, system.getProcessCpuTime() / 1e9 + 2 * tick);
        assertThat(collected.value("process_max_fds")).isEqualTo(system.getMaxFileDescriptorCount());
        assertThat(collected.value("process_resident_memory_bytes"))
                .isBetween(1e6, collected.value("process_virtual_memory_bytes"));
        // The beans know when the JVM was ready, a moment after the process began.
        assertThat(collected.value("process_start_time_seconds"))
                .isCloseTo(ManagementFactory.getRuntimeMXBean().getStartTime() / 1e3, within(30.0));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void descriptorsAreCountedWithoutTheListingItself() {
        ProcessCollector collector = new ProcessCollector();
        double count;
        int before;
        int after;
        do { // until no other thread has a file open meanwhile
            before = new File("/proc/self/fd").list().length;
            count = Collected.from(collector).value("process_open_fds");
            after = new File("/proc/self/fd").list().length;
        } while (before != after || count > before - 1);

        assertThat(count).isEqualTo(before - 1);
    }
}
