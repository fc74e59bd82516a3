package dev.fennel.testsupport.gates;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublicJavadocTest {
    @TempDir
    private Path folder;

    private Set<String> named(String... sources) {
        SampleModule module = SampleModule.compile(folder, sources);
        return module.api().namedInJavadoc(module.sources());
    }

    @Test
    void whatUsersCannotNameIsFoundWhereverTheyReadIt() {
        assertThat(named(
                        "module sample { exports api; }",
                        """
                        /** Begin at {@link api.Shape}, which has {@code Corner}s. */
                        package api;
                        """,
                        """
                        package api;
                        /** Has an {@link Outline}. */
                        public class Shape extends Base {
                            /** Like {@link Corner#of Corner}, {@code hidden.Grid} and {@code hidden}. */
                            public int corners;
                            /**
                             * Not this.
                             * @see Corner
                             */
                            protected void draw() { /** {@link Corner} */ class Local {} }
                            /** Nested. */
                            public interface Pen {
                                /** Draws a {@code Corner(1)}. */
                                void draw();
                            }
                        }
                        """,
                        """
                        package api;
                        /** Its comment is not shown: {@link Corner}. */
                        class Base {
                            /** Shown in Shape: {@linkplain Outline#size size}. */
                            public void inherited() {}
                            /** {@link Corner} */
                            void own() {}
                        }
                        """,
                        "package api; class Corner { static void of() {} }",
                        """
                        package api;
                        /** {@link Corner} */
                        class Outline { /** {@link Corner} */ public int size; }
                        """,
                        "package hidden; public class Grid {}"))
                .containsExactly(
                        "api.Base: Outline#size",
                        "api.Shape.Pen: Corner(1)",
                        "api.Shape: Corner",
                        "api.Shape: Corner#of",
                        "api.Shape: Outline",
                        "api.Shape: hidden",
                        "api.Shape: hidden.Grid",
                        "api: Corner");
    }

    @Test
    void samplesValuesAndWordsOfOthersAreNot() {
        assertThat(named("module sample { exports api; }", """
                        package api;
                        import java.util.Map;
                        /**
                         * An Entry of a {@link Map}, at most {@value Limits#MOST}.
                         *
                         * <pre>{@code
                         * Limits limits = Limits.of(tracer);
                         * }</pre>
                         */
                        public class Shape {
                            /** {@link Shown} and {@code key:type=Limits (*)}. */
                            public Shown shown;
                            /** {@link Limits} */
                            private Limits limits;
                            /** A type of this name is hidden elsewhere. */
                            public static class Shown {}
                        }
                        """, """
                        package api;
                        class Limits {
                            /** {@link Limits} */
                            static final int MOST = 3;
                            static class Shown {}
                        }
                        """)).isEmpty();
    }
}
