package dev.fennel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fennel.collectors.ContainerCollector;
import dev.fennel.collectors.JvmCollector;
import dev.fennel.collectors.ProcessCollector;
import dev.fennel.model.Collector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pages name the metrics of the JVM, the process and the container that there are. */
class JvmMetricNamesTest {
    private static Set<String> described() {
        Set<String> names = new TreeSet<>();
        for (Collector collector : List.of(new JvmCollector(), new ProcessCollector(), new ContainerCollector())) {
            collector.describe(desc -> names.add(desc.name()));
        }
        return names;
    }

    @Test
    void theMigrationGuideNamesOnlyThoseThatThereAre() throws IOException {
        List<String> named = Page.of("examples/MIGRATION.md").codeInColumn("in Fennel");

        assertThat(named).hasSizeGreaterThanOrEqualTo(15).allSatisfy(name -> assertThat(described())
                .contains(name.replaceFirst("\\{.*", "")));
    }

    @Test
    void theCookbookNamesThemAll() throws IOException {
        Set<String> named = new TreeSet<>();
        for (String code : Page.of("examples/COOKBOOK.md").codeInColumn("metrics")) {
            expanded(code).forEach(named::add);
        }

        assertThat(named).containsExactlyInAnyOrderElementsOf(described());
    }

    /** The names that {@code jvm_{a,b}_c} stands for. */
    private static Stream<String> expanded(String code) {
        int open = code.indexOf('{');
        if (open < 0) {
            return Stream.of(code);
        }
        int end = code.indexOf('}', open);
        List<String> names = new ArrayList<>();
        for (String part : code.substring(open + 1, end).split(",", -1)) {
            names.add(code.substring(0, open) + part + code.substring(end + 1));
        }
        return names.stream().flatMap(JvmMetricNamesTest::expanded);
    }
}
