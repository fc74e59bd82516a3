package dev.fennel.testing;

import static dev.fennel.testing.MetricAssertions.assertThatMetrics;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.metrics.Counter;
import dev.fennel.metrics.CounterVec;
import dev.fennel.metrics.Gauge;
import dev.fennel.metrics.Info;
import dev.fennel.metrics.StateSet;
import dev.fennel.metrics.Summary;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.Labels;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.registry.GatherResult;
import dev.fennel.registry.Gatherer;
import dev.fennel.registry.Registry;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextComparisonTest {
    private final Registry registry = Registry.create();
    private final CounterVec jobs =
            CounterVec.builder("jobs_total", "Jobs done.", "queue").register(registry);

    TextComparisonTest() {
        jobs.withLabelValues("mail").add(3);
        jobs.withLabelValues("web").inc();
    }

    private static void assertFails(ThrowingCallable assertion, String message) {
        assertThatThrownBy(assertion).isInstanceOf(AssertionError.class).hasMessage(message);
    }

    private static Gatherer gatherer(Metric... metrics) {
        MetricFamily family = new MetricFamily(metrics[0].desc(), List.of(metrics));
        return () -> new GatherResult(List.of(family), List.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                """
        # HELP jobs_total Jobs done.
        # TYPE jobs_total counter
        jobs_total{queue="mail"} 3
        jobs_total{queue="web"} 1
        """,
                """
        # a comment
        #  TYPE  jobs_total  counter

        jobs_total\t{ queue = "web", }\t1.0
        jobs_total{queue="mail"} 0.3e1
        # HELP  jobs_total  Jobs done.
        """,
                """
        # HELP jobs Jobs done.
        # TYPE jobs counter
        jobs_total{queue="web"} 1.0
        jobs_total{queue="mail"} 3.0
        # EOF
        """,
            })
    void orderAndBlanksAndTheWayToWriteANumberDoNotMatter(String text) {
        assertThatMetrics(jobs).isEqualTo(text).contains(text);
    }

    @Test
    void utf8NamesAndTimestampsAreCompared() {
        Desc room = Desc.gauge("room.temperature", "In °C.", "the room");
        Metric hall = ConstMetric.of(room, 21.5, "hall").withTimestamp(Instant.ofEpochMilli(1700));

        assertThatMetrics(gatherer(hall)).isEqualTo("""
                # HELP "room.temperature" In °C.
                # TYPE "room.temperature" gauge
                {"room.temperature","the room"="hall"} 21.5 1700
                """);
        assertThatThrownBy(() -> assertThatMetrics(gatherer(hall)).contains("""
                        {"room.temperature","the room"="hall"} 21.5 1701
                        """))
                .hasMessageEndingWith("\n  {\"room.temperature\",\"the room\"=\"hall\"}  - 21.5 1701  + 21.5 1700");
    }

    @Test
    void samplesOfOneSeriesAtSeveralTimesAreMatchedByTheirTimes() {
        GatheredMetrics twice = GatheredMetrics.parse("# TYPE depth gauge\ndepth 1 0\ndepth 2 5\n");

        assertThatMetrics(twice).hasCount(2).isEqualTo("# TYPE depth gauge\ndepth 2 5\ndepth 1 0\n");
        assertThatMetrics(twice).contains("depth 2 5\n");
        assertFails(() -> assertThatMetrics(twice).isEqualTo("# TYPE depth gauge\ndepth 2 5\n"), """
                metrics are not as expected: 1 family different (- expected, + actual)

                depth: 1 series unexpected, 1 series as expected
                  + depth 1 0""");
        assertFails(() -> assertThatMetrics(twice).isEqualTo("# TYPE depth gauge\ndepth 1 6\ndepth 3 5\n"), """
                metrics are not as expected: 1 family different (- expected, + actual)

                depth: 2 differences
                  depth  - 3 5  + 2 5
                  depth  - 1 6  + 1 0""");
    }

    @Test
    void theTextFormatKnowsNoUnitsAndNoInfos() {
        Info build = Info.builder("build_info", "What runs.", "version").build();
        build.setLabelValues("1");

        assertThatMetrics(build).isEqualTo("""
                # HELP build_info What runs.
                # TYPE build_info gauge
                build_info{version="1"} 1
                """);
        assertThatMetrics(build).isEqualTo("""
                # HELP build What runs.
                # TYPE build info
                build_info{version="1"} 1
                # EOF
                """);
    }

    @Test
    void openMetricsComparesUnitsAndStateSets() {
        Registry all = Registry.create();
        StateSet<String> features = StateSet.builder("features", "On.", "beta").register(all);
        features.setTrue("beta");
        Summary.builder("wait_seconds", "Waited.").unit("seconds").register(all).observe(2);

        assertFails(() -> assertThatMetrics(all).isEqualTo("""
                        # HELP features On.
                        # TYPE features stateset
                        features{features="beta"} 1
                        # HELP wait_seconds Waited.
                        # TYPE wait_seconds summary
                        wait_seconds_sum 2.0
                        wait_seconds_count 1
                        # EOF
                        """), """
                metrics are not as expected: 1 family different (- expected, + actual)

                wait_seconds: 1 difference, 1 series as expected
                  unit  - none  + seconds""");
    }

    @Test
    void ofAnExemplarTheTimeIsComparedIfItIsExpected() {
        Counter errors = Counter.builder("errors_total", "").build();
        errors.addWithExemplar(1, Labels.of("trace_id", "a"));

        String text = "# TYPE errors counter\nerrors_total 1 # {trace_id=\"a\"} 1%s\n# EOF\n";
        assertThatMetrics(errors).isEqualTo(text.formatted(""));
        assertThatThrownBy(() -> assertThatMetrics(errors).isEqualTo(text.formatted(" 5.5")))
                .hasMessageContaining("\n    - 1.0 # {trace_id=\"a\"} 1.0 5.5\n    + 1.0 # {trace_id=\"a\"} 1.0 ");
        assertThatThrownBy(() -> assertThatMetrics(errors).isEqualTo(text.formatted("5")))
                .hasMessageContaining("\n    - 1.0 # {trace_id=\"a\"} 15.0\n    + 1.0 # {trace_id=\"a\"} 1.0 ");
        assertThatThrownBy(() -> assertThatMetrics(errors).isEqualTo("# TYPE errors counter\nerrors_total 1\n# EOF\n"))
                .hasMessageContaining("\n    - 1.0\n    + 1.0 # {trace_id=\"a\"} 1.0 ");
    }

    @Test
    void createdTimestampsAreComparedIfTheyAreExpected() {
        Desc desc = Desc.counter("errors_total", "");
        Gatherer errors = gatherer(ConstMetric.of(desc, 1).withCreated(Instant.ofEpochSecond(17)));

        String text = "# TYPE errors counter\nerrors_total 1\n%s# EOF\n";
        assertThatMetrics(errors).isEqualTo(text.formatted(""));
        assertThatMetrics(errors).isEqualTo(text.formatted("errors_created 17\n"));
        assertFails(() -> assertThatMetrics(errors).isEqualTo(text.formatted("errors_created 18\n")), """
                metrics are not as expected: 1 family different (- expected, + actual)

                errors_total: 1 difference
                  errors_created  - 18.0  + 17.0""");
    }

    @Test
    void onlyWhatIsSelectedIsCompared() {
        Counter.builder("errors_total", "Errors.").register(registry);

        String mail = "# HELP jobs_total Jobs done.\n# TYPE jobs_total counter\njobs_total{queue=\"mail\"} 3\n";
        assertThatMetrics(registry).withLabels("queue", "mail").isEqualTo(mail + "jobs_total{queue=\"web\"} 7\n");
        assertThatMetrics(registry).named("jobs_total").isEqualTo(mail + "jobs_total{queue=\"web\"} 1\nup 1\n");
        assertThatMetrics(registry).named("jobs_total", "errors_total").hasCount(3);
    }

    @Test
    void aNameOrALabelThatNeitherSideHasIsATypingError() {
        assertFails(
                () -> assertThatMetrics(registry).named("job_total").isEqualTo(""),
                "neither side has a family named \"job_total\", is \"jobs_total\" meant?");
        assertFails(
                () -> assertThatMetrics(registry).named("up").isEqualTo("down 1\n"),
                "neither side has a family named \"up\"");
        assertFails(
                () -> assertThatMetrics(registry)
                        .named("jobs_total")
                        .withLabels("queue", "mial")
                        .isEqualTo(""),
                "neither side has a series of jobs_total with {queue=\"mial\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# a comment\n", "up 1\n", "down 1\n", "# TYPE jobs_total gauge\n", "# EOF\n"})
    void aTextOfWhichNothingIsLookedForIsAMistake(String text) {
        assertThatThrownBy(() -> assertThatMetrics(registry)
                        .named("jobs_total", "up")
                        .without("up")
                        .contains(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected a text with at least one series of jobs_total, up without up, got none");
    }

    @Test
    void familiesThatAreTakenOutAreNotCompared() {
        Gauge.builder("start_time_seconds", "Start.").register(registry).set(Math.random());
        Gauge.builder("up", "Up.").register(registry).set(1);
        MetricAssert known = assertThatMetrics(registry).without("start_time_seconds");

        known.without("up").withLabels("queue", "web").isEqualTo("""
                # HELP jobs_total Jobs done.
                # TYPE jobs_total counter
                jobs_total{queue="web"} 1
                # HELP start_time_seconds Of another start.
                start_time_seconds 7
                """);
        known.hasNames("jobs_total", "up").contains("up 1\njobs_total{queue=\"mail\"} 3\n");
        assertFails(
                () -> assertThatMetrics(registry)
                        .without("jobs_total", "start_time_seconds")
                        .isEqualTo(""),
                """
                metrics are not as expected: 1 family unexpected (- expected, + actual)

                up: unexpected
                  + up 1""");
    }

    @Test
    void whatIsContainedCanBeAmongOthersAndWithoutItsHeader() {
        assertThatMetrics(registry).contains("jobs_total{queue=\"mail\"} 3\n");
        assertFails(() -> assertThatMetrics(registry).contains("""
                        # HELP jobs_total Jobs.
                        jobs_total{queue="mail"} 2
                        jobs_total{queue="chat"} 2
                        """), """
                metrics are not as expected: 1 family different (- expected, + actual)

                jobs_total: 2 differences, 1 series missing
                  help                      - "Jobs."  + "Jobs done."
                  jobs_total{queue="mail"}  - 2        + 3
                  - jobs_total{queue="chat"} 2
                      found with queue="web\"""");
        assertThatThrownBy(() -> assertThatMetrics(registry).contains("job_total 1"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("\njob_total: missing, found with a similar name: jobs_total\n");
    }

    @Test
    void aTextWithoutAnySeriesThatIsLookedAtIsNotContained() {
        for (String text : List.of("", "# a comment\n", "# HELP up Whether.\n# TYPE up gauge\n")) {
            assertThatThrownBy(() -> assertThatMetrics(registry).contains(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("expected a text with at least one series, got none");
        }
        assertThatThrownBy(() -> assertThatMetrics(registry)
                        .named("jobs_total")
                        .withLabels("queue", "mail")
                        .contains("up 1\njobs_total{queue=\"web\"} 1\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected a text with at least one series of jobs_total with {queue=\"mail\"}, got none");
    }

    @Test
    void anExpectedTextThatCannotBeParsedShowsTheLine() {
        assertThatThrownBy(() -> assertThatMetrics(jobs).isEqualTo("# a comment\njobs_total{queue=mail} 3\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("line 2, column 18: ")
                .hasMessageEndingWith("\n  jobs_total{queue=mail} 3\n                   ^");
    }

    @Test
    void openMetricsIsNotExpectedOfWhatWasReadFromText() {
        assertThatThrownBy(
                        () -> assertThatMetrics(GatheredMetrics.parse("up 1\n")).isEqualTo("up 1\n# EOF\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected a text without # EOF, since the metrics were read from the text format 0.0.4,"
                        + " got OpenMetrics");
    }
}
