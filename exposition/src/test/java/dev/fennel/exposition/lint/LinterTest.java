package dev.fennel.exposition.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.collectors.ContainerCollector;
import dev.fennel.collectors.ExecutorCollector;
import dev.fennel.exposition.parser.TextParser;
import dev.fennel.metrics.Counter;
import dev.fennel.metrics.Gauge;
import dev.fennel.metrics.GaugeVec;
import dev.fennel.model.Collector;
import dev.fennel.model.Desc;
import dev.fennel.model.Metric;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricType;
import dev.fennel.registry.GatherError;
import dev.fennel.registry.GatherResult;
import dev.fennel.registry.Gatherer;
import dev.fennel.registry.Registry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class LinterTest {
    private static final MetricFamily UNTOLD = new MetricFamily(MetricType.GAUGE, "depth", "", "", List.of());

    private final Registry registry = Registry.pedantic();

    @Test
    void ordinaryMetricsHaveNoProblem() {
        Counter.builder("http_requests_total", "Requests.").register(registry);
        Gauge.builder("queue_depth", "Jobs waiting.").register(registry);
        assertThat(Linter.standard().lint(registry)).isEmpty();
    }

    /** All that they may ever hand out, as what they do depends on the machine. */
    @Test
    void collectorsOfExecutorsAndContainersHaveNoProblem() {
        List<MetricFamily> families = new ArrayList<>();
        Consumer<Desc> add =
                desc -> families.add(new MetricFamily(desc.type(), desc.name(), desc.help(), desc.unit(), List.of()));
        new ExecutorCollector().describe(add);
        new ContainerCollector().describe(add);

        assertThat(families).hasSize(15 + 12);
        assertThat(Linter.standard().lint(families)).isEmpty();
    }

    @Test
    void singleRulesAreLeftOut() {
        Counter.builder("requestCount", "").register(registry);
        Linter lenient = Linter.standard().without(StandardRule.HELP, StandardRule.TOTAL_SUFFIX);

        assertThat(Linter.standard().lint(registry)).hasSize(3);
        assertThat(lenient.lint(registry))
                .extracting(Problem::text)
                .containsExactly("metric names should be written in 'snake_case' not 'camelCase'");
        LintRule own = (family, problems) -> problems.accept("own");
        assertThat(lenient.with(own).lint(registry)).hasSize(2);
        assertThat(lenient.with(own).without(own).lint(registry)).hasSize(1);
        assertThat(Linter.standard().without(StandardRule.values()).lint(registry))
                .isEmpty();
    }

    @Test
    void nothingHasNoProblem() {
        assertThat(Linter.standard().lint(List.of())).isEmpty();
        assertThat(Linter.standard().lint(registry)).isEmpty();
    }

    @Test
    void problemsAreSortedByMetricAndThenByText() {
        Gauge.builder("z_total", "").register(registry);
        Counter.builder("a:b", "").register(registry);
        assertThat(Linter.standard().lint(registry))
                .containsExactly(
                        new Problem("a:b", "counter metrics should have \"_total\" suffix"),
                        new Problem("a:b", "metric names should not contain ':'"),
                        new Problem("a:b", "no help text"),
                        new Problem("z_total", "no help text"),
                        new Problem("z_total", "non-counter metrics should not have \"_total\" suffix"));
    }

    @Test
    void problemOfManySeriesIsToldOnce() {
        GaugeVec vec = GaugeVec.builder("depth", "Jobs.", "queueName", "le").register(registry);
        vec.withLabelValues("a", "1").set(1);
        vec.withLabelValues("b", "2").set(1);
        assertThat(Linter.standard().lint(registry))
                .extracting(Problem::text)
                .containsExactly(
                        "label names should be written in 'snake_case' not 'camelCase'",
                        "non-histogram metrics should not have \"le\" label");
    }

    @Test
    void rulesOfAUsersAreAddedToANewLinter() {
        LintRule prefix = (family, problems) -> problems.accept("metric names should start with \"shop_\"");
        assertThat(Linter.standard().with(prefix).lint(List.of(UNTOLD)))
                .containsExactly(
                        new Problem("depth", "metric names should start with \"shop_\""),
                        new Problem("depth", "no help text"));
        assertThat(Linter.standard().lint(List.of(UNTOLD))).containsExactly(new Problem("depth", "no help text"));
    }

    @Test
    void whatARuleThrowsReachesTheCaller() {
        RuntimeException boom = new IllegalStateException("boom");
        Linter linter = Linter.standard().with((family, problems) -> {
            throw boom;
        });
        assertThatThrownBy(() -> linter.lint(List.of(UNTOLD))).isSameAs(boom);
    }

    @Test
    void gatherWithErrorsIsNotLintedUnlessItsFamiliesAreGiven() {
        RuntimeException boom = new IllegalStateException("boom");
        GatherResult gathered = new GatherResult(
                List.of(UNTOLD), List.of(new GatherError("collector failed", boom), new GatherError("so did another")));
        String message = "expected metrics gathered without errors, got 2, the first: collector failed";
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Linter.standard().lint(gathered))
                .withMessage(message)
                .withCause(boom);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Linter.standard().lint(() -> gathered))
                .withMessage(message);
        assertThat(Linter.standard().lint(gathered.families())).hasSize(1);
    }

    @Test
    void whatCouldNotBeReadOfATextIsAProblem() {
        GatherResult read = TextParser.text().parseLeniently("# TYPE a counter\na 1\n# TYPE b gauge\nb 1 x\n{\n");

        assertThat(Linter.standard().lint(read))
                .extracting(Problem::toString)
                .containsExactly(
                        "line 5, column 2: expected a label name, got end of line",
                        "a counter metrics should have \"_total\" suffix",
                        "a no help text",
                        "b line 4, column 5: expected an integer timestamp in milliseconds, got \"x\"");
    }

    @Test
    void problemReadsAsPromtoolWritesIt() {
        assertThat(new Problem("depth", "no help text")).hasToString("depth no help text");
    }

    @Test
    void nullsAreRefused() {
        Linter linter = Linter.standard();
        assertThatNullPointerException()
                .isThrownBy(() -> linter.lint((Gatherer) null))
                .withMessage("gatherer");
        assertThatNullPointerException()
                .isThrownBy(() -> linter.lint((GatherResult) null))
                .withMessage("gathered");
        assertThatNullPointerException()
                .isThrownBy(() -> linter.lint((List<MetricFamily>) null))
                .withMessage("families");
        assertThatNullPointerException()
                .isThrownBy(() -> Linter.standard().with(null))
                .withMessage("rule");
        assertThatNullPointerException()
                .isThrownBy(() -> new Problem(null, "text"))
                .withMessage("metric");
        assertThatNullPointerException()
                .isThrownBy(() -> new Problem("metric", null))
                .withMessage("text");
    }

    /** A collector that reads a page of its own, which is wrong, has failed like any other. */
    @Test
    void aCollectorThatCannotParseIsNoProblemOfAMetric() {
        registry.register(new Collector() {
            @Override
            public void describe(Consumer<? super Desc> out) {
                out.accept(Desc.gauge("depth", "Jobs."));
            }

            @Override
            public void collect(Consumer<? super Metric> out) {
                TextParser.text().parse("x y\n");
            }
        });

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Linter.standard().lint(registry))
                .withMessageContaining("expected a number");
    }
}
