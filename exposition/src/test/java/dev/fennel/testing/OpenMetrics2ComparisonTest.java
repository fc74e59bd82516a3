package dev.fennel.testing;

import static dev.fennel.testing.MetricAssertions.assertThatMetrics;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.exposition.Format;
import dev.fennel.exposition.lint.Problem;
import dev.fennel.metrics.Counter;
import dev.fennel.metrics.Histogram;
import dev.fennel.model.MetricType;
import dev.fennel.registry.Registry;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Texts in OpenMetrics 2.0 among those that a test may have. */
class OpenMetrics2ComparisonTest {
    private static final String JOBS = """
            # TYPE jobs_total counter
            # HELP jobs_total Jobs done.
            jobs_total 3
            """;
    private static final String LATENCY = """
            # TYPE latency histogram
            # HELP latency Latency.
            latency {count:2,sum:5,schema:0,zero_threshold:2.938735877055719e-39,zero_count:0,positive_spans:[1:2],\
            positive_buckets:[1,1],bucket:[1:0,+Inf:2]}
            """;

    private final Registry registry = Registry.create();

    OpenMetrics2ComparisonTest() {
        Counter.builder("jobs_total", "Jobs done.").register(registry).add(3);
        Histogram latency = Histogram.builder("latency", "Latency.")
                .buckets(1)
                .nativeBuckets(2)
                .register(registry);
        latency.observe(2);
        latency.observe(3);
    }

    private static String text(String... parts) {
        return String.join("", parts) + "# EOF\n";
    }

    @Test
    void liveMetricsAreComparedWithItsTextIncludingNativeBuckets() {
        assertThatMetrics(registry).isEqualTo(text(JOBS, LATENCY));
        assertThatMetrics(registry).isEqualTo(GatheredMetrics.parse(text(JOBS, LATENCY)));
        assertThatThrownBy(() -> assertThatMetrics(registry)
                        .isEqualTo(text(JOBS, LATENCY).replace("positive_spans:[1:2]", "positive_spans:[2:2]")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("positive_spans:[2:2]")
                .hasMessageContaining("positive_spans:[1:2]");
    }

    @Test
    void textMayHaveOnlySomeOfTheMetrics() {
        assertThatMetrics(registry).contains(text(LATENCY));
        assertThatMetrics(registry).contains(text(JOBS));
        assertThatThrownBy(() -> assertThatMetrics(registry).contains(text(JOBS).replace(" 3\n", " 4\n")))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void startIsComparedOnlyWhereTheTextHasOne() {
        String start = "jobs_total 3 st@1.5";

        assertThatThrownBy(() -> assertThatMetrics(registry)
                        .named("jobs_total")
                        .isEqualTo(text(JOBS).replace("jobs_total 3", start)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("st@1.5");
        assertThatMetrics(registry).named("jobs_total").isEqualTo(text(JOBS));
    }

    @Test
    void exemplarsAreCompared() {
        String exemplar = " # {trace_id=\" st@1\"} 1.0 2";
        GatheredMetrics with = GatheredMetrics.parse(text(JOBS.stripTrailing(), exemplar, "\n"));

        assertThat(with.format(Format.OPENMETRICS_2_0)).endsWith("jobs_total 3.0" + exemplar + "\n# EOF\n");
        assertThatThrownBy(() -> assertThatMetrics(registry).named("jobs_total").isEqualTo(with))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("trace_id");
    }

    @Test
    void versionIsThatOfTheText() {
        GatheredMetrics first = GatheredMetrics.parse("# TYPE jobs counter\njobs_total 3\njobs_created 1\n# EOF\n");
        GatheredMetrics second = GatheredMetrics.parse("# TYPE jobs counter\njobs 3 st@1\n# EOF\n");
        GatheredMetrics info = GatheredMetrics.parse("# TYPE \"b_info\" info\nb_info 1\n# EOF\n");

        assertThat(first.families().get(0).quoted()).isEqualTo("counter \"jobs_total\"");
        assertThat(second.families().get(0).quoted()).isEqualTo("counter \"jobs\"");
        assertThat(info.families().get(0).type()).isEqualTo(MetricType.INFO);
        assertThatThrownBy(() -> assertThatMetrics(first).isEqualTo(text(JOBS)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected a text in OpenMetrics 1.0");
    }

    @Test
    void mistakeInATextIsShownWithItsPlace() {
        assertThatThrownBy(() -> GatheredMetrics.parse("# TYPE a summary\na {count:1,sum:1}\n# EOF\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("line 2, column 17: expected \",quantile:[\", got \"}\"\n  a {count:1,sum:1}\n"
                        + "                  ^");
    }

    @Test
    void textIsLinted() {
        GatheredMetrics metrics = GatheredMetrics.parse("# TYPE jobs counter\n# HELP jobs Jobs.\njobs 3 st@1\n# EOF\n");

        assertThat(metrics.lint())
                .extracting(Problem::text)
                .isEqualTo(List.of("counter metrics should have \"_total\" suffix"));
    }
}
