package dev.fennel.collectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
        all.putAll(Collected.from(new ProcessCollector("", new ManagedProcess())).values());
        System.out.println("jdk.management: " + ModuleLayer.boot().findModule("jdk.management").isPresent());
        all.keySet().forEach(System.out::println);
    }

    private static String classPath() throws URISyntaxException {
        StringBuilder path = new StringBuilder();
        for (Class<?> type : new Class<?>[] {JvmCollector.class, TrimmedJvmTest.class}) {
            path.append(Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()))
                    .append(System.getProperty("path.separator"));
        }
        return path.toString();
    }

    @Test
    @Timeout(60)
    void withoutJdkManagementOnlyWhatItTellsIsAbsent() throws IOException, InterruptedException, URISyntaxException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--limit-modules",
                        "java.management",
                        "-cp",
                        classPath(),
                        TrimmedJvmTest.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output.lines())
                .contains("jdk.management: false", "process_start_time_seconds", "jvm_threads_current")
                .anyMatch(line -> line.startsWith("jvm_gc_collection_seconds_count{"))
                .noneMatch(line -> line.startsWith("jvm_memory_pool_allocated_bytes_total"))
                .noneMatch(line -> line.startsWith("process_cpu"));
    }
}
