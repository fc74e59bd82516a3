package dev.fennel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.examples.Dashboard.Query;
import dev.fennel.testsupport.Age;
import dev.fennel.testsupport.BothAges;
import dev.fennel.testsupport.Prometheus;
import dev.fennel.testsupport.Prometheus.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A real Prometheus server, with the configuration of the examples, scrapes the service under load. */
@BothAges
class MonitoredServiceTest {
    @Parameter
    Age age;

    private static final int SINCE_VIRTUAL_THREADS_TELL = 24;
    private static final Pattern LEGEND_LABEL = Pattern.compile("\\{\\{(\\w+)}}");
    private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.+), (\\w+)\\)");
    private static final Pattern THRESHOLD = Pattern.compile(" *(>|==) [0-9.]+\\s*$");

    private static MonitoredService monitored;
    private static Prometheus prometheus;

    /** Values for the variables of the dashboard. */
    private static Map<String, String> variables;

    @BeforeParameterizedClassInvocation
    static void start(Age age, @TempDir Path folder) throws IOException {
        monitored = MonitoredService.start(age, folder);
        prometheus = monitored.prometheus();
        variables = Map.of("job", "http-service", "instance", monitored.instance(), "__rate_interval", "5s");
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        if (monitored != null) {
            monitored.close();
            monitored = null;
        }
    }

    static Stream<Query> queries() {
        return new Dashboard().queries();
    }

    @ParameterizedTest
    @MethodSource("queries")
    void eachQueryOfTheDashboardReturnsData(Query query) {
        String expression = query.with(variables);
        if (expression.contains("jvm_virtual_threads_") && Runtime.version().feature() < SINCE_VIRTUAL_THREADS_TELL) {
            assertThat(prometheus.query(expression)).isEmpty();
            return;
        }
        List<Sample> samples = prometheus.await(expression, numbers());
        for (String label : labels(query.legend())) {
            assertThat(samples).as(query.toString()).allMatch(sample -> sample.labels()
                    .containsKey(label));
        }
    }

    /** At least one series, and each has a value. */
    private static Predicate<List<Sample>> numbers() {
        return samples -> !samples.isEmpty() && samples.stream().noneMatch(sample -> Double.isNaN(sample.value()));
    }

    private static List<String> labels(String legend) {
        return LEGEND_LABEL
                .matcher(legend)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    @Test
    void theVariablesOfTheDashboardFindTheServiceAndItsInstance() {
        Map<String, String> found = new HashMap<>();
        for (Node variable : new Dashboard().variables()) {
            if (variable.at("type").text().equals("query")) {
                Matcher query =
                        LABEL_VALUES.matcher(variable.at("query", "query").text());
                assertThat(query.matches()).as(variable.toString()).isTrue();
                String series = new Query("", query.group(1), "").with(variables);
                List<Sample> samples = prometheus.await(series, one -> one.size() == 1);
                found.put(variable.at("name").text(), samples.get(0).labels().get(query.group(2)));
            }
        }
        assertThat(found).isEqualTo(Map.of("job", "http-service", "instance", monitored.instance()));
    }

    @Test
    void theErrorRatioIsThatOfTheLoad() {
        Query query = queries()
                .filter(one -> one.panel().equals("Error ratio"))
                .findFirst()
                .orElseThrow();
        prometheus.await(
                query.with(variables),
                samples -> samples.size() == 1 && Math.abs(samples.get(0).value() - SteadyLoad.ERROR_RATIO) < 0.02);
    }

    @ParameterizedTest
    @MethodSource("dev.fennel.examples.MonitoringFolder#alerts")
    void whatEachAlertComparesIsMeasured(Node alert) {
        Matcher threshold = THRESHOLD.matcher(alert.at("expr").text());
        assertThat(threshold.find()).as(alert.toString()).isTrue();
        prometheus.await(threshold.replaceFirst(""), numbers());
    }

    @Test
    void prometheusEvaluatesTheAlertsAndSeesTheErrorsOfTheLoad() {
        prometheus.await("ALERTS{alertname=\"HttpErrorRatioHigh\"}", one -> one.size() == 1);

        Node groups = new Node(prometheus.api("/api/v1/rules")).at("data", "groups");
        List<Node> rules = groups.items().stream()
                .flatMap(group -> group.at("rules").items().stream())
                .toList();
        assertThat(rules).hasSameSizeAs(MonitoringFolder.alerts());
        assertThat(rules)
                .allSatisfy(rule -> assertThat(rule.at("health").text()).isEqualTo("ok"));
        assertThat(prometheus.query("ALERTS{alertname=~\"JvmThreadsDeadlocked|ProcessRestarting\"}"))
                .isEmpty();
    }
}
