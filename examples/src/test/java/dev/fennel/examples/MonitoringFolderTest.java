package dev.fennel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MonitoringFolderTest {
    private static final Pattern LINK = Pattern.compile("]\\(([^)]+)\\)");

    @Test
    void theReadmeNamesWhatIsThereAndNothingElse() throws IOException {
        Path folder = MonitoringFolder.PATH;
        Set<Path> named = LINK.matcher(MonitoringFolder.text("README.md"))
                .results()
                .map(link -> folder.resolve(link.group(1)).normalize())
                .collect(Collectors.toSet());
        assertThat(named).allSatisfy(path -> assertThat(path).isRegularFile());
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile).filter(file -> !file.endsWith("README.md")))
                    .allMatch(named::contains);
        }
    }
}
