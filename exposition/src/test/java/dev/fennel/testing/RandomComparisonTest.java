package dev.fennel.testing;

import static dev.fennel.testing.MetricAssertions.assertThatMetrics;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fennel.exposition.EscapingScheme;
import dev.fennel.exposition.Format;
import dev.fennel.metrics.CounterVec;
import dev.fennel.metrics.GaugeVec;
import dev.fennel.metrics.HistogramVec;
import dev.fennel.metrics.SummaryVec;
import dev.fennel.registry.Registry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.RepeatedTest;

/** Laws of comparisons, checked with random metrics. */
class RandomComparisonTest {
    private static final List<String> VALUES = List.of("a", "", "\"}", "x\\ y", "z\n", "# {", "é,=");

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final Registry registry = Registry.create();

    RandomComparisonTest() {
        CounterVec counters =
                CounterVec.builder("jobs_total", "a \\ b \"c\"\nd", "x").register(registry);
        GaugeVec gauges =
                GaugeVec.builder("queue.depth", "Waiting.", "x y", "z").register(registry);
        HistogramVec histograms =
                HistogramVec.builder("size_bytes", "", "x").unit("bytes").register(registry);
        SummaryVec summaries =
                SummaryVec.builder("wait_seconds", "Waited.", "x").register(registry);
        for (int i = 0; i < 20; i++) {
            counters.withLabelValues(value()).add(random.nextInt(5));
            gauges.withLabelValues(value(), value()).set(random.nextGaussian());
            histograms.withLabelValues(value()).observe(random.nextDouble());
            summaries.withLabelValues(value()).observe(random.nextDouble());
        }
    }

    private String value() {
        return VALUES.get(random.nextInt(VALUES.size()));
    }

    private static String write(GatheredMetrics metrics, Format format) {
        return metrics.format(format.withEscaping(EscapingScheme.ALLOW_UTF_8));
    }

    private void assertHolds(ThrowingCallable law) {
        assertThatCode(law).as("seed %d", seed).doesNotThrowAnyException();
    }

    @RepeatedTest(5)
    void whatIsWrittenInAFormatIsAsExpected() {
        for (Format format : List.of(Format.TEXT, Format.OPENMETRICS)) {
            String text = write(GatheredMetrics.from(registry), format);

            assertHolds(() -> assertThatMetrics(registry).isEqualTo(text).contains(text));
            assertHolds(() -> assertThatMetrics(GatheredMetrics.parse(text)).isEqualTo(GatheredMetrics.from(registry)));
        }
    }

    /** The lines of the metrics that have one line for each series. */
    private List<String> scalarLines() {
        String text = write(GatheredMetrics.from(registry).named("jobs_total", "queue.depth"), Format.TEXT);
        return new ArrayList<>(
                text.lines().filter(line -> !line.startsWith("#")).toList());
    }

    @RepeatedTest(5)
    void seriesCanStandInAnyOrder() {
        List<String> lines = scalarLines();
        Collections.shuffle(lines, random);

        assertHolds(() -> assertThatMetrics(registry).contains(String.join("\n", lines)));
    }

    @RepeatedTest(5)
    void anyLinesAreContained() {
        List<String> lines =
                write(GatheredMetrics.from(registry), Format.TEXT).lines().toList();
        String some = lines.stream()
                .filter(line -> line.startsWith("#") || random.nextInt(3) == 0)
                .collect(Collectors.joining("\n"));

        assertHolds(() -> assertThatMetrics(registry).contains(some));
    }

    @RepeatedTest(5)
    void aValueThatDiffersIsTheOnlyDifference() {
        List<String> lines = scalarLines();
        int index = random.nextInt(lines.size());
        String key = lines.get(index).substring(0, lines.get(index).lastIndexOf(' '));
        lines.set(index, key + " 77.5");

        assertThatThrownBy(() -> assertThatMetrics(registry).contains(String.join("\n", lines)))
                .as("seed %d", seed)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(": 1 family different")
                .hasMessageContaining(": 1 difference, ")
                .hasMessageContaining("\n  " + key + "  - 77.5  + ");
    }
}
