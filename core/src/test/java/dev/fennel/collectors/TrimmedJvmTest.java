package dev.fennel.collectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.collectors.process.ManagedProcess;
import dev.fennel.testsupport.Collected;
import dev.fennel.testsupport.OtherJvm;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A JVM image made with jlink may lack the module jdk.management, whose beans tell more than the standard. */
class TrimmedJvmTest {
    /** Prints what is collected in such a JVM, the process without a {@code /proc}. */
    public static void main(String[] args) {
        JvmCollector jvm = new JvmCollector();
        System.gc();
        Map<String, Double> all = new TreeMap<>(Collected.from(jvm).values());
        all.putAll(
                Collected.from(new ProcessCollector("", new ManagedProcess())).values());
        System.out.println("jdk.management: "
                + ModuleLayer.boot().findModule("jdk.management").isPresent());
        all.keySet().forEach(System.out::println);
    }

    @Test
    @Timeout(60)
    void withoutJdkManagementOnlyWhatItTellsIsAbsent() {
        String output = OtherJvm.run(TrimmedJvmTest.class, "--limit-modules", "java.management");

        assertThat(output.lines())
                .contains("jdk.management: false", "process_start_time_seconds", "jvm_threads_current")
                .anyMatch(line -> line.startsWith("jvm_gc_collection_seconds_count{"))
                .noneMatch(line -> line.startsWith("jvm_memory_pool_allocated_bytes_total"))
                .noneMatch(line -> line.startsWith("jvm_gc_pause_seconds"))
                .noneMatch(line -> line.startsWith("jvm_virtual_threads"))
                .noneMatch(line -> line.startsWith("process_cpu"));
    }
}
