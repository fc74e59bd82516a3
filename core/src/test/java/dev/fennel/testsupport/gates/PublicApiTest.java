package dev.fennel.testsupport.gates;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublicApiTest {
    private static final String MODULE =
            "module sample { requires transitive java.management; exports api; uses java.lang.Runnable; }";

    @TempDir
    private Path folder;

    private PublicApi compile(String... sources) {
        return SampleModule.compile(folder, sources).api();
    }

    private String types(String... sources) {
        String text = compile(sources).text();
        return text.substring(text.indexOf("\n\n") + 2);
    }

    @Test
    void moduleShowsWhatItsDescriptorPromises() {
        assertThat(compile(MODULE, "package api; class NotPublic { public void method() {} }")
                        .text())
                .isEqualTo("""
                        module sample
                            exports api
                            requires transitive java.management
                            uses java.lang.Runnable
                        """);
    }

    @Test
    void membersThatUsersSeeAreSortedAndTheOthersLeftOut() {
        assertThat(types(MODULE, """
                        package api;
                        public abstract class Shape<T extends Comparable<? super T> & java.io.Serializable> {
                            public static final int CORNERS = 4;
                            public static final double RATIO = 2.0e-3;
                            public static final char QUOTE = '"';
                            public static final boolean ROUND = false;
                            public static final String NAME = "a \\"shape\\"\\n";
                            public static final Object LOCK = new Object();
                            protected long area;
                            int hidden;
                            protected Shape(T... of) throws java.io.IOException, IllegalStateException {}
                            private Shape() {}
                            public final synchronized java.util.Map<String, T[]> map(java.util.List<? extends int[]> l) {
                                return null;
                            }
                            public abstract <X extends Exception> X cast(Class<X> type) throws X;
                            @Deprecated public static Shape<String> of(String first, int... rest) { return null; }
                            public static Shape<String> of(String first) { return null; }
                            @Override public String toString() { return ""; }
                            void packagePrivate() {}
                            private static class Secret { public void method() {} }
                            protected static class Nested { public Nested.Inner inner; public class Inner {} }
                        }
                        """)).isEqualTo("""
                        public abstract class api.Shape<T extends Comparable<? super T> & java.io.Serializable>
                            public static final int CORNERS = 4
                            public static final Object LOCK
                            public static final String NAME = "a \\"shape\\"\\n"
                            public static final char QUOTE = '"'
                            public static final double RATIO = 0.002
                            public static final boolean ROUND = false
                            protected long area
                            protected Shape(T...) throws IllegalStateException, java.io.IOException
                            public abstract <X extends Exception> X cast(Class<X>) throws X
                            public final java.util.Map<String, T[]> map(java.util.List<? extends int[]>)
                            public static Shape<String> of(String)
                            @Deprecated public static Shape<String> of(String, int...)
                            public String toString()

                        protected static class api.Shape.Nested
                            public Shape.Nested.Inner inner
                            protected Nested()

                        public class api.Shape.Nested.Inner
                            public Inner(Shape.Nested)
                        """);
    }

    @Test
    void everyKindOfTypeShowsItsOwnForm() {
        assertThat(types(MODULE, """
                        package api;
                        public sealed interface Value permits Value.Num, Value.Open, Value.Secret {
                            record Num(int value, java.util.List<String> names) implements Value, java.io.Serializable {
                                public static Num zero() { return null; }
                            }
                            non-sealed class Open implements Value { protected void method() {} }
                            final class Secret implements Value { private Secret() {} protected void gone() {} }
                            enum Kind implements Runnable { B { public void run() {} }, A { public void run() {} } }
                            @interface Mark { int value() default 3; }
                            @FunctionalInterface interface Maker extends java.util.function.Supplier<Value> {
                                static Maker none() { return null; }
                                default void twice() {}
                                private void helper() {}
                            }
                        }
                        """)).isEqualTo("""
                        public sealed interface api.Value permits Value.Num, Value.Open, Value.Secret

                        public enum api.Value.Kind implements Runnable
                            B
                            A

                        @FunctionalInterface public interface api.Value.Maker extends java.util.function.Supplier<Value>
                            static Value.Maker none()
                            default void twice()

                        public @interface api.Value.Mark extends java.lang.annotation.Annotation
                            int value() default 3

                        public record api.Value.Num(int value, java.util.List<String> names) implements Value, java.io.Serializable
                            public static Value.Num zero()

                        public static non-sealed class api.Value.Open implements Value
                            public Open()
                            protected void method()

                        public static final class api.Value.Secret implements Value
                        """);
    }

    @Test
    void whatHiddenSupertypesDeclareCountsAsTheTypesOwn() {
        PublicApi api = compile(
                MODULE,
                "package api; public final class Text extends Base<String, Text> { public Text() {} }",
                """
                package api;
                abstract class Base<T, S> implements Supplying<T>, Iterable<T> {
                    public static final int SIZE = 1;
                    Base() {}
                    public S with(java.util.List<? super T> values) { return null; }
                    public java.util.Iterator<T> iterator() { return null; }
                    protected void notForFinalClasses() {}
                }
                """,
                "package api; interface Supplying<T> { default T supply() { return null; } static void own() {} }");

        assertThat(api.text()).endsWith("""
                        public final class api.Text implements Iterable<String>
                            public static final int SIZE
                            public Text()
                            public java.util.Iterator<String> iterator()
                            public String supply()
                            public Text with(java.util.List<? super String>)
                        """);
        assertThat(api.leaks()).isEmpty();
    }

    @Test
    void typesThatUsersCannotNameAreLeaks() {
        PublicApi api =
                compile(MODULE, """
                package api;
                public class Leaking<T extends hidden.Shown> extends hidden.Base implements Runnable {
                    public static final String NOT_A_LEAK = "!";
                    public java.util.List<Own[]> list() { return null; }
                    public void take(hidden.Shown shown) {}
                    public void run() {}
                }
                class Own {}
                """, "package hidden; public class Shown {}", "package hidden; public class Base {}");

        assertThat(api.leaks())
                .containsExactly(
                        "api.Leaking is a hidden.Base",
                        "api.Leaking: public class api.Leaking<T extends !hidden.Shown> implements Runnable",
                        "api.Leaking: public java.util.List<!Own[]> list()",
                        "api.Leaking: public void take(!hidden.Shown)");
    }

    @Test
    void whatMayBeNullIsAnnotated() {
        assertThat(types(
                        MODULE,
                        "package hidden; public @interface Nullable {}",
                        "package hidden; public @interface Other { String[] value() default {}; int n() default 1; }",
                        """
                        package api;
                        import hidden.*;
                        public class Box {
                            @Other({"a", "b"}) @Nullable public String field;
                            public Box(int size, @Nullable String name) {}
                            public @Nullable String get(@Other(n = 2) @Nullable String[] names, long[] id) { return null; }
                            public @Other String sure(int... ids) { return ""; }
                            public record Pair(@Nullable String left, String right) {}
                            public class Inner { public Inner(@Nullable String name) {} }
                        }
                        """))
                .isEqualTo("""
                        public class api.Box
                            public @Nullable String field
                            public Box(int, @Nullable String)
                            public @Nullable String get(@Nullable String[], long[])
                            public String sure(int...)

                        public class api.Box.Inner
                            public Inner(Box, @Nullable String)

                        public record api.Box.Pair(@Nullable String left, String right)
                        """);
    }

    @Test
    void decimalsAreAsShortOnEveryJdk() {
        assertThat(types(MODULE, """
                        package api;
                        public interface Decimals {
                            double A = 2e23;
                            double B = Double.MIN_VALUE;
                            double C = Double.NaN;
                            double D = 100;
                            float E = 0.1f;
                        }
                        """)).isEqualTo("""
                        public interface api.Decimals
                            public static final double A = 2E+23
                            public static final double B = 5E-324
                            public static final double C = NaN
                            public static final double D = 1E+2
                            public static final float E = 0.1
                        """);
    }
}
