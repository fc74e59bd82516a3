package dev.fennel.testsupport.gates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassFileTest {
    @TempDir
    private Path folder;

    private ClassFile compile(String name, String source) {
        Path classes = SampleModule.compile(folder, source).classes();
        return ClassFile.read(classes.resolve(name + ".class"));
    }

    @Test
    void findsEveryClassThatIsMentionedAnywhere() {
        ClassFile file = compile("a/Mentions", """
                package a;
                @interface Noted {}
                @Noted
                interface Mentions extends java.io.Closeable {
                    java.util.List<? super java.time.Duration[]> FIELD = java.util.List.of();
                    <T extends java.util.concurrent.Callable<T>> void method(java.net.URI[][] parameter)
                            throws java.io.IOException;
                    private static void code(Object o) {
                        try {
                            Runnable lambda = () -> System.out.println(((java.util.Map.Entry<?, ?>) o).getKey());
                        } catch (java.util.NoSuchElementException e) {
                            assert o instanceof java.util.BitSet[];
                        }
                    }
                }
                """);

        assertThat(file.name()).isEqualTo("a.Mentions");
        assertThat(file.references())
                .contains(
                        "a.Noted",
                        "java.io.Closeable",
                        "java.util.List",
                        "java.time.Duration",
                        "java.util.concurrent.Callable",
                        "java.net.URI",
                        "java.io.IOException",
                        "java.lang.Runnable",
                        "java.io.PrintStream",
                        "java.util.Map$Entry",
                        "java.util.NoSuchElementException",
                        "java.util.BitSet")
                .doesNotContain("a.Mentions")
                .allMatch(name -> name.matches("[\\w.$]+"));
    }

    @Test
    void readsConstantsOfEveryType() {
        ClassFile file = compile("a/Constants", """
                package a;
                class Constants {
                    static final boolean BOOLEAN = true;
                    static final char CHAR = 'c';
                    static final int INT = -1;
                    static final long LONG = 1L << 40;
                    static final float FLOAT = 0.5f;
                    static final double DOUBLE = 0.1;
                    static final String STRING = "a" + INT;
                    static final Integer NOT_COMPILE_TIME = 7;
                    @Deprecated int attributeWithoutValue;
                }
                """);

        assertThat(file.constants())
                .containsOnly(
                        entry("BOOLEAN", 1),
                        entry("CHAR", (int) 'c'),
                        entry("INT", -1),
                        entry("LONG", 1L << 40),
                        entry("FLOAT", 0.5f),
                        entry("DOUBLE", 0.1),
                        entry("STRING", "a-1"));
    }

    @Test
    void nestedClassesBelongToTheirTopLevelClass() {
        assertThat(ClassFile.topLevel("java.util.Map$Entry")).isEqualTo("java.util.Map");
        assertThat(ClassFile.topLevel("java.util.Map")).isEqualTo("java.util.Map");
        assertThat(ClassFile.topLevel("a.$Generated$1")).isEqualTo("a.$Generated");
        assertThat(ClassFile.packageOf("java.util.Map$Entry")).isEqualTo("java.util");
        assertThat(ClassFile.packageOf("InNoPackage")).isEmpty();
    }

    @Test
    void whatIsNoClassFileThrows() throws IOException {
        Path file = Files.writeString(folder.resolve("No.class"), "not a class file");

        assertThatThrownBy(() -> ClassFile.read(file))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("No.class")
                .hasRootCauseMessage("no class file");
    }
}
