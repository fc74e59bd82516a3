package dev.fennel.pushgateway;

import static dev.fennel.testing.MetricAssertions.assertThatMetrics;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.registry.Gatherer;
import dev.fennel.testing.MetricAssert;
import dev.fennel.testsupport.Age;
import dev.fennel.testsupport.BothAges;
import dev.fennel.testsupport.Json;
import dev.fennel.testsupport.Pushgateway;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a push leaves in a real gateway. */
@BothAges
class PushgatewayRealServerTest {
    private static Pushgateway gateway;

    @Parameter
    Age age;

    /** Before each test rather than before all, so that each is reported as skipped where there is no gateway. */
    @BeforeEach
    void start() {
        if (gateway == null) {
            gateway = Pushgateway.start(age);
        }
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        if (gateway != null) {
            gateway.close();
            gateway = null;
        }
    }

    @AfterEach
    void deleteAllGroups() throws IOException {
        for (Map<String, String> group : gateway == null ? List.<Map<String, String>>of() : groups()) {
            Pusher pusher = to(group.get("job"));
            group.forEach((name, value) -> {
                if (!name.equals("job")) {
                    pusher.grouping(name, value);
                }
            });
            pusher.delete();
        }
    }

    private static Pusher to(String job) {
        return Pusher.to(gateway.uri().toString(), job);
    }

    private static Gatherer gauge(String name, double value) {
        return Gathered.gauge(name, value, "zone", "east");
    }

    /** Waits for deletes, which the gateway accepts before it does them: it does all in turn, and a push waits. */
    private static void settle() throws IOException {
        to("settle").push();
    }

    /** The series that a job pushed, in all its groups, as Prometheus would scrape them. */
    private static MetricAssert assertThatPushed(String job) throws IOException {
        settle();
        return assertThatMetrics(gateway.page())
                .withLabels("job", job)
                .without("push_time_seconds", "push_failure_time_seconds"); // which the gateway adds to each group
    }

    private static List<Map<String, String>> groups() throws IOException {
        settle();
        return gateway.groups().stream()
                .map(group -> Json.strings(group.get("labels")))
                .filter(labels -> !labels.get("job").equals("settle"))
                .toList();
    }

    @Test
    void pushReplacesTheGroup() throws IOException {
        to("j").gatherer(gauge("a", 1)).gatherer(gauge("b", 2)).push();
        to("j").gatherer(gauge("b", 3)).push();

        assertThatPushed("j").isEqualTo("""
                # HELP b Help.
                # TYPE b gauge
                b{instance="",job="j",zone="east"} 3
                """);
    }

    @Test
    void addReplacesMetricsOfTheSameNameAndKeepsTheOthers() throws IOException {
        to("j").gatherer(gauge("a", 1))
                .gatherer(Gathered.gauge("b", 2, "zone", "east", "west"))
                .push();
        to("j").gatherer(gauge("b", 3)).add();

        assertThatPushed("j").isEqualTo("""
                # HELP a Help.
                # TYPE a gauge
                a{instance="",job="j",zone="east"} 1
                # HELP b Help.
                # TYPE b gauge
                b{instance="",job="j",zone="east"} 3
                """);
    }

    @Test
    void deleteRemovesTheGroupAndNoOther() throws IOException {
        to("j").gatherer(gauge("a", 1)).grouping("db", "x").push();
        to("j").gatherer(gauge("a", 2)).push();
        to("j").delete();
        assertThat(groups()).containsExactly(Map.of("job", "j", "db", "x"));
        assertThatPushed("j").isEqualTo("""
                # HELP a Help.
                # TYPE a gauge
                a{db="x",instance="",job="j",zone="east"} 1
                """);

        to("j").grouping("db", "x").delete();
        to("j").grouping("db", "x").delete();
        assertThat(groups()).isEmpty();
    }

