package dev.fennel.testsupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

class RealProgramTest {
    @TempDir
    private Path folder;

    @Test
    void firstExecutableFileOnThePathIsFound() throws IOException {
        Path first = Files.createDirectory(folder.resolve("first"));
        Path second = Files.createDirectory(folder.resolve("second"));
        Files.createFile(first.resolve("server"));
        Path program = Files.createFile(second.resolve("server"));
        assertThat(program.toFile().setExecutable(true)).isTrue();

        String path = first + File.pathSeparator + File.pathSeparator + second;
        assertThat(RealProgram.find("server", path, "optional")).isEqualTo(program);
    }

    @Test
    void missingOptionalProgramSkipsTheTest() {
        assertThatThrownBy(() -> RealProgram.find("server", folder.toString(), "optional"))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("\"server\" is not on the PATH");
    }

    @Test
    void missingRequiredProgramFailsTheTest() {
        assertThatThrownBy(() -> RealProgram.find("server", folder.toString(), "required"))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageContaining("\"server\" is not on the PATH");
    }
}
