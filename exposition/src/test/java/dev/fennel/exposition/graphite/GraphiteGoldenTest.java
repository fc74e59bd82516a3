package dev.fennel.exposition.graphite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.registry.GatherError;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
        Set<String> paths = new HashSet<>();
        List<String> expected = golden(group + ".lines")
                .lines()
                .filter(line -> !line.contains(" NaN ")) // which carbon would drop
                .map(line -> line.replace(". ", "._ ")) // which carbon would store in a file without a name
                .map(line -> line.replace("._._", "._").replace("_.1 ", "_1 ")) // a blank, which would begin a node
                .filter(line -> paths.add(line.substring(0, line.indexOf(' ')))) // which carbon would mix up
                .toList();
        List<GatherError> errors = new ArrayList<>();
        byte[] lines = new GraphiteLines(PathStyle.NODES, "prefix").of(golden(group + ".txt"), 1_000_000_000, errors);
        assertThat(new String(lines, UTF_8).lines()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(errors).hasSize(group.equals("counters") ? 1 : 0);
    }
}
