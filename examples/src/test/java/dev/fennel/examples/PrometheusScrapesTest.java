package dev.fennel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.testsupport.Age;
import dev.fennel.testsupport.BothAges;
import dev.fennel.testsupport.Prometheus;
import dev.fennel.testsupport.Prometheus.Sample;
import dev.fennel.testsupport.RealServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

/** A real Prometheus server stores the metrics of a program. */
@BothAges
class PrometheusScrapesTest {
    private static final int OBSERVATIONS = 100;
    private static final Pattern LINE = Pattern.compile("(?m)^(rpc_[^ ]+) (.+)$");

    @Parameter
    Age age;

    @TempDir
    Path folder;

    @Test
    void theServerHasTheValuesThatTheProgramShows() {
        try (RealServer program = Example.serve(Random.class, "-Dobservations=" + OBSERVATIONS);
                Prometheus prometheus = Prometheus.start(age, config(program), folder)) {
            List<Line> shown = finalLines(program);
            assertThat(shown)
                    .extracting(Line::series)
                    .contains(
                            "rpc_durations_seconds_count{service=\"uniform\"}",
                            "rpc_durations_seconds{service=\"exponential\",quantile=\"0.99\"}",
                            "rpc_latency_seconds_bucket{le=\"+Inf\"}");
            assertThat(shown).hasSizeGreaterThan(30);

            prometheus.await("sum(rpc_durations_seconds_count)", sum(3 * OBSERVATIONS));
            prometheus.await("rpc_latency_seconds_count", sum(OBSERVATIONS));
            prometheus.await("count({__name__=~\"rpc_.+\"})", sum(shown.size()));
            for (Line line : shown) {
                List<Sample> stored = prometheus.query(line.series());
                assertThat(stored).as(line.series()).hasSize(1);
                assertThat(stored.get(0).value()).as(line.series()).isEqualTo(line.value());
                assertThat(stored.get(0).labels()).containsEntry("job", "random");
            }
        }
    }

    @Test
    void theServerTakesTheJvmsMetricsToo() {
        try (RealServer program = Example.serve(Simple.class);
                Prometheus prometheus = Prometheus.start(age, config(program), folder)) {
            prometheus.await("jvm_memory_used_bytes{area=\"heap\"} > 0", samples -> samples.size() == 1);
            assertThat(prometheus.query("up")).extracting(Sample::value).containsExactly(1.0);
            assertThat(prometheus.query("simple_turns_total")).hasSize(1);
        }
    }

    private static String config(RealServer program) {
        return String.format(Locale.ROOT, """
                scrape_configs:
                  - job_name: random
                    scrape_interval: 3s
                    static_configs:
                      - targets: ["%s"]
                """, program.uri().getAuthority());
    }

    private static Predicate<List<Sample>> sum(double expected) {
        return samples -> samples.size() == 1 && samples.get(0).value() == expected;
    }

    private record Line(String series, double value) {}

    /** The lines once the program has made all its observations. */
    private static List<Line> finalLines(RealServer program) {
        List<String> counts = List.of(
                "rpc_durations_seconds_count{service=\"uniform\"} ",
                "rpc_durations_seconds_count{service=\"normal\"} ",
                "rpc_durations_seconds_count{service=\"exponential\"} ",
                "rpc_latency_seconds_count ");
        return lines(Example.await(
                program, metrics -> counts.stream().allMatch(count -> metrics.contains(count + OBSERVATIONS + "\n"))));
    }

    private static List<Line> lines(String text) {
        List<Line> lines = new ArrayList<>();
        for (Matcher matcher = LINE.matcher(text); matcher.find(); ) {
            lines.add(new Line(matcher.group(1), Double.parseDouble(matcher.group(2))));
        }
        return lines;
    }
}
