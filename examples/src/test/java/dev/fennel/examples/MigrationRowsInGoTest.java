package dev.fennel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rows of the migration guide for those who come from client_golang compile with the newest one. */
class MigrationRowsInGoTest {
    @Test
    void theyCompile(@TempDir Path folder) throws Exception {
        Path program = folder.resolve("rows");
        Twin.build("src/test/go/migration/rows.go", program);

        assertThat(program).isNotEmptyFile();
    }
}
