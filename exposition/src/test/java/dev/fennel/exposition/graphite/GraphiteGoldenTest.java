package dev.fennel.exposition.graphite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The golden files of the text format as client_golang's bridge pushes them: {@code src/test/go/graphite.go}. */
class GraphiteGoldenTest {
    private static String golden(String file) throws IOException {
        try (InputStream in = GraphiteGoldenTest.class.getResourceAsStream("/golden/" + file)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"counters", "gauges", "untyped", "histograms", "summaries", "exemplars", "native", "sparse"})
    void linesAreThoseOfTheReference(String group) throws IOException {
        List<String> expected = golden(group + ".lines")
                .lines()
                .filter(line -> !line.contains(" NaN ")) // which carbon would drop
                .map(line -> line.replace(". ", "._ ")) // which carbon would store in a file without a name
                .toList();
        byte[] lines = new GraphiteLines(PathStyle.NODES, "prefix").of(golden(group + ".txt"), 1_000_000_000);
        assertThat(new String(lines, UTF_8).lines()).containsExactlyInAnyOrderElementsOf(expected);
    }
}
