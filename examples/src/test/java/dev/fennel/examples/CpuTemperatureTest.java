package dev.fennel.examples;

import static dev.fennel.testing.MetricAssertions.assertThatMetrics;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.model.MetricType;
import dev.fennel.testing.GatheredMetrics;
import dev.fennel.testsupport.Age;
import dev.fennel.testsupport.Promtool;
import dev.fennel.testsupport.RealServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CpuTemperatureTest {
    private static final String SENSOR = "thermal_zone_temperature_celsius";
    private static final String SIMULATED = "simulated_temperature_celsius";

    @TempDir
    Path sysfs;

    private RealServer serve() {
        return Example.serve(CpuTemperature.class, "-Dsysfs=" + sysfs);
    }

    private void zone(int number, String type, String temp) throws IOException {
        Path zone = Files.createDirectories(sysfs.resolve("class/thermal/thermal_zone" + number));
        Files.writeString(zone.resolve("type"), type + "\n");
        Files.writeString(zone.resolve("temp"), temp + "\n");
    }

    @ParameterizedTest
    @EnumSource
    void theSensorsAreReadAtEachScrape(Age age) throws IOException {
        zone(0, "x86_pkg_temp", "48500");
        zone(1, "acpitz", "-273150");
        try (RealServer program = serve()) {
            String first = program.get("/metrics");
            assertThatMetrics(GatheredMetrics.parse(first)).named(SENSOR).isEqualTo("""
                    # HELP thermal_zone_temperature_celsius Temperature of a thermal zone.
                    # TYPE thermal_zone_temperature_celsius gauge
                    thermal_zone_temperature_celsius{type="acpitz",zone="thermal_zone1"} -273.15
                    thermal_zone_temperature_celsius{type="x86_pkg_temp",zone="thermal_zone0"} 48.5
                    """);
            assertThat(Promtool.checkMetrics(age, first)).isEqualTo(new Promtool.Result(0, ""));

            zone(0, "x86_pkg_temp", "49000");
            zone(2, "iwlwifi_1", "31000");
            assertThatMetrics(program.uri("/metrics")).named(SENSOR).hasCount(3).contains("""
                    thermal_zone_temperature_celsius{type="x86_pkg_temp",zone="thermal_zone0"} 49
                    thermal_zone_temperature_celsius{type="iwlwifi_1",zone="thermal_zone2"} 31
                    """);
        }
    }

    @Test
    void aSensorThatCannotBeReadIsReportedAndCostsNoOther() throws IOException {
        zone(0, "x86_pkg_temp", "48500");
        zone(1, "acpitz", "hot");
        Files.delete(sysfs.resolve("class/thermal/thermal_zone1/type"));
        try (RealServer program = serve()) {
            assertThatMetrics(program.uri("/metrics"))
                    .named(SENSOR)
                    .hasValue(48.5)
                    .withLabels("zone", "thermal_zone0")
                    .hasCount(1);
            assertThat(program.output()).contains("cannot read " + sysfs.resolve("class/thermal/thermal_zone1"));
        }
    }

    @Test
    void withoutSensorsItSaysThatItSimulates() {
        try (RealServer program = serve()) {
            GatheredMetrics page = GatheredMetrics.scrape(program.uri("/metrics"));
            assertThatMetrics(page).named(SENSOR).isEmpty();
            assertThatMetrics(page).named(SIMULATED).hasType(MetricType.GAUGE);
            assertThat(page.named(SIMULATED).value()).isGreaterThanOrEqualTo(40).isLessThan(70);
        }
    }
}
