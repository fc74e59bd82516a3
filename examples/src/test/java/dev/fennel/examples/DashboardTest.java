package dev.fennel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be checked of the dashboard without a server. {@link MonitoredServiceTest} checks it with a server. */
class DashboardTest {
    private static final int COLUMNS = 24;

    private final Dashboard dashboard = new Dashboard();

    @Test
    void eachPanelHasATitleAnExplanationAUnitAndADataSourceThatCanBeChosen() {
        for (Node panel : dashboard.panels()) {
            String title = panel.at("title").text();
            assertThat(title).isNotBlank();
            assertThat(panel.at("description").text()).as(title).endsWith(".");
            assertThat(panel.at("datasource", "uid").text()).as(title).isEqualTo("${datasource}");
            switch (panel.at("type").text()) {
                case "heatmap" ->
                    assertThat(panel.at("options", "yAxis", "unit").text())
                            .as(title)
                            .isNotBlank();
                case "table" ->
                    assertThat(panel.at("targets", 0, "format").text()).isEqualTo("table");
                default ->
                    assertThat(panel.at("fieldConfig", "defaults", "unit").text())
                            .as(title)
                            .isNotBlank();
            }
        }
    }

    @Test
    void eachQueryIsNamedOnceInItsPanel() {
        for (Node panel : dashboard.panels()) {
            List<Node> targets = panel.at("targets").items();
            assertThat(targets).as(panel.at("title").text()).isNotEmpty();
            assertThat(targets).extracting(target -> target.at("refId").text()).doesNotHaveDuplicates();
            assertThat(targets)
                    .extracting(target -> target.at("legendFormat").text())
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void panelsDoNotOverlap() {
        Set<List<Integer>> taken = new HashSet<>();
        Set<Integer> ids = new HashSet<>();
        for (Node box : dashboard.boxes()) {
            Node place = box.at("gridPos");
            int x = place.at("x").number();
            int y = place.at("y").number();
            assertThat(ids.add(box.at("id").number())).as(box.toString()).isTrue();
            assertThat(x + place.at("w").number()).as(box.toString()).isLessThanOrEqualTo(COLUMNS);
            for (int column = x; column < x + place.at("w").number(); column++) {
                for (int line = y; line < y + place.at("h").number(); line++) {
                    assertThat(taken.add(List.of(column, line)))
                            .as(box.toString())
                            .isTrue();
                }
            }
        }
    }

    @Test
    void queriesAskForTheChosenInstancesAndUseNoVariableThatIsNotThere() {
        Map<String, String> values = dashboard.variables().stream()
                .collect(Collectors.toMap(variable -> variable.at("name").text(), variable -> ""));
        values.put("__rate_interval", "");
        assertThat(dashboard.queries()).allMatch(query -> query.with(values).contains("{job=\"\", instance=~\"\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http_server_requests_in_flight",
                "http_server_requests_total",
                "http_server_request_duration_seconds_bucket",
                "http_server_request_size_bytes_bucket",
                "http_server_response_size_bytes_bucket",
                "promhttp_metric_handler_requests_total",
                "promhttp_metric_handler_errors_total"
            })
    void whatTheServerAndTheHandlerMeasureIsShown(String series) {
        assertThat(dashboard.queries()).anyMatch(query -> query.expression().contains(series + "{"));
    }
}
