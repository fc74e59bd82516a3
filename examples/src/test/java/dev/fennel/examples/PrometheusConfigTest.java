package dev.fennel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.testsupport.Age;
import dev.fennel.testsupport.Promtool;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PrometheusConfigTest {
    private static final String FOLDER = "prometheus/";

    private static String path(String file) {
        return MonitoringFolder.PATH.resolve(FOLDER + file).toString();
    }

    @ParameterizedTest
    @EnumSource
    void promtoolAcceptsTheConfigurationWithItsAlerts(Age age) {
        Promtool.Result result = Promtool.run(age, "check", "config", path("prometheus.yml"));
        int alerts = MonitoringFolder.alerts().size();
        assertThat(result.output()).contains("1 rule files found").contains(alerts + " rules found");
        assertThat(result.status()).as(result.output()).isEqualTo(0);
    }

    @ParameterizedTest
    @EnumSource
    void theAlertsFireWhenTheyShould(Age age) {
        Promtool.Result result = Promtool.run(age, "test", "rules", path("alerts-test.yml"));
        assertThat(result.status()).as(result.output()).isEqualTo(0);
    }

    @Test
    void eachAlertIsSeenFiringInATest() {
        Set<String> fired = MonitoringFolder.yaml(FOLDER + "alerts-test.yml").at("tests").items().stream()
                .filter(test -> test.has("alert_rule_test"))
                .flatMap(test -> test.at("alert_rule_test").items().stream())
                .filter(test -> !test.at("exp_alerts").items().isEmpty())
                .map(test -> test.at("alertname").text())
                .collect(Collectors.toSet());
        assertThat(MonitoringFolder.alerts())
                .extracting(alert -> alert.at("alert").text())
                .containsExactlyInAnyOrderElementsOf(fired);
    }

    @Test
    void eachAlertSaysHowBadAndWhatItIs() {
        assertThat(MonitoringFolder.alerts()).allSatisfy(alert -> {
            assertThat(alert.at("labels", "severity").text()).isIn("warning", "critical");
            assertThat(alert.at("annotations").names()).containsExactly("summary", "description");
        });
    }

    @Test
    void theServiceIsScrapedAtItsPort() {
        Node config = MonitoringFolder.yaml(FOLDER + "prometheus.yml");
        Node job = config.at("scrape_configs").item("job_name", "http-service");
        assertThat(job.at("static_configs", 0, "targets").value())
                .isEqualTo(List.of("http-service:" + HttpService.DEFAULT_PORT));
    }
}
