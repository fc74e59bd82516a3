package dev.fennel.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricType;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Units, with which a Prometheus server that adds them to names leaves the names as they are. */
class UcumUnitsTest {
    @ParameterizedTest
    @CsvSource({
        "work_seconds_total,     seconds,             s",
        "work_seconds,           seconds,             s",
        "seconds,                seconds,             s",
        "size_bytes,             bytes,               By",
        "hit_ratio,              ratio,               1",
        "load_percent,           percent,             %",
        "heat_celsius,           celsius,             Cel",
        "work_milliseconds,      milliseconds,        ms",
        "work_kilobytes,         kilobytes,           {kilobytes}",
        "work_tebibytes,         tebibytes,           {tebibytes}",
        "speed_meters_per_second,meters_per_second,   {meters_per_second}",
        "items_widgets,          widgets,             {widgets}",
        "work,                   seconds,             {seconds}",
        "milliseconds,           seconds,             {seconds}",
        "work_seconds_max,       seconds,             {seconds}",
        "odd_a{b},               a{b},                {ab}",
    })
    void unitIsAbbreviatedOnlyIfAServerComesBackToTheName(String name, String unit, String sent) {
        assertThat(UcumUnits.of(new MetricFamily(MetricType.GAUGE, name, "", unit, List.of())))
                .isEqualTo(sent);
    }
}
