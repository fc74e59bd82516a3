package dev.fennel.testsupport.gates;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackagesTest {
    @TempDir
    private Path folder;

    private Packages compile(String... sources) {
        return SampleModule.compile(folder, sources).packages();
    }

    @Test
    void circleOfThreePackagesIsFoundWithTheClassesThatCloseIt() {
        Packages packages = compile(
                "package a; public class A { b.B b; }",
                "package b; public class B { static class Nested { c.C c; } }",
                "package c; public class C { void close(a.A a, d.D d) {} }",
                "package d; public class D { }");

        assertThat(packages.circles()).containsExactly("a -> b: A uses B", "b -> c: B uses C", "c -> a: C uses A");
    }

    @Test
    void packagesInARowAreNoCircle() {
        Packages packages = compile("package a; public class A { b.B b; }", "package b; public class B { }");

        assertThat(packages.names()).containsExactly("a", "b");
        assertThat(packages.circles()).isEmpty();
    }

    @Test
    void importsCountWhereTheClassFileKeepsNoTrace() {
        Packages packages = compile(
                "package a;\nimport static b.B.ONE;\nimport b.Link;\n/** {@link Link} */ class A { int one = ONE; }",
                "package b; public class B { public static final int ONE = 1; }",
                "package b; public class Link { }");

        assertThat(packages.describe(use -> use.from().equals("a") && use.to().equals("b")))
                .containsExactly("a -> b: A uses B, A uses Link");
    }

    @Test
    void fullNamesInTheSourceCountButNotInStrings() {
        Packages packages = compile(
                "package dev.fennel.a;\n/** {@link dev.fennel.b.Link#one} */\n"
                        + "class A { String c = \"dev.fennel.c.C\"; int one = dev.fennel.b.B.Nested.ONE; }",
                "package dev.fennel.b; public class B { public static class Nested { public static final int ONE = 1; } }",
                "package dev.fennel.b; public class Link { public int one; }",
                "package dev.fennel.c; public class C { }");

        assertThat(packages.describe(
                        use -> use.from().equals("dev.fennel.a") && use.to().startsWith("dev.fennel.")))
                .containsExactly("dev.fennel.a -> dev.fennel.b: A uses B, A uses Link");
    }

    @Test
    void unexportedPackagesOfOtherModulesOfTheLibraryAreFound() {
        Packages packages = compile(
                "package dev.fennel.testsupport.sample; class Own { java.util.List<?> jdk; }",
                "package dev.fennel.sample; class A { dev.fennel.testsupport.Json json; }");

        assertThat(packages.unexported(Set.of("dev.fennel.testsupport"))).isEmpty();
        assertThat(packages.unexported(Set.of("dev.fennel.model")))
                .containsExactly("dev.fennel.sample -> dev.fennel.testsupport: A uses Json");
    }

    @Test
    void countsFilesAndMissesToursButCountsNoTour() {
        Packages packages = compile(
                "package a; class A { class Nested {} }",
                "package a; class B { }",
                "package a;",
                "package b; class C { }");

        assertThat(packages.largerThan(2)).isEmpty();
        assertThat(packages.largerThan(1)).containsExactly("a has 2 files");
        assertThat(packages.withoutTour()).containsExactly("b");
    }
}
