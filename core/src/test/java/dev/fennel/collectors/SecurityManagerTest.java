package dev.fennel.collectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.model.MetricFamily;
import dev.fennel.registry.GatherResult;
import dev.fennel.registry.Registry;
import dev.fennel.testsupport.OtherJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

class SecurityManagerTest {
    private static final String POLICY = """
            grant {
                permission java.lang.RuntimePermission "*";
                permission java.util.PropertyPermission "*", "read";
                permission java.lang.management.ManagementPermission "monitor";
            };
            """;

    @TempDir
    Path folder;

    /** Runs in another JVM: prints what the default registry has. */
    public static void main(String[] args) {
        GatherResult result = Registry.defaultRegistry().gather();
        result.families().stream().map(MetricFamily::name).forEach(System.out::println);
        System.out.println(result.errors());
    }

    /** What the management beans report of the process stays, too. */
    @Test
    @Timeout(60)
    @EnabledForJreRange(max = JRE.JAVA_23)
    void aSecurityManagerThatRefusesFilesCostsMetricsOfTheProcessAlone() throws IOException {
        Path policy = Files.writeString(folder.resolve("policy"), POLICY);

        String output =
                OtherJvm.run(SecurityManagerTest.class, "-Djava.security.manager", "-Djava.security.policy==" + policy);

        assertThat(output.lines())
                .contains("jvm_memory_used_bytes", "jvm_threads_current", "jvm_classes_loaded_total")
                .contains("process_start_time_seconds", "[]")
                .doesNotContain("process_resident_memory_bytes");
    }
}
