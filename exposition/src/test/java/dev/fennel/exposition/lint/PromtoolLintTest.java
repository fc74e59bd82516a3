package dev.fennel.exposition.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.exposition.Format;
import dev.fennel.model.ConstMetric;
import dev.fennel.model.Desc;
import dev.fennel.model.MetricFamily;
import dev.fennel.model.MetricType;
import dev.fennel.registry.GatherResult;
import dev.fennel.testsupport.Age;
import dev.fennel.testsupport.Promtool;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Compares the linter with the real one, which lints the same families in the text format. */
class PromtoolLintTest {
    private static MetricFamily family(MetricType type, String name, String help, String... labels) {
        Desc desc = Desc.of(type, name, help, labels);
        String[] values = Stream.of(labels).map(label -> "v").toArray(String[]::new);
        return new MetricFamily(
                desc,
                List.of(
                        switch (type) {
                            case HISTOGRAM -> ConstMetric.histogram(desc, 2, 3, Map.of(1.0, 1L), values);
                            case SUMMARY -> ConstMetric.summary(desc, 2, 3, Map.of(0.5, 1.0), values);
                            default -> ConstMetric.of(desc, 1, values);
                        }));
    }

    private static Set<String> promtool(Age age, List<MetricFamily> families) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        assertThat(Format.TEXT.write(new GatherResult(families, List.of()), text))
                .isEmpty();
        Promtool.Result result = Promtool.checkMetrics(age, text.toString(StandardCharsets.UTF_8));
        assertThat(result.status()).as(result.output()).isIn(0, 3);
        return result.output().lines().collect(Collectors.toSet());
    }

    private static Set<String> linter(List<MetricFamily> families) {
        return Linter.standard().lint(families).stream().map(Problem::toString).collect(Collectors.toSet());
    }

    @ParameterizedTest
    @EnumSource
    void sameProblemsAreFound(Age age) throws IOException {
        List<MetricFamily> families = List.of(
                family(MetricType.COUNTER, "a_jobs", "Help."),
                family(MetricType.GAUGE, "b_jobs_total", "Help."),
                family(MetricType.UNTYPED, "c_jobs_total", "Help.", "le", "quantile"),
                family(MetricType.GAUGE, "d_bucket", "Help.", "le", "quantile"),
                family(MetricType.GAUGE, "e_count", "Help."),
                family(MetricType.SUMMARY, "f_sum", "Help."),
                family(MetricType.INFO, "g_sum_info", "Help.", "le"),
                family(MetricType.GAUGE, "h_sum", ""),
                family(MetricType.SUMMARY, "i_bucket", "  ", "le"),
                family(MetricType.HISTOGRAM, "j_bucket", "Help.", "quantile"),
                family(MetricType.COUNTER, "k_minutes_total", "Help."),
                family(MetricType.HISTOGRAM, "l_kibibytes", "Help."),
                family(MetricType.GAUGE, "m_ms", "Help."),
                family(MetricType.GAUGE, "n_gauge", "Help."),
                family(MetricType.STATE_SET, "o_gauge_phase", "Help.", "o_gauge_phase"),
                family(MetricType.HISTOGRAM, "p:duration_seconds", "Help."),
                family(MetricType.GAUGE, "queueDepth", "Help.", "queueName"),
                family(MetricType.SUMMARY, "r_summary_seconds", "Help."),
                family(MetricType.COUNTER, "s_COUNTER_total", "Help."),
                family(MetricType.STATE_SET, "t_phase", "Help.", "t_phase"),
                family(MetricType.INFO, "u_info", "Help.", "version"));
        assertThat(linter(families)).hasSize(23).isEqualTo(promtool(age, families));
    }

    /** The linter of client_golang 1.14, which the tool of Prometheus 2.42 has, is without two later changes. */
    @ParameterizedTest
    @EnumSource
    void laterChangesAreKnown(Age age) throws IOException {
        Desc twice = Desc.gauge("x_depth", "Help.");
        ConstMetric now = ConstMetric.of(twice, 1);
        List<MetricFamily> families = List.of(
                family(MetricType.GAUGE, "x_counter_resets", "Help."),
                new MetricFamily(twice, List.of(now.withTimestamp(Instant.ofEpochSecond(1)), now)));
        Set<String> later = Set.of("x_depth metric not unique");

        assertThat(linter(families)).isEqualTo(later);
        assertThat(promtool(age, families))
                .isEqualTo(
                        switch (age) {
                            case SYSTEM -> Set.of("x_counter_resets metric name should not include type 'counter'");
                            case NEWEST -> later;
                        });
    }

    /** No version of the tool spells mebi as it should be. */
    @ParameterizedTest
    @EnumSource
    void theToolMisspellsAUnit(Age age) throws IOException {
        List<MetricFamily> families = List.of(
                family(MetricType.GAUGE, "x_mebibytes", "Help."), family(MetricType.GAUGE, "x_mibibytes", "Help."));

        assertThat(linter(families)).containsExactly("x_mebibytes use base unit \"bytes\" instead of \"mebibytes\"");
        assertThat(promtool(age, families))
                .containsExactly("x_mibibytes use base unit \"bytes\" instead of \"mibibytes\"");
    }
}
