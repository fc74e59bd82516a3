package dev.fennel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.testsupport.Promtool;
import dev.fennel.testsupport.RealServer;
import java.io.BufferedReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServingExamplesTest {
    private static final String JAR = "target/fennel-examples.jar";

    @ParameterizedTest
    @ValueSource(
            classes = {Simple.class, Random.class, CustomCollector.class, CpuTemperature.class, HttpService.class})
    void promtoolHasNothingToSay(Class<?> example) {
        try (RealServer program = Example.serve(example)) {
            // The second time, counters and Vecs have seen the first.
            program.get("/metrics");
            assertThat(Promtool.checkMetrics(program.get("/metrics"))).isEqualTo(new Promtool.Result(0, ""));
        }
    }

    @ParameterizedTest
    @ValueSource(
            classes = {Simple.class, Random.class, CustomCollector.class, CpuTemperature.class, HttpService.class})
    void itSaysWhereItServesAndEndsQuietlyWhenAsked(Class<?> example) throws Exception {
        Process process = Example.start(example, "-Dport=0");
        try (BufferedReader output = process.inputReader()) {
            assertThat(output.readLine()).matches("Metrics are at http://localhost:[1-9][0-9]+/metrics");
            process.toHandle().destroy(); // Process.destroy() would close the stream as well
            assertThat(output.lines()).isEmpty();
        } finally {
            process.destroyForcibly();
        }
    }

    /** The first turn of the loop comes after the server's start. */
    private static String afterATurn(RealServer simple) {
        return Example.await(
                simple, metrics -> metrics.lines().anyMatch(line -> line.matches("simple_turns_total [1-9].*")));
    }

    @Test
    void simpleCountsItsTurnsAndTellsOfTheJvm() {
        try (RealServer program = Example.serve(Simple.class)) {
            assertThat(afterATurn(program))
                    .containsPattern("(?m)^simple_queue_length [0-4]$")
                    .containsPattern("(?m)^simple_guests_total\\{outcome=\"left\"} [0-9]*[02468]$")
                    .containsPattern("(?m)^simple_guests_total\\{outcome=\"seated\"} [0-9]*[02468]$")
                    .contains("# TYPE jvm_memory_used_bytes gauge\n")
                    .contains("# TYPE process_cpu_seconds_total counter\n");
        }
    }

    @Test
    void theJarStartsSimple() {
        try (RealServer program = Example.serve(List.of("-jar", JAR))) {
            afterATurn(program);
            assertThat(program.output())
                    .isEqualTo("Metrics are at http://localhost:" + program.uri().getPort() + "/metrics\n");
        }
    }

    @Test
    void theJarIsTheClassPathOfTheOthers() throws Exception {
        try (RealServer program = Example.serve(List.of("-cp", JAR, CustomCollector.class.getName()))) {
            assertThat(program.get("/metrics")).contains("host=\"ca1.example.com\"");
        }
    }
}
