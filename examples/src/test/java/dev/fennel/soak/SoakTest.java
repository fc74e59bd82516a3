package dev.fennel.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The soak for ten seconds, in a JVM of its own. */
class SoakTest {
    @Test
    void everythingAtOnceGoesWellForTenSeconds() throws Exception {
        Process soak = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Soak.class.getName(),
                        "10")
                .redirectErrorStream(true)
                .start();
        try {
            String output = new String(soak.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(soak.waitFor()).as(output).isZero();
            assertThat(output).contains("all is well");
        } finally {
            soak.destroyForcibly();
        }
    }
}
