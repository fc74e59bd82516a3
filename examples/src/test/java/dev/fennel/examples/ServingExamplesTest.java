package dev.fennel.examples;

import static dev.fennel.testing.MetricAssertions.assertThatMetrics;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.model.MetricType;
import dev.fennel.testing.GatheredMetrics;
import dev.fennel.testsupport.Age;
import dev.fennel.testsupport.Promtool;
import dev.fennel.testsupport.RealServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ServingExamplesTest {
    private static final String JAR = "target/fennel-examples.jar";

    private static final String ANY_APP_PORT = "-Dapp-port=0";

    static Stream<Class<?>> examples() {
        return Stream.of(
                Simple.class,
                Random.class,
                CustomCollector.class,
                CpuTemperature.class,
                HttpService.class,
                PerHandler.class,
                Middleware.class,
                TwoRegistries.class,
                MetricsBeside.class,
                Prober.class);
    }

    static Stream<Arguments> examplesAndAges() {
        return examples().flatMap(example -> Stream.of(Age.values()).map(age -> Arguments.of(example, age)));
    }

    @ParameterizedTest
    @MethodSource("examplesAndAges")
    void promtoolHasNothingToSay(Class<?> example, Age age) {
        try (RealServer program = Example.serve(example, ANY_APP_PORT)) {
            // The second time, counters and Vecs have seen the first.
            program.get("/metrics");
            assertThat(Promtool.checkMetrics(age, program.get("/metrics"))).isEqualTo(new Promtool.Result(0, ""));
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void itSaysWhereItServesAndEndsQuietlyWhenAsked(Class<?> example) throws Exception {
        Process process = Example.start(example, "-Dport=0", ANY_APP_PORT);
        try (BufferedReader output = process.inputReader()) {
            assertThat(output.readLine()).matches("Metrics are at http://localhost:[1-9][0-9]+/metrics");
            process.toHandle().destroy(); // Process.destroy() would close the stream as well
            assertThat(output.lines()).isEmpty();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void eachServesOnAPortOfItsOwn() throws IOException {
        Pattern port = Pattern.compile("java -Dport=([0-9]+)");
        List<String> ports = new ArrayList<>();
        try (Stream<Path> sources = Files.walk(Path.of("src/main"))) {
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                port.matcher(Files.readString(source)).results().forEach(match -> ports.add(match.group(1)));
            }
        }
        assertThat(ports).hasSizeGreaterThanOrEqualTo(10).doesNotHaveDuplicates();
    }

    /** Waits for the first turn of the loop, which comes after the start of the server. */
    private static GatheredMetrics afterATurn(RealServer simple) {
        return GatheredMetrics.parse(Example.await(
                simple,
                page -> GatheredMetrics.parse(page).named("simple_turns_total").value() > 0));
    }

    @Test
    void simpleCountsItsTurnsAndReportsOnTheJvm() {
        try (RealServer program = Example.serve(Simple.class)) {
            GatheredMetrics page = afterATurn(program);
            assertThat(page.named("simple_queue_length").value()).isIn(0.0, 1.0, 2.0, 3.0, 4.0);
            for (String outcome : List.of("left", "seated")) {
                double guests = page.named("simple_guests_total")
                        .withLabels("outcome", outcome)
                        .value();
                assertThat(guests % 2).isZero();
            }
            assertThatMetrics(page).named("jvm_memory_used_bytes").hasType(MetricType.GAUGE);
            assertThatMetrics(page).named("process_cpu_seconds_total").hasType(MetricType.COUNTER);
        }
    }

    @Test
    void theJarStartsSimple() {
        try (RealServer program = Example.serve(List.of("-jar", JAR))) {
            afterATurn(program);
            assertThat(program.output())
                    .isEqualTo(
                            "Metrics are at http://localhost:" + program.uri().getPort() + "/metrics\n");
        }
    }

    @Test
    void theJarIsTheClassPathOfTheOthers() throws Exception {
        try (RealServer program = Example.serve(List.of("-cp", JAR, CustomCollector.class.getName()))) {
            assertThatMetrics(program.uri("/metrics"))
                    .withLabels("host", "ca1.example.com")
                    .hasCount(2);
        }
    }
}
