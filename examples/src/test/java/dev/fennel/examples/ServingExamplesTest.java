package dev.fennel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.registry.GatherResult;
import dev.fennel.registry.Registry;
import dev.fennel.testsupport.Promtool;
import dev.fennel.testsupport.RealServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServingExamplesTest {
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

    @Test
    void simpleCountsItsTurnsAndTellsOfTheJvm() {
        try (RealServer program = Example.serve(Simple.class)) {
            assertThat(program.get("/metrics"))
                    .containsPattern("(?m)^simple_turns_total [1-9]")
                    .containsPattern("(?m)^simple_queue_length [01]$")
                    .contains("# TYPE simple_guests_total counter\n")
                    .contains("# TYPE jvm_memory_used_bytes gauge\n")
                    .contains("# TYPE process_cpu_seconds_total counter\n");
        }
    }

    @Test
    void customCollectorTellsOfBothZones() {
        try (RealServer program = Example.serve(CustomCollector.class)) {
            assertThat(program.get("/metrics")).contains("""
                    # HELP clustermanager_oom_crashes_total Crashes of hosts for lack of memory.
                    # TYPE clustermanager_oom_crashes_total counter
                    clustermanager_oom_crashes_total{host="ca1.example.com",zone="ca"} 2001
                    clustermanager_oom_crashes_total{host="db1.example.com",zone="db"} 42
                    clustermanager_oom_crashes_total{host="db2.example.com",zone="db"} 0
                    # HELP clustermanager_ram_usage_bytes Memory that hosts use.
                    # TYPE clustermanager_ram_usage_bytes gauge
                    clustermanager_ram_usage_bytes{host="ca1.example.com",zone="ca"} 1e+09
                    clustermanager_ram_usage_bytes{host="db1.example.com",zone="db"} 6.023e+09
                    clustermanager_ram_usage_bytes{host="db2.example.com",zone="db"} 3e+09
                    """);
        }
    }

    @Test
    void cpuTemperatureTellsTheSensorsOrThatItSimulates() {
        boolean sensors = CpuTemperature.ThermalZoneCollector.hasZones(Path.of("/sys/class/thermal"));
        try (RealServer program = Example.serve(CpuTemperature.class)) {
            assertThat(program.get("/metrics"))
                    .contains(sensors ? "# TYPE thermal_zone_temperature_celsius gauge\n" : "# TYPE simulated_temperature_celsius gauge\n")
                    .doesNotContain(sensors ? "simulated" : "thermal_zone");
        }
    }

    @Test
    void anUnreadableSensorCostsNoOther(@TempDir Path root) throws Exception {
        Path good = Files.createDirectories(root.resolve("thermal_zone0"));
        Files.writeString(good.resolve("temp"), "48500\n");
        Files.writeString(good.resolve("type"), "x86_pkg_temp\n");
        Path bad = Files.createDirectories(root.resolve("thermal_zone1"));
        Files.writeString(bad.resolve("temp"), "hot\n");
        Files.writeString(bad.resolve("type"), "acpitz\n");

        Registry registry = Registry.pedantic();
        registry.register(new CpuTemperature.ThermalZoneCollector(root));
        GatherResult result = registry.gather();

        assertThat(result.families()).hasSize(1);
        assertThat(result.families().get(0).metrics()).hasSize(1);
        assertThat(result.families().get(0).metrics().get(0).labels().values())
                .containsExactly("x86_pkg_temp", "thermal_zone0");
        assertThat(result.errors()).hasSize(1);
        assertThat(result.errors().get(0).message()).contains("thermal_zone1");
    }

    @Test
    void httpServiceMeasuresItsRequests() {
        try (RealServer program = Example.serve(HttpService.class)) {
            for (int i = 0; i < 3; i++) {
                assertThat(program.get("/hello")).isEqualTo("Hello!\n");
            }
            assertThat(program.get("/metrics"))
                    .contains("http_requests_total{code=\"200\",method=\"GET\"} 3\n")
                    .contains("http_request_duration_seconds_count 3\n")
                    .contains("http_request_duration_seconds_bucket{le=\"+Inf\"} 3\n")
                    .contains("http_requests_in_flight 0\n");
        }
    }
}
