package dev.fennel.testsupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

class RealProgramTest {
    private static final String PROPERTY = "e2e.of.this.test";

    @TempDir
    private Path folder;

    @AfterEach
    void clear() {
        System.clearProperty(PROPERTY);
    }

    @Test
    void firstExecutableFileOnThePathIsFound() throws IOException {
        Path first = Files.createDirectory(folder.resolve("first"));
        Path second = Files.createDirectory(folder.resolve("second"));
        Files.createFile(first.resolve("server"));
        Path program = Files.createFile(second.resolve("server"));
        assertThat(program.toFile().setExecutable(true)).isTrue();

        String path = first + File.pathSeparator + File.pathSeparator + second;
        assertThat(RealProgram.find("server", path, PROPERTY)).isEqualTo(program);
    }

    @Test
    void missingOptionalProgramSkipsTheTest() {
        assertThatThrownBy(() -> RealProgram.find("server", folder.toString(), PROPERTY))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("\"server\" is not in " + folder);
    }

    @Test
    void missingRequiredProgramFailsTheTest() {
        System.setProperty(PROPERTY, "required");
        assertThatThrownBy(() -> RealProgram.find("server", folder.toString(), PROPERTY))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageContaining("\"server\" is not in " + folder)
                .hasMessageContaining(PROPERTY + "=required");
    }
}