    @Test
    void pushOfNothingLeavesAGroupWithoutMetrics() throws IOException {
        to("j").gatherer(gauge("a", 1)).push();
        to("j").push();

        assertThatPushed("j").isEmpty();
        assertThat(groups()).containsExactly(Map.of("job", "j"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "customers",
                "",
                "/",
                "a/b/",
                "//",
                ".",
                "..",
                "...",
                "./..",
                "a b",
                " ",
                "a+b",
                "100%",
                "%2F",
                "%",
                "é🔥",
                "a=b",
                "=",
                "@base64",
                "?a#b&c;d:e@f*g",
                "\"\\\n\t",
                "~"
            })
    void groupingValuesAndJobsArriveAsTheyAre(String value) throws IOException {
        to("j" + value)
                .gatherer(gauge("a", 1))
                .grouping("db", value)
                .grouping("zz", "end")
                .push();
        assertThat(groups()).containsExactly(Map.of("job", "j" + value, "db", value, "zz", "end"));

        to("j" + value).grouping("zz", "end").grouping("db", value).delete();
        assertThat(groups()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", ".", "..", "+", "%"})
    void jobsThatAPathCannotCarryArrive(String job) throws IOException {
        to(job).gatherer(gauge("a", 1)).push();
        assertThat(groups()).containsExactly(Map.of("job", job));
    }

    @Test
    void everyTypeArrives() throws IOException {
        to("j").gatherer(Gathered.families(
                        Gathered.family(ConstMetric.of(Desc.counter("c_total", "C."), 7)),
                        Gathered.family(ConstMetric.histogram(Desc.histogram("h", "H."), 3, 4.5, Map.of(1.0, 2L))),
                        Gathered.family(ConstMetric.summary(Desc.summary("s", "S."), 2, 5, Map.of(0.5, 2.25))),
                        Gathered.family(ConstMetric.of(Desc.untyped("u", "U."), -1.5))))
                .push();

        assertThatPushed("j").isEqualTo("""
                # HELP c_total C.
                # TYPE c_total counter
                c_total{instance="",job="j"} 7
                # HELP h H.
                # TYPE h histogram
                h_bucket{instance="",job="j",le="1"} 2
                h_bucket{instance="",job="j",le="+Inf"} 3
                h_sum{instance="",job="j"} 4.5
                h_count{instance="",job="j"} 3
                # HELP s S.
                # TYPE s summary
                s{instance="",job="j",quantile="0.5"} 2.25
                s_sum{instance="",job="j"} 5
                s_count{instance="",job="j"} 2
                # HELP u U.
                # TYPE u untyped
                u{instance="",job="j"} -1.5
                """);
    }

    @Test
    void inconsistentMetricIsRefusedInTheGatewaysWords() throws IOException {
        to("j").gatherer(gauge("a", 1)).push();
        ConstMetric counter = ConstMetric.of(Desc.counter("a", "Help."), 1);

        assertThatExceptionOfType(PushException.class)
                .isThrownBy(() -> to("k").gatherer(Gathered.families(Gathered.family(counter)))
                        .push())
                .withMessageContaining(
                        "/metrics/job/k: expected status 200 or 202, got 400: pushed metrics are invalid")
                .satisfies(e -> {
                    assertThat(e.statusCode()).isEqualTo(400);
                    assertThat(e.responseBody()).contains("collected metric \"a\"", "is not a ");
                });
        assertThatPushed("j")
                .contains("a{instance=\"\",job=\"j\",zone=\"east\"} 1")
                .hasNames("a")
                .hasCount(1);
        assertThatPushed("k").isEmpty();
    }

    /** Why a pusher sends none: the gateway refuses the whole push, and does not name the metric. */
    @Test
    void gatewayRefusesATimestamp() throws Exception {
        HttpRequest push = HttpRequest.newBuilder(URI.create(gateway.uri() + "/metrics/job/j"))
                .PUT(BodyPublishers.ofString("a 1 1700000000000\n"))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(push, BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("timestamps").doesNotContain("\"a\"");
    }
}
